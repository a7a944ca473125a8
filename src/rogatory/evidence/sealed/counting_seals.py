# SPDX-License-Identifier: Apache-2.0
"""Which seals of a package count, and who had the package by them.

One rule for bundles and disclosures: who hands evidence on had it by a seal that its maker signed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rogatory.evidence.sealed.seal_chain import Chain
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.wire.digests import sha256

type SealRole = Literal["sender", "recipient"]
"""The role of an authority in a seal."""


@dataclass(frozen=True, slots=True)
class CountingSeal:
    """A seal that counts, and its digest."""

    seal: Seal
    digest: str


@dataclass(frozen=True, slots=True)
class SealParty:
    """An authority that had the package: by which seal, and as what in it."""

    authority: str
    part: SealRole
    seal: str


def counting_seals(
    newest: Seal | None, digest: str, chain: Chain | None, *, signed: bool, chained: bool
) -> tuple[CountingSeal, ...]:
    """Return the seals of a package that count, the first one first.

    None counts unless the sender of the newest signed it (check `seal-signed`); and, where it replaces
    others, unless all of them lead to it, each signed by its sender (check `seal-chain`).
    """
    if newest is None or not signed:
        return ()
    if chain is None or not chain.links:
        links: tuple[CountingSeal, ...] = ()
        if newest.replaces is not None:
            return ()
    elif chained:
        links = tuple(CountingSeal(link.seal, sha256(link.data)) for link in chain.links)
    else:
        return ()
    return (*links, CountingSeal(newest, digest))


def parties(seals: tuple[CountingSeal, ...]) -> Iterator[SealParty]:
    """Return who is sender or recipient of these seals, in their order."""
    for one in seals:
        yield SealParty(one.seal.sender, "sender", one.digest)
        for to in one.seal.recipients:
            yield SealParty(to.authority, "recipient", one.digest)
