# SPDX-License-Identifier: Apache-2.0
"""The seal that a bag came in."""

from collections.abc import Callable, Iterator
from pathlib import Path

from rogatory.disk import is_plain_file, read_file, shown
from rogatory.errors import Refused
from rogatory.evidence.layout import SEAL
from rogatory.evidence.sealed.seal_chain import MOST_EARLIER_SEALS, SEALS
from rogatory.node.court import refusals
from rogatory.node.workstation.journals.folders import SEAL_COPY, bag_journal
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.digests import sha256


def seal_of(
    bag: Path, sealed: Path | None, known: Callable[[str], bool] = lambda _digest: True
) -> str:
    """Return the digest of the seal: of the sealed package named, or of what `open` kept of it. Of
    a package that was re-wrapped here, for a workstation of one's own, the latest seal that the
    node knows, which is that of the package as it came; if it knows none, the newest.

    Raises:
        Refused: there is neither.
    """
    folder = sealed or bag_journal(bag.absolute()) / SEAL_COPY
    if not (folder / "seal.json").is_file():
        raise Refused(refusals.NO_SEAL.because(path=shown(bag)))
    newest = sha256(read_file(folder / SEAL, limit=LARGEST_DOCUMENT))
    every = (newest, *(_earlier(folder)))
    return next((digest for digest in every if known(digest)), newest)


def _earlier(folder: Path) -> Iterator[str]:
    """Yield the digests of the earlier seals, the latest first; nothing about them has been checked."""
    for number in range(MOST_EARLIER_SEALS, 0, -1):
        path = folder / SEALS / str(number) / SEAL
        if is_plain_file(path):
            yield sha256(read_file(path, limit=LARGEST_DOCUMENT))
