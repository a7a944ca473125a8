# SPDX-License-Identifier: Apache-2.0
"""The moments of a signed document: what is claimed, what its text, what its signatures prove.

A timestamp over a document proves that its *text* existed. It does not prove who had signed that
text then: somebody who obtains a key later could sign a text that was stamped before. So a key that
was compromised counts only where something proves the *signatures* before: a stamped list that
names their files, the timestamp of a complete bundle, or the log of the signer's own State under
another State's cosignature.
"""

from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Reason
from rogatory.seal import refusals
from rogatory.wire.moments import CLOCK_TOLERANCE, format_moment


@dataclass(frozen=True, slots=True)
class SignatureMoments:
    """When a document was signed.

    `claimed` is somebody's word, be it the signer's or a receipt's. `text` is the earliest moment
    at which the document is proved to have existed, `signatures` the same of its signatures.
    """

    claimed: datetime
    text: datetime | None = None
    signatures: datetime | None = None

    @property
    def at(self) -> datetime:
        """The moment at which periods are asked: the proved one, else the claimed one."""
        return self.claimed if self.text is None else self.text


def earliest(*moments: datetime | None) -> datetime | None:
    """Return the earliest of the moments that are proved; None where none is."""
    return min((one for one in moments if one is not None), default=None)


def ahead_reasons(claimed: datetime, now: datetime) -> list[Reason]:
    """Return the reason against a document that claims to be signed after the moment of the check."""
    if claimed <= now + CLOCK_TOLERANCE:
        return []
    minutes = int(CLOCK_TOLERANCE.total_seconds()) // 60
    return [refusals.MOMENT_AHEAD.because(at=format_moment(claimed), minutes=minutes)]
