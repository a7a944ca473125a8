# SPDX-License-Identifier: Apache-2.0
"""Which seal a bag came in."""

from pathlib import Path

from rogatory.disk import read_file, shown
from rogatory.errors import Refused
from rogatory.node.bundle import refusals
from rogatory.node.workstation.journals import SEAL_COPY, bag_journal
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.digests import sha256


def seal_of(bag: Path, sealed: Path | None) -> str:
    """The digest of the seal: of the sealed package named, or of what `open` kept of it.

    Raises:
        Refused: there is neither.
    """
    folder = sealed or bag_journal(bag.absolute()) / SEAL_COPY
    if not (folder / "seal.json").is_file():
        raise Refused(refusals.NO_SEAL.because(path=shown(bag)))
    return sha256(read_file(folder / "seal.json", limit=LARGEST_DOCUMENT))
