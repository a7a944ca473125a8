# SPDX-License-Identifier: Apache-2.0
"""The places of files in the folder of an order to a provider.

order.json                  what is ordered
order.json.p256.p7s  order.json.mldsa65.p7s
card.json                   the State's card with its numbers, where the State hands it to providers
directory/                  metadata/ and targets/: a copy of the directory, of the ordering State alone

The folder of a withdrawal has withdrawal.json and its signatures in place of the order's, and no card.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rogatory.disk import walk
from rogatory.errors import Reason, refuse_if_any
from rogatory.node.court.places import has_place
from rogatory.node.provider_orders import document, refusals, withdrawal
from rogatory.node.workstation.verification.trust import ReadFile, folder_files
from rogatory.seal.cms import LARGEST_SIGNATURE
from rogatory.seal.signatures import Signatures

ORDER = document.NAME
WITHDRAWAL = withdrawal.NAME
CARD = "card.json"
DIRECTORY = "directory/"

MOST_FILES = 4096
"""Files of a folder: a chain of a thousand roots stays below; more would only be listed in vain."""

MOST_FAULTS = 64
"""Faults of a folder that are reported; a folder of strays would make a report without an end."""


@dataclass(frozen=True, slots=True)
class FolderForm:
    """The files of a signed form: the document and its signatures, which must be there, and those that may."""

    signed: str
    optional: tuple[str, ...] = ()

    @property
    def p256(self) -> str:
        return f"{self.signed}.p256.p7s"

    @property
    def mldsa65(self) -> str:
        return f"{self.signed}.mldsa65.p7s"

    @property
    def required(self) -> tuple[str, ...]:
        return self.signed, self.p256, self.mldsa65

    def has_place(self, name: str) -> bool:
        own = (*self.required, *self.optional)
        return name in own or (name.startswith(DIRECTORY) and has_place(name))

    def signature_files(self, signatures: Signatures) -> Mapping[str, bytes]:
        """Return the files of these signatures. A signer without a second key leaves a file out, which no reader accepts."""
        files = {self.p256: signatures.p256, self.mldsa65: signatures.mldsa65}
        return {name: data for name, data in files.items() if data}


OF_ORDER = FolderForm(ORDER, (CARD,))
OF_WITHDRAWAL = FolderForm(WITHDRAWAL)


@dataclass(frozen=True, slots=True)
class OrderFolder:
    """An order's folder: the names of its files, what has no place there, and a reader that follows no link."""

    names: frozenset[str]
    faults: tuple[Reason, ...]
    read: ReadFile
    form: FolderForm = OF_ORDER

    def check_layout(self) -> None:
        """Decide that nothing lies in the folder but what has a place there, and that nothing is missing."""
        missing = (name for name in self.form.required if name not in self.names)
        refuse_if_any([*self.faults, *(refusals.MISSING.because(path=name) for name in missing)])

    def order(self) -> document.OrderDocument:
        """Return the order in it. Its signatures are not checked here.

        Raises:
            Refused: it is not in its form, or not there.
        """
        return document.parse_order(self.bytes_of(ORDER, document.LARGEST_ORDER))

    def bytes_of(self, name: str, limit: int) -> bytes:
        """Return a file's bytes; none where it is not there."""
        return self.read(name, limit) or b""

    def signatures(self) -> Signatures:
        """Return the signatures of the document; empty where they are not there."""
        return Signatures(
            self.bytes_of(self.form.p256, LARGEST_SIGNATURE),
            self.bytes_of(self.form.mldsa65, LARGEST_SIGNATURE),
        )

    def read_directory(self, path: str, limit: int) -> bytes | None:
        """Return a file of the copy of the directory, by its path there."""
        return self.read(f"{DIRECTORY}{path}", limit)


type FolderPlace = Path | OrderFolder
"""The folder of an order or a withdrawal: on disk, or read already, as from an archive."""


def read_order_folder(folder: FolderPlace, form: FolderForm = OF_ORDER) -> OrderFolder:
    """Return what lies in the folder of an order or a withdrawal. Links, empty folders and what is no file are faults.

    A folder that was read already is returned as it is, by whichever form it was read.
    """
    if isinstance(folder, OrderFolder):
        return folder
    faults: list[Reason] = []
    names = set[str]()
    for one in _strays(folder, form, names, faults):
        faults.append(refusals.STRAY.because(path=one))
        if len(faults) >= MOST_FAULTS:
            break
    return OrderFolder(frozenset(names), tuple(faults), folder_files(folder), form)


def _strays(folder: Path, form: FolderForm, names: set[str], faults: list[Reason]) -> Iterator[str]:
    folders, used = set[bytes](), set[bytes]()
    for entry in walk(folder, faults=faults):
        name = os.fsdecode(entry.path)
        parent = entry.path.rpartition(b"/")[0]
        used.add(parent)
        if entry.is_folder:
            folders.add(entry.path)
        elif not entry.is_file or not form.has_place(name) or len(names) >= MOST_FILES:
            yield ascii(name)[1:-1]
        else:
            names.add(name)
    yield from (ascii(os.fsdecode(one))[1:-1] for one in sorted(folders - used))
