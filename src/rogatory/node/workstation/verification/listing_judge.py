# SPDX-License-Identifier: Apache-2.0
"""Deciding whether a directory lets a signature count: as it was at the moment, and in its newest
copy.

The directory of the moment shows who could sign. The newest known copy shows what became known
since: a key that was compromised, an authority that was ended earlier than was thought. Both must
list the certificate as in force, whether the moment is proved or claimed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rogatory.errors import Reason, Refused
from rogatory.node.workstation import refusals
from rogatory.seal.signature_moments import SignatureMoments
from rogatory.seal.signatures import SignedBy
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.directory.entry.entry import CertificateRecord, DirectoryEntry
    from rogatory.directory.view.view import DirectoryView


@dataclass(frozen=True)
class Views:
    """The directory as it was at the moment in question, and the newest copy known of it."""

    then: "DirectoryView"
    newest: "DirectoryView"
    entries: "tuple[DirectoryEntry, ...]" = ()
    """Entries that were given beside a bundle: the ends that they state count too."""

    @property
    def each(self) -> "tuple[DirectoryView, ...]":
        """Both, or the one that is both."""
        return (self.then,) if self.then is self.newest else (self.then, self.newest)


def listing_reasons(
    views: Views,
    signed: SignedBy,
    moments: SignatureMoments,
    use: str = "authority",
) -> list[Reason]:
    """Return why one of these views does not let a signature count; none if each does. Of an entry that
    was given beside them 2 and 3 are asked, where it lists the certificate.

    1. It lists the certificate for this use and holder.
    2. The certificate was in force at the moment.
    3. If its key was compromised, the signatures themselves are proved to be older.
    """
    found: list[Reason] = []
    for view in views.each:
        try:
            records = view.records(use, signed.holder)
        except Refused as error:
            found += error.reasons
            continue
        found += _record_reasons(records, signed, moments, use)
    for entry in views.entries:
        own = _own_records(entry.certificates, signed, use)
        found += _record_reasons(own, signed, moments, use) if own else ()
    return [one for place, one in enumerate(found) if one not in found[:place]]


def _own_records(
    records: "Iterable[CertificateRecord]", signed: SignedBy, use: str
) -> "list[CertificateRecord]":
    """Return the records of the certificate that signed."""
    return [
        one
        for one in records
        if one.der == signed.certificate and (one.use, one.holder) == (use, signed.holder)
    ]


def _record_reasons(
    records: "Iterable[CertificateRecord]", signed: SignedBy, moments: SignatureMoments, use: str
) -> Iterator[Reason]:
    """Yield the same, of the certificates that one entry lists."""
    own = _own_records(records, signed, use)
    if not own:
        yield refusals.CERTIFICATE_NOT_LISTED.because(
            holder=signed.holder, algorithm=signed.algorithm
        )
        return
    if any(one.period.counts(moments.at, moments.signatures) for one in own):
        return
    at = format_moment(moments.at)
    ended = next((one.period.ended for one in own if one.period.compromised), None)
    if ended is not None and moments.at < ended.at:
        yield refusals.SIGNATURES_UNPROVED.because(
            holder=signed.holder, algorithm=signed.algorithm, ended=format_moment(ended.at)
        )
        return
    yield refusals.CERTIFICATE_ENDED.because(
        holder=signed.holder, algorithm=signed.algorithm, at=at
    )
