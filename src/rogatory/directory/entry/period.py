# SPDX-License-Identifier: Apache-2.0
"""When a key, certificate or officer was in force: from, until, and how it ended.

A key that was *rotated* was put away in good order: what is dated before that may be believed. One
that was *compromised* since T may have been used by a thief, who writes any date he likes: then
only a moment that somebody else proved (a timestamp, a log, one's own clock) counts, and only if it
lies before T.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

ROTATED = "rotated"
COMPROMISED = "compromised"
ENDINGS = (ROTATED, COMPROMISED)

OFFLINE_GRACE_HOURS = 24
"""How long a copy serves without a line, unless its operator states otherwise. For so long, at
most, may a revocation be kept from a node whose line somebody cuts."""


LISTED_FOR = timedelta(days=2 * 365)
"""How long an officer, or a key without a certificate, counts unless its State says otherwise."""


@dataclass(frozen=True, slots=True)
class PeriodEnd:
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` (included) to `until` (excluded), or to the moment it ended."""

    start: datetime
    until: datetime
    ended: PeriodEnd | None = None

    def covers(self, at: datetime, *, proven: bool = True) -> bool:
        """Decide whether it was in force at that moment.

        With `proven` false the moment is only claimed by the holder, and a compromised key is
        refused whatever it claims.
        """
        if not self.start <= at < self.until:
            return False
        if self.ended is None:
            return True
        return at < self.ended.at and (proven or self.ended.reason == ROTATED)

    def vouches(self, at: datetime, *, proven: bool = True) -> bool:
        """Decide whether what an issuing key signed while in force still counts at that moment.

        Unlike `covers`, a rotated key vouches until its time is over: it issues no more, but
        nobody else could have issued in its name.
        """
        if self.ended is not None and self.ended.reason == ROTATED:
            return self.start <= at < self.until
        return self.covers(at, proven=proven)

    def counts(
        self, at: datetime, signatures_proved: datetime | None, *, issuing: bool = False
    ) -> bool:
        """Decide whether a signature that was made at `at` counts; `at` may be proved or claimed.

        A key that was compromised counts only for signatures that are themselves proved to have
        existed before (`seal.signature_moments`): a timestamp over a document's text lets a thief
        sign that text later. An issuing key that was rotated vouches until its time is over.
        """
        if self.ended is None:
            return self.start <= at < self.until
        if self.ended.reason == ROTATED:
            return self.vouches(at) if issuing else self.covers(at)
        proved = signatures_proved is not None and signatures_proved < self.ended.at
        return proved and self.covers(at)

    @property
    def compromised(self) -> bool:
        """Decide whether the key may have been in somebody else's hands."""
        return self.ended is not None and self.ended.reason == COMPROMISED
