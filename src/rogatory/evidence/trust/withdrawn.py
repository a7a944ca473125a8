# SPDX-License-Identifier: Apache-2.0
"""Revocation lists against certificates that signed, where no directory decides what was withdrawn."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from rogatory.errors import Reason
from rogatory.evidence import refusals
from rogatory.seal.certificates.revocation import RevocationList, Revoked
from rogatory.seal.signature_moments import SignatureMoments
from rogatory.seal.signatures import SignedBy
from rogatory.wire.moments import format_moment


def withdrawn_reasons(
    lists: Iterable[RevocationList], signed: Iterable[SignedBy], moments: SignatureMoments
) -> Iterator[Reason]:
    """Yield a reason for each certificate that a list withdrew by the moment in question."""
    lists = tuple(lists)
    for one in signed:
        for listing in lists:
            for entry in listing.entries(one.certificate):
                if entry.counts_against(moments.at, signed=moments.signatures):
                    yield withdrawn_reason(one.holder, entry, moments.at)


def withdrawn_reason(holder: str, entry: Revoked, judged: datetime) -> Reason:
    if judged < entry.since:
        return refusals.CERTIFICATE_UNTRUSTED.because(
            holder=holder, at=format_moment(entry.since), reason=entry.reason
        )
    return refusals.CERTIFICATE_REVOKED.because(
        holder=holder,
        at=format_moment(entry.since),
        reason=entry.reason,
        judged=format_moment(judged),
    )
