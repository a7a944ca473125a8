# SPDX-License-Identifier: Apache-2.0
"""A package on its way between this machine and the own node, while its page is already shown."""

import threading
from collections.abc import Callable
from typing import Literal

from rogatory.errors import RogatoryError, Unreachable
from rogatory.node.viewer import refusals
from rogatory.node.workstation.own_node import NodePackage, ReportPackage
from rogatory.node.workstation.progress import Progress

PATIENCE = 1.0
"""Seconds that a page waits for it: a small package is through then, and nobody looks at a bar."""

type TransferDirection = Literal["fetch", "hand-over"]


class PackageTransfer:
    """One way of one package, in a thread of its own. `segments` are known once its seal is read."""

    def __init__(
        self,
        key: str,
        way: TransferDirection,
        name: str,
        work: Callable[[Progress, ReportPackage], NodePackage],
    ) -> None:
        self.key, self.way, self.name = key, way, name
        self.error: RogatoryError | None = None
        self.fault: BaseException | None = None
        self.there = self.segments = 0
        self._work = work
        self._segment_size = 1
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def is_settled(self) -> bool:
        return not self._thread.is_alive()

    @property
    def is_whole(self) -> bool:
        return self.is_settled and self.error is None and self.fault is None

    def stop(self) -> None:
        """End it at the next segment; what came stays, and it can be gone on with."""
        self._stopped.set()

    def wait(self, seconds: float = PATIENCE) -> None:
        self._thread.join(seconds)
        if self.fault is not None:
            raise self.fault

    def _run(self) -> None:
        try:
            self._work(self._note, self._know)
        except RogatoryError as error:
            self.error = error
        except BaseException as fault:  # noqa: BLE001 - raised again for the waiting caller
            self.fault = fault

    def _know(self, package: NodePackage) -> None:
        self.segments = len(package.segments)
        self._segment_size = package.seal.segment_size

    def _note(self, done: int, _total: int) -> None:
        self.there = -(-done // self._segment_size)
        if self._stopped.is_set() and self.there < self.segments:
            raise Unreachable(refusals.TRANSFER_STOPPED.because())
