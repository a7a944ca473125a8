# SPDX-License-Identifier: Apache-2.0
"""The State's own scanner for malicious files, where `[scanner]` in node.toml names one.

It is asked of what officers upload, and of what was uploaded before it is served again: what nobody
knew yesterday is known today. A file in which it finds something is refused; a scanner that does
not answer refuses, too, since an attacker who can silence it would otherwise be let through. It is
never asked of evidence, which may be malware and must arrive unchanged, nor of what another State
signed, which no page serves.
"""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home.folder import Home
from rogatory.errors import Phrase, Reason, Unreachable
from rogatory.wire.words import P_, FilledText, Theirs

CLEAN, FOUND = 0, 1
"""The exit codes of ClamAV's programs (clamscan(1), clamdscan(1))."""


@dataclass(frozen=True, slots=True)
class Scanner:
    command: tuple[str, ...]
    seconds: int

    def reasons(self, name: str, data: bytes) -> Iterator[Reason]:
        """Yield why a file is not taken: nothing, or that something was found in it.

        Raises:
            Unreachable: the scanner could not look.
        """
        shown = ascii(name)[:80]
        # In memory, and no pipe: a scanner that closes its end early leaves nobody writing to nobody.
        with os.fdopen(os.memfd_create("upload"), "w+b") as file:
            file.write(data)
            file.seek(0)
            try:
                ended = subprocess.run(
                    self.command,
                    stdin=file,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"},
                    timeout=self.seconds,
                    check=False,
                ).returncode
            except (OSError, subprocess.TimeoutExpired) as error:
                raise _silent(shown, Theirs(type(error).__name__)) from error
        if ended == FOUND:
            yield refusals.UPLOAD_MALICIOUS.because(name=shown)
        elif ended != CLEAN:
            raise _silent(shown, FilledText(P_("it ended with the status {status}"), status=ended))


def _silent(name: str, problem: Phrase) -> Unreachable:
    return Unreachable(refusals.SCANNER_SILENT.because(name=name, problem=problem))


def scanner_of(home: Home) -> Scanner | None:
    """Return the scanner of a node's settings; None where there is none."""
    if not home.scanner:
        return None
    return Scanner(home.scanner.command, home.scanner.seconds)
