# SPDX-License-Identifier: Apache-2.0
"""The items of a package that are handled under articles 14 to 16 (article 34): shielded from
casual view.

`conditions.json` names files and folders; a folder includes all beneath it. Its digest is in the
signed tag manifest, so who keeps a package cannot take a name off the list.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rogatory.errors import Reason
from rogatory.evidence import refusals
from rogatory.evidence.inventory import parse_line
from rogatory.evidence.layout import DATA_FOLDER


@dataclass(frozen=True, slots=True)
class ProtectedItems:
    """Stored paths of files and folders, below `data/`."""

    paths: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.paths)

    def covers(self, path: str) -> bool:
        """Decide whether the path, or a folder that it lies in, is among them."""
        if not self.paths:
            return False
        parts = path.split("/")
        return any("/".join(parts[:end]) in self.paths for end in range(1, len(parts) + 1))


def protected_items(paths: Iterable[str]) -> ProtectedItems:
    """Return the protected items; their paths may have `data/` before them or not, folders a slash at the end."""
    return ProtectedItems(frozenset(path.removeprefix(DATA_FOLDER).rstrip("/") for path in paths))


def misnamed(paths: Iterable[str], inventory: Iterable[bytes]) -> Iterator[Reason]:
    """Yield a reason for each protected path that no line of the inventory has: a slip that would
    leave bare what was to be shielded.
    """
    named = {path.removeprefix(DATA_FOLDER).rstrip("/"): path for path in paths}
    if not named:
        return
    missing = dict(named)
    for number, line in enumerate(inventory, 1):
        parts = parse_line(line, number).path.split("/")
        for end in range(1, len(parts) + 1):
            missing.pop("/".join(parts[:end]), None)
        if not missing:
            return
    for path in missing.values():
        yield refusals.PROTECTED_MISNAMED.because(path=ascii(path)[1:-1])
