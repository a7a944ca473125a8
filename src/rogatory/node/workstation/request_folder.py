# SPDX-License-Identifier: Apache-2.0
"""The request that evidence answers, as files: what a bag carries in `request/`."""

from dataclasses import dataclass, field
from pathlib import Path

from rogatory.disk import read_file, shown
from rogatory.errors import Refused
from rogatory.node.workstation import refusals
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, FilledText

MESSAGE = "message.json"
FILES = (MESSAGE, f"{MESSAGE}.p256.p7s", f"{MESSAGE}.mldsa65.p7s", "approvals.json")


@dataclass(frozen=True, slots=True)
class RequestFiles:
    """The files by name, and the digest by which custody events name the request."""

    files: dict[str, bytes] = field(repr=False)
    digest: str


def read_request(folder: Path) -> RequestFiles:
    """Return the request in a folder; whether it is signed by whom it says is not asked here.

    Raises:
        Refused: there is no message.json, or it is not signed.
    """
    found = {
        name: read_file(folder / name, limit=LARGEST_DOCUMENT)
        for name in FILES
        if (folder / name).is_file()
    }
    for name in FILES[:2]:
        if name not in found:
            problem = FilledText(P_("{name} is missing"), name=name)
            raise Refused(refusals.REQUEST_FOLDER.because(path=shown(folder), problem=problem))
    return RequestFiles(found, sha256(found[MESSAGE]))
