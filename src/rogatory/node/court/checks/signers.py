# SPDX-License-Identifier: Apache-2.0
"""Checking that the directory lets a holder sign: at the moment of signing, and in its newest copy."""

from typing import Literal

from rogatory.errors import refuse_if_any
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

    Raises:
        Refused: with every reason.
    """
    state = holder[:2].upper()
    if use == "authority":  # 1
        for view in views.each:
            view.authority(holder)
    at = moments.at
    records = views.then.records(use, holder)
    anchors = [
        one.der
        for one in views.then.records("state-ca", state.lower())
        if one.period.counts(at, moments.signatures, issuing=True)
    ]
    signed = verify_signatures(  # 2
        data,
        signatures,
        anchors=Anchors(tuple(anchors)),
        holder=holder,
        at=at,
        require_mldsa65=both
        or any(one.algorithm == "mldsa65" and one.period.covers(at) for one in records),
        use=use,
    )
    refuse_if_any(  # 3
        reason for one in signed for reason in listing_reasons(views, one, moments, use)
    )
    return signed
