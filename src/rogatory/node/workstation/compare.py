# SPDX-License-Identifier: Apache-2.0
"""The digests to compare by voice at a path: each that another person might have read out."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rogatory.disk import Beneath, faults_at, read_file, read_open, shown
from rogatory.errors import Refused
from rogatory.evidence.layout import SEAL, TAG_MANIFEST
from rogatory.evidence.sealed.seal_document import parse_seal
from rogatory.evidence.verification.verify import is_bag, is_sealed
from rogatory.node.workstation import refusals
from rogatory.node.workstation.keys import layout
from rogatory.node.workstation.keys.recipient_file import LARGEST_RECIPIENT_FILE
from rogatory.seal.certificates.reading import pem_to_der
from rogatory.wire.canonical import LARGEST_DOCUMENT, decode_object, encode
from rogatory.wire.digests import sha256
from rogatory.wire.spoken_digest import Heard, compare_heard
from rogatory.wire.words import N_

FIRST_ROOT = "metadata/1.root.json"
CERTIFICATE = "certificate.json"
LARGEST_TAG_MANIFEST = 16 << 20
"""A tag manifest names each tag file in some hundred bytes, of which there are at most 10,000."""

_BLOCK = 1 << 20
_CLOSENESS = {"equal": 0, "misheard": 1, "different": 2}


@dataclass(frozen=True, slots=True)
class NamedDigest:
    """A digest and what it is the digest of."""

    what: str
    digest: str


@dataclass(frozen=True, slots=True)
class Compared:
    named: NamedDigest
    heard: Heard


def compare(heard: str, path: Path) -> Compared:
    """Return how what was read out compares with what lies at `path`: with the digest that it fits,
    else with the one that it comes closest to.

    Raises:
        Refused: what was heard is no phrase; there is nothing at `path` that has one.
    """
    found = [Compared(one, compare_heard(heard, one.digest)) for one in digests_at(path)]
    return min(found, key=lambda one: (_CLOSENESS[one.heard.result], len(one.heard.groups)))


def digests_at(path: Path) -> tuple[NamedDigest, ...]:
    """Return the digests by which what lies at `path` is known, the one most often read out first."""
    if path.is_file():
        return (_of_file(path),)
    for there, digests in _FOLDERS:
        if there(path):
            return tuple(digests(path))
    raise Refused(refusals.NOTHING_TO_COMPARE.because(path=shown(path)))


def _of_file(path: Path) -> NamedDigest:
    if path.stat().st_size <= LARGEST_RECIPIENT_FILE:
        data = read_file(path, limit=LARGEST_RECIPIENT_FILE)
        if b"-----BEGIN CERTIFICATE-----" in data:
            return NamedDigest(N_("the certificate"), sha256(pem_to_der(data)))
        statement = _statement(data)
        if statement is not None:
            return NamedDigest(N_("the recipient file"), statement)
        return NamedDigest(N_("the file"), sha256(data))
    digest = hashlib.sha256()
    with faults_at(path), path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return NamedDigest(N_("the file"), digest.hexdigest())


def _statement(data: bytes) -> str | None:
    """Return the fingerprint of a recipient file, whose signatures are not asked about here."""
    try:
        statement = decode_object(data).get("statement")
    except Refused:
        return None
    return sha256(encode(statement)) if isinstance(statement, dict) else None


def _bundle(path: Path) -> Iterator[NamedDigest]:
    yield NamedDigest(N_("the root of the directory"), _small(path, f"directory/{FIRST_ROOT}"))
    yield NamedDigest(N_("the bag"), _small(path, f"bag/{TAG_MANIFEST}"))
    yield NamedDigest(N_("the seal"), _small(path, f"seal/{SEAL}"))
    if (path / "certificate" / CERTIFICATE).is_file():
        digest = _small(path, f"certificate/{CERTIFICATE}")
        yield NamedDigest(N_("the certificate of authenticity"), digest)
    yield NamedDigest(N_("the list of the bundle"), _small(path, "bundle.json", 256 << 20))


def _disclosure(path: Path) -> Iterator[NamedDigest]:
    yield NamedDigest(N_("the disclosure"), _small(path, "disclosure.json"))
    yield NamedDigest(N_("the bag"), _small(path, f"package/{TAG_MANIFEST}"))


def _certificate(path: Path) -> Iterator[NamedDigest]:
    yield NamedDigest(N_("the certificate of authenticity"), _small(path, CERTIFICATE))


def _sealed(path: Path) -> Iterator[NamedDigest]:
    yield NamedDigest(N_("the seal"), _small(path, SEAL))
    yield NamedDigest(N_("the bag"), parse_seal(read_file(path / SEAL, limit=LARGEST_DOCUMENT)).bag)


def _bag(path: Path) -> Iterator[NamedDigest]:
    yield NamedDigest(N_("the bag"), _small(path, TAG_MANIFEST))


def _keys(path: Path) -> Iterator[NamedDigest]:
    yield _of_file(path / layout.RECIPIENT)


def _state_ca(path: Path) -> Iterator[NamedDigest]:
    for name in ("p256.pem", "mldsa65.pem"):
        yield _of_file(path / name)


def _directory(path: Path) -> Iterator[NamedDigest]:
    yield NamedDigest(N_("the root of the directory"), _small(path, FIRST_ROOT))


def _small(folder: Path, path: str, limit: int = LARGEST_TAG_MANIFEST) -> str:
    with Beneath(folder) as beneath:
        return sha256(read_open(beneath.open_read(path), path, limit=limit))


def _has(name: str) -> Callable[[Path], bool]:
    return lambda path: (path / name).is_file()


_FOLDERS: tuple[tuple[Callable[[Path], bool], Callable[[Path], Iterator[NamedDigest]]], ...] = (
    (_has("bundle.json"), _bundle),
    (_has("disclosure.json"), _disclosure),
    (_has(CERTIFICATE), _certificate),
    (is_sealed, _sealed),
    (is_bag, _bag),
    (_has(layout.RECIPIENT), _keys),
    (_has(FIRST_ROOT), _directory),
    (_has("mldsa65.pem"), _state_ca),
)
