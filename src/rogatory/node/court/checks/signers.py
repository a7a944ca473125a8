# SPDX-License-Identifier: Apache-2.0
"""Checking that the directory lets a holder sign: at the moment of signing, and in its newest copy."""

from collections.abc import Iterator
from typing import Literal

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.workstation.verification.listing_judge import Views, listing_reasons
from rogatory.seal.signature_moments import SignatureMoments
from rogatory.seal.signatures import Anchors, Signatures, SignedBy, verify_signatures


def verify_as_listed(
    views: Views,
    data: bytes,
    signatures: Signatures,
    *,
    holder: str,
    moments: SignatureMoments,
    use: Literal["authority", "receipts"] = "authority",
    both: bool = False,
) -> tuple[SignedBy, ...]:
    """Decide that `holder` signed `data` with certificates that were listed and in force.

    `moments.at` is the moment that is proved, else the one that is claimed: nobody can make a key
    count again by claiming an older moment, since each is judged by the newest copy of the
    directory too, and a compromised key counts only for signatures that are proved to be older.

    1. The holder is listed, in each copy.
    2. The signatures hold under the State's CA: `both` algorithms, as a seal and a bag must always
       have them, or where the directory of the moment lists an ML-DSA certificate of the holder
       that was in force.
    3. Each certificate is listed as in force, in each copy (`listing_reasons`).

    Where the newest copy holds the State back, 2 is asked as ever, by the directory of the moment: a
    signature that does not hold is no less forged, because of a copy that says nothing of its State.

    Raises:
        Refused: with every reason.
    """
    against = list(_unlisted(views, holder)) if use == "authority" else []  # 1
    signed: tuple[SignedBy, ...] = ()
    try:
        signed = _verified(views.then, data, signatures, holder, moments, use, both=both)  # 2
    except Refused as error:
        against += error.reasons
    for one in signed:
        against += listing_reasons(views, one, moments, use)  # 3
    refuse_if_any(one for place, one in enumerate(against) if one not in against[:place])
    return signed


def _unlisted(views: Views, holder: str) -> Iterator[Reason]:
    """Yield why a copy does not list an authority."""
    for view in views.each:
        try:
            view.authority(holder)
        except Refused as error:
            yield from error.reasons


def _verified(
    view: DirectoryView,
    data: bytes,
    signatures: Signatures,
    holder: str,
    moments: SignatureMoments,
    use: Literal["authority", "receipts"],
    *,
    both: bool,
) -> tuple[SignedBy, ...]:
    """Verify the signatures under the State CAs that a directory lists; refuse a State that it does not list."""
    at, records = moments.at, view.records(use, holder)
    anchors = [
        one.der
        for one in view.records("state-ca", holder[:2].lower())
        if one.period.counts(at, moments.signatures, issuing=True)
    ]
    return verify_signatures(
        data,
        signatures,
        anchors=Anchors(tuple(anchors)),
        holder=holder,
        at=at,
        require_mldsa65=both
        or any(one.algorithm == "mldsa65" and one.period.covers(at) for one in records),
        use=use,
    )
