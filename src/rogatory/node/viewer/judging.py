# SPDX-License-Identifier: Apache-2.0
"""Verifying a package while its page is already shown: a terabyte is read for an hour."""

import threading
from collections.abc import Callable

from rogatory.errors import RogatoryError
from rogatory.node.workstation.progress import Progress
from rogatory.node.workstation.verification.verdict import PackageVerification

PATIENCE = 1.5
"""Seconds that a page waits for it: most packages are done then, and nobody looks at a bar."""


class VerificationThread:
    """One verification in a thread of its own, which ends with the process."""

    def __init__(self, work: Callable[[Progress], PackageVerification]) -> None:
        self.found: PackageVerification | None = None
        self.error: RogatoryError | None = None
        self.fault: BaseException | None = None
        self.done = self.total = 0
        self._work = work
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def is_settled(self) -> bool:
        return not self._thread.is_alive()

    def wait(self) -> None:
        self._thread.join(PATIENCE)
        if self.fault is not None:
            raise self.fault

    def _run(self) -> None:
        try:
            self.found = self._work(self._note)
        except RogatoryError as error:
            self.error = error
        except BaseException as fault:  # noqa: BLE001 - raised again for the waiting caller
            self.fault = fault

    def _note(self, done: int, total: int) -> None:
        self.done, self.total = done, total
