# SPDX-License-Identifier: Apache-2.0
"""Checking that the directory still lists the keys and timestamps to be used.

A signature by a key that ended, or a token by a timestamp authority that did, is found out at the
first verification, when the evidence is at the other State. So it is refused before anything is
written.
"""

from collections.abc import Mapping
from datetime import datetime

from rogatory.directory.entry.entry import CertificateRecord
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, refuse_if_any
from rogatory.evidence.options import Now, Stamp
from rogatory.node.workstation import refusals
from rogatory.seal.signatures import SigningKeys
from rogatory.seal.timestamping.timestamps import is_signed_by
from rogatory.wire.moments import format_moment


def refuse_unlisted_ca(
    officer: str, authorities: Mapping[str, bytes], view: DirectoryView | None, at: datetime
) -> None:
    """Refuse an officer's keys whose State CA (certificates by algorithm) the directory given does not
    list, or no longer lets vouch. The officer's own certificates are not listed.

    Raises:
        Refused: with every reason; or the State is held.
    """
    if view is None:
        return
    state = officer[:2]
    records = {record.der: record for record in view.records("state-ca", state)}
    reasons: list[Reason] = []
    for algorithm, der in authorities.items():
        record = records.get(der)
        if record is None:
            reasons.append(refusals.KEY_NOT_LISTED.because(algorithm=algorithm, holder=state))
        elif not record.period.vouches(at):
            reasons.append(_ended(algorithm, record))
    refuse_if_any(reasons)


def refuse_ended_keys(keys: SigningKeys, view: DirectoryView | None, at: datetime) -> None:
    """Refuse an authority's keys that the directory given does not list as in force.

    Raises:
        Refused: a certificate is not listed, or not in force at `at`; or the State is held. With
            every reason.
    """
    if view is None:
        return
    records = {record.der: record for record in view.records("authority", keys.holder)}
    reasons: list[Reason] = []
    for algorithm, der in keys.certificates.items():
        record = records.get(der)
        if record is None:
            reasons.append(refusals.KEY_NOT_LISTED.because(algorithm=algorithm, holder=keys.holder))
        elif not record.period.covers(at):
            reasons.append(_ended(algorithm, record))
    refuse_if_any(reasons)


def _ended(algorithm: str, record: CertificateRecord) -> Reason:
    return refusals.KEY_ENDED.because(
        algorithm=algorithm, holder=record.holder, at=format_moment(_until(record))
    )


def _until(record: CertificateRecord) -> datetime:
    ended = record.period.ended
    return ended.at if ended is not None else record.period.until


def listed_stamp(stamp: Stamp, view: DirectoryView | None, clock: Now) -> Stamp:
    """Return a stamp that refuses the token of an authority that the directory given has ended.

    The directory does not decide on one that no State lists: a verification shows its worth.
    """
    if view is None:
        return stamp

    def checked(digest: bytes) -> bytes:
        token = stamp(digest)
        refuse_if_any(_ended_authority(token, view, clock()))
        return token

    return checked


def _ended_authority(token: bytes, view: DirectoryView, at: datetime) -> list[Reason]:
    records = [
        (state, record)
        for state in view.states
        for record in view.records("tsa", state.lower())
        if is_signed_by(token, record.der)
    ]
    if not records or any(record.period.covers(at) for _state, record in records):
        return []
    state, record = records[-1]
    return [refusals.TSA_ENDED.because(state=state, at=format_moment(_until(record)))]
