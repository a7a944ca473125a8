# SPDX-License-Identifier: Apache-2.0
"""Checking that the authority that exported a bundle is one that had the evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rogatory.errors import Refused
from rogatory.evidence.checks import Undecided
from rogatory.evidence.sealed.counting_seals import CountingSeal, parties
from rogatory.node.court import refusals
from rogatory.node.court.checks.message_folder import MessageFolder
from rogatory.wire.words import N_, FilledText

WHO_EXPORTED = N_("the authority that exported the bundle")


@dataclass(frozen=True, slots=True)
class Exporter:
    """The exporter, and the ground on which it had the evidence: `seal` is the digest of the seal."""

    authority: str
    part: Literal["sender", "recipient", "addressee"]
    seal: str

    def as_json(self) -> dict[str, str]:
        return {"authority": self.authority, "as": self.part, "seal": self.seal}


def find_exporter(
    authority: str,
    thread: str | None,
    seals: Sequence[CountingSeal],
    messages: Sequence[MessageFolder],
) -> Exporter:
    """Decide that `authority` had the evidence; `messages` are those whose checks hold.

    1. The seal names a thread, and one of its seals counts.
    2. The authority is sender or recipient of a seal that counts; or one of these addressed to it
       a delivery that names such a seal.

    Raises:
        Undecided: 1 does not hold.
        Refused: 2 does not.
    """
    if thread is None:  # 1
        raise Undecided(N_("the seal names no thread, so no request shows who asked"), WHO_EXPORTED)
    if not seals:
        raise Undecided(N_("no seal counts here"), WHO_EXPORTED)
    known = list(parties(tuple(seals)))
    for one in known:  # 2
        if one.authority == authority:
            return Exporter(authority, one.part, one.seal)
    digests, had = {one.digest for one in seals}, {one.authority for one in known}
    for folder in messages:
        message = folder.envelope
        seal = folder.delivered_seal
        if (
            seal is not None
            and seal in digests
            and str(message.sender) in had
            and str(message.addressee) == authority
        ):
            return Exporter(authority, "addressee", seal)
    raise Refused(refusals.EXPORTER.because(authority=authority))


PARTS = {
    "sender": N_("{authority} sealed it"),
    "recipient": N_("{authority} is a recipient of the seal"),
    "addressee": N_("the evidence was delivered to {authority}"),
}


def exporter_text(found: Exporter) -> str:
    """Return what the check says of who exported."""
    return FilledText(PARTS[found.part], authority=found.authority)
