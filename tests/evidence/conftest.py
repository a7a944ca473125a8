# SPDX-License-Identifier: Apache-2.0
"""Two States with their authorities, keys and recipients, and trees of evidence."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rogatory.evidence.case_graph import Acquisition
from rogatory.evidence.seal_document import Addressee
from rogatory.seal.age import HybridIdentity
from rogatory.seal.certificates import der_to_pem
from rogatory.seal.signatures import Anchors, SigningKeys, signing_keys_from_pem
from rogatory.seal.state_ca import StateCa, new_state_ca

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


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


@pytest.fixture(scope="session")
def arcadia() -> State:
    return make_state("XA")


@pytest.fixture(scope="session")
def borealia() -> State:
    return make_state("XB")


@pytest.fixture(scope="session")
def thalassia() -> State:
    return make_state("XT")


@pytest.fixture
def acquisition() -> Acquisition:
    return Acquisition("xb/central-authority", officer="xb-0003", case="Case 17/2026")


def clock() -> datetime:
    return NOW


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with what a seizure has: odd names, empty things, links, sizes about a chunk."""
    top = tmp_path / "seizure"
    top.mkdir()
    for size in (0, 1, 511, 512, 513, 65535, 65536, 65537, 1 << 20, (1 << 20) + 1):
        (top / f"size-{size}.bin").write_bytes(os.urandom(size))
    (top / "empty").mkdir()
    deep = top / "a" / "b" / "c"
    deep.mkdir(parents=True)
    (deep / "leaf.txt").write_text("leaf")
    (top / "a.txt").write_text("beside a/")
    for name in ODD_NAMES:
        Path(os.fsdecode(os.fsencode(top) + b"/" + name)).write_bytes(b"odd " + name)
    (top / "link-out").symlink_to("/etc/passwd")
    (top / "link-to-nothing").symlink_to("nowhere")
    os.mkfifo(top / "pipe")
    return top


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
