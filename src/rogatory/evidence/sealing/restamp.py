# SPDX-License-Identifier: Apache-2.0
"""Stamp anew what proves a document, before its timestamp or an algorithm fades."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256, sha512
from pathlib import Path

from rogatory.disk import write_new
from rogatory.errors import refuse_if_any
from rogatory.evidence.options import Stamp
from rogatory.evidence.trust.archive_list import (
    Documents,
    archive_names,
    build_archive,
    next_archive,
    read_archive,
)
from rogatory.evidence.trust.timestamps import tokens_without_place
from rogatory.seal.certificates.reading import to_der
from rogatory.seal.signatures import Anchors
from rogatory.seal.timestamping.timestamps import Stamped, verify_token
from rogatory.seal.timestamping.token import parse_token


@dataclass(frozen=True, slots=True)
class Restamped:
    """The result: the list, how many files it names, and each token with its time."""

    archive: str
    files: int
    tokens: tuple[tuple[str, Stamped], ...]


def stamp_anew(
    folder: Path, document: str, documents: Documents, stamps: Sequence[Stamp]
) -> Restamped:
    """Write a further list of all that lies beside `document`, stamped by every authority; and
    stamp the document itself by each, where it has no timestamp yet.

    1. Every earlier list still names what lies here, else one would vouch for what was exchanged; and each
       token has its place.
    2. All tokens are there, each holds over its document, before anything is written.

    Raises:
        Refused: with every reason; or an authority refused.
        Unreachable: an authority does not answer. Nothing is written in either case.
    """
    earlier = [read_archive(path, documents) for path in archive_names(documents.names)]  # 1
    without_place = tokens_without_place(document, documents)
    refuse_if_any([*(reason for one in earlier for reason in one.reasons), *without_place])
    archive, data = next_archive(documents.names), build_archive(documents)
    found: dict[str, tuple[bytes, Stamped]] = {}
    if f"{document}.tst" not in documents.names:
        found |= _tokens(document, documents.read(document), stamps, "sha256")  # 2
    found |= _tokens(archive, data, stamps, "sha512")
    write_new(folder / archive, data)
    for name, (token, _) in found.items():
        write_new(folder / name, token)
    lists = tuple((name, stamped) for name, (_, stamped) in found.items())
    return Restamped(archive, len(documents.names), lists)


def _tokens(
    document: str, data: bytes, stamps: Sequence[Stamp], digest: str
) -> dict[str, tuple[bytes, Stamped]]:
    hashed = (sha512 if digest == "sha512" else sha256)(data).digest()
    found: dict[str, tuple[bytes, Stamped]] = {}
    for number, stamp in enumerate(stamps, 1):
        token = stamp(hashed)
        # The verifier decides whether the authority is a trusted one; here, that it is over this
        # document and not altered on the way.
        certificates = tuple(to_der(one) for one in parse_token(token).certificates)
        name = f"{document}.tst" if number == 1 else f"{document}.{number}.tst"
        found[name] = token, verify_token(token, hashed, anchors=Anchors(certificates))
    return found
