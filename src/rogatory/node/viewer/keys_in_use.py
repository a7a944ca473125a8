# SPDX-License-Identifier: Apache-2.0
"""The authority's keys while they are unlocked: who acts, why, and what he opens with.

They are in memory alone, from the passphrase until somebody locks them or nobody did anything for
the idle time. Python cannot wipe what it forgets; THREATS.md says so.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rogatory.custody.events.values import UNDETERMINED
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.viewer import refusals
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.keys.authority_folder import AuthorityFolder, open_authority_folder
from rogatory.seal.age import KeyIdentity
from rogatory.seal.tokens import close_tokens
from rogatory.wire.empty_words import says_something
from rogatory.wire.identifiers import parse_officer
from rogatory.wire.randomness import Random

LONGEST_TEXT = 400
"""Characters of a reason or a search: an event has two thousand in all, and says more than that."""


@dataclass(frozen=True, slots=True)
class Unlocking:
    """An officer's input to unlock the keys; the PIN is asked for a key on a token alone."""

    officer: str
    reason: str
    passphrase: str = field(repr=False)
    pin: str = field(default="", repr=False)
    language: str = UNDETERMINED
    """Of the reason: that of the page on which it is written."""


@dataclass(frozen=True, slots=True)
class KeysInUse:
    folder: AuthorityFolder
    identities: list[KeyIdentity] = field(repr=False)
    actor: Actor = field(repr=False)
    reason: str
    since: datetime

    @property
    def officer(self) -> str:
        assert self.actor.officer is not None
        return self.actor.officer


def unlock_keys(
    key: Path, given: Unlocking, *, clock: Callable[[], datetime], random: Random
) -> KeysInUse:
    """Return the keys of a folder, in an officer's hands.

    Raises:
        Refused: with every reason among: no officer's number, no reason; or the certificates do
            not count now, the passphrase or the PIN is wrong.
    """
    officer, reasons = "", list[Reason]()
    try:
        officer = parse_officer(given.officer.strip())
    except Refused:
        reasons.append(refusals.OFFICER.because())
    try:
        reason = plain_line(given.reason, "reason") or None
    except Refused as error:
        reasons += error.reasons
    else:
        if reason is None or not says_something(reason):
            reasons.append(refusals.NO_REASON.because())
    refuse_if_any(reasons)
    folder = open_authority_folder(key, (lambda _token: given.pin) if given.pin else None)
    now = clock()
    keys = folder.keys_in_force(now)
    identities = folder.identities(lambda: given.passphrase)
    actor = Actor(keys, clock, random, officer, language=given.language)
    # The folder that is kept has no PIN: the token took it, and is asked nothing again.
    kept = open_authority_folder(key)
    return KeysInUse(kept, identities, actor, plain_line(given.reason, "reason"), now)


def forget_tokens() -> None:
    """Log out of the token with the signing key: who unlocks the keys next must know its PIN."""
    close_tokens()


def plain_line(text: str, name: str) -> str:
    """Return a text that an officer wrote, on one line; refuses what an event could not say."""
    found = " ".join(unicodedata.normalize("NFC", text).split())
    unseen = any(unicodedata.category(one) in {"Cc", "Cf", "Cs", "Cn"} for one in found)
    if len(found) > LONGEST_TEXT or unseen:
        raise Refused(refusals.TEXT_FORM.because(name=name, field=name, limit=LONGEST_TEXT))
    return found
