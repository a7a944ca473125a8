# SPDX-License-Identifier: Apache-2.0
"""Two States with their authorities, keys and recipients; how they seal and open."""

import os
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.collecting.collect import collect as collect_bag
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.opening.extract import extract
from rogatory.evidence.opening.open_package import open_package
from rogatory.evidence.options import RunSettings, SealOptions
from rogatory.evidence.sealed.seal_document import Addressee
from rogatory.evidence.sealing.seal_bag import seal_bag
from rogatory.evidence.sealing.seal_package import SealingParameters, seal_source
from rogatory.evidence.trust.anchors import Trust
from rogatory.seal.age import HybridIdentity
from rogatory.seal.certificates import der_to_pem
from rogatory.seal.certificates.state_ca import StateCa, new_state_ca
from rogatory.seal.signatures import Anchors, SigningKeys, signing_keys_from_pem
from rogatory.seal.timestamping.timestamps import TimestampAuthority, request, token_of

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


ODD_NAMES = (
    b"line\nbreak.txt",
    b"\xff\xfe not utf-8",
    "u\u0308ber.txt".encode(),
    "invoice\u202efdp.exe".encode(),
    b"100%.txt",
    b"CON",
    b"Readme",
    b"README",
    b"...",
    b"..hidden",
    b"back\\slash",
    b"x" * 255,
    "日本語.txt".encode(),
    b" leading and trailing ",
)


@dataclass(frozen=True)
class State:
    """A State CA with one authority that signs and receives."""

    ca: StateCa
    authority: str
    keys: SigningKeys
    identity: HybridIdentity

    @property
    def anchors(self) -> Anchors:
        return Anchors(tuple(self.ca.certificates.values()))

    @property
    def addressee(self) -> Addressee:
        return Addressee(self.authority, str(self.identity.recipient))

    @property
    def certificates(self) -> dict[str, bytes]:
        state = self.authority[:2]
        return {
            f"{state}-ca.{name}.pem": der_to_pem(der) for name, der in self.ca.certificates.items()
        }


def make_state(code: str, office: str = "central-authority") -> State:
    ca = new_state_ca(code, at=NOW - timedelta(days=30), years=5, random=os.urandom)
    authority = f"{code.lower()}/{office}"
    until = NOW + timedelta(days=365)
    p256, mldsa = (
        ca.issue(
            authority,
            "authority",
            algorithm,
            at=NOW - timedelta(days=1),
            until=until,
            random=os.urandom,
        )
        for algorithm in ("p256", "mldsa65")
    )
    keys = signing_keys_from_pem(
        authority, p256.key, p256.certificate, mldsa.key, mldsa.certificate
    )
    return State(ca, authority, keys, HybridIdentity.generate(os.urandom))


def clock() -> datetime:
    return NOW


def collect(source, out, **given):
    """Collect, with what terms and settings hold given by name."""
    terms, settings = (_taken(given, kind) for kind in (CollectionTerms, RunSettings))
    return collect_bag(source, out, terms, settings, **given)


def _sealing(given):
    """Gather what sealing takes from what is given by name."""
    made = {"terms": _taken(given, CollectionTerms)} if "acquisition" in given else {}
    given["settings"] = _taken(given, RunSettings)
    return made | {"sealing": _taken(given, SealingParameters)} | given


def _taken(given, kind):
    """Take the fields of a class out of what is given, and make one."""
    names = [field.name for field in fields(kind) if field.name in given]
    return kind(**{name: given.pop(name) for name in names})


@dataclass(frozen=True)
class Sealing:
    """XB's authority seals to XA's, and the holder of XA's identity opens."""

    sender: State
    receiver: State

    def seal(self, source: Path, out: Path, **more):
        given = {
            "keys": self.sender.keys,
            "recipients": [self.receiver.addressee, self.sender.addressee],
            "acquisition": Acquisition(self.sender.authority, officer="xb-0003"),
            "clock": clock,
            "random": os.urandom,
            "options": SealOptions(
                segment_size=1 << 20, certificates=self.sender.certificates, stamp=self.stamp
            ),
        }
        return seal_source(source, out, **_sealing(given | more))

    def seal_bag(self, bag: Path, out: Path, **more):
        given = {
            "keys": self.sender.keys,
            "recipients": [self.receiver.addressee, self.sender.addressee],
            "clock": clock,
            "random": os.urandom,
            "officer": "xb-0004",
            "options": SealOptions(
                segment_size=1 << 20, certificates=self.sender.certificates, stamp=self.stamp
            ),
        }
        return seal_bag(bag, out, **_sealing(given | more))

    def open(self, sealed: Path, out: Path, **more):
        given = {"identities": [self.receiver.identity], "trust": self.trust}
        return open_package(sealed, out, **(given | more))

    def extract(self, sealed: Path, path: str, out: Path, **more):
        given = {"identities": [self.receiver.identity], "trust": self.trust}
        return extract(sealed, path, out, **(given | more))

    @property
    def trust(self) -> Trust:
        return Trust(now=NOW + timedelta(days=1), anchors=self.sender.anchors)

    def stamp(self, digest: bytes) -> bytes:
        """A token of the sender State's own authority for timestamps."""
        key, certificate = self.sender.ca.issue(
            f"{self.sender.authority[:2]}/tsa",
            "tsa",
            "p256",
            at=NOW - timedelta(days=1),
            until=NOW + timedelta(days=365),
            random=os.urandom,
        )
        authority = TimestampAuthority(key, certificate)
        return token_of(authority.reply(request(digest), NOW + timedelta(seconds=3), 1))


def contents_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    return {
        os.fsencode(found.relative_to(folder)).decode(
            "utf-8", "backslashreplace"
        ): found.read_bytes()
        for found in sorted(folder.rglob("*"))
        if found.is_file()
    }
