# SPDX-License-Identifier: Apache-2.0
"""The cast of the seal package's tests: State CAs of Arcadia and Borealia and what they issued.

Everything but RSA keys comes from a stream of bytes with a name, so it can be made again.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.errors import Refused
from rogatory.seal.certificates import Issued, StateCa, new_state_ca
from rogatory.seal.signatures import Anchors, SigningKeys, signing_keys_from_pem

MADE = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
NOW = MADE + timedelta(days=10)
LEAF_UNTIL = MADE + timedelta(days=365)
AUTHORITY = "xa/central-authority"
DOCUMENT = b'{"kind":"preservation","network":"test"}'


def drawn(name: str) -> Callable[[int], bytes]:
    """A stream of bytes that only looks random, named so that two never meet."""
    position = 0

    def random(size: int) -> bytes:
        nonlocal position
        position += size
        return hashlib.shake_256(name.encode()).digest(position)[-size:]

    return random


def codes_of(action: Callable[[], object]) -> tuple[str, ...]:
    """The codes with which an action is refused; a test that it is not refused fails here."""
    with pytest.raises(Refused) as caught:
        action()
    return caught.value.codes


@dataclass(frozen=True)
class Cast:
    xa: StateCa
    xb: StateCa
    issued: dict[str, Issued]
    keys: SigningKeys
    anchors: Anchors

    def issue(self, holder: str, use: str, algorithm: str, **kwargs: object) -> Issued:
        ca = self.xa if holder.startswith("xa") else self.xb
        kwargs.setdefault("at", MADE)
        kwargs.setdefault("until", LEAF_UNTIL)
        name = f"{holder} {use} {algorithm} {kwargs}"
        return ca.issue(holder, use, algorithm, random=drawn(name), **kwargs)

    def signing_keys(self, holder: str, use: str = "authority", **kwargs: object) -> SigningKeys:
        pair = [self.issue(holder, use, name, **kwargs) for name in ("p256", "mldsa65")]
        return signing_keys_from_pem(holder, *pair[0], *pair[1])


def new_cast() -> Cast:
    xa = new_state_ca("XA", at=MADE, years=10, random=drawn("state ca xa"))
    xb = new_state_ca("XB", at=MADE, years=10, random=drawn("state ca xb"))
    issued = {
        name: xa.issue(
            AUTHORITY, "authority", name, at=MADE, until=LEAF_UNTIL, random=drawn(f"leaf {name}")
        )
        for name in ("p256", "p384", "mldsa65")
    }
    keys = signing_keys_from_pem(AUTHORITY, *issued["p256"], *issued["mldsa65"])
    anchors = Anchors((*xa.certificates.values(), *xb.certificates.values()))
    return Cast(xa, xb, issued, keys, anchors)
