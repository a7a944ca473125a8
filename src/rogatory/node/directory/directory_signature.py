# SPDX-License-Identifier: Apache-2.0
"""Checking that a document was signed by a holder whom the directory lists today.

Every signature is judged at the moment it arrives, by this node's own clock and newest view: a date
inside a document is its sender's claim, and a thief of an ended key may write any.
"""

from datetime import datetime
from typing import Literal

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import refuse_if_any
from rogatory.node.officers import refusals
from rogatory.seal.signatures import Anchors, Signatures, verify_signatures


def verify_listed(
    view: DirectoryView,
    data: bytes,
    signatures: Signatures,
    *,
    holder: str,
    use: Literal["authority", "receipts"],
    at: datetime,
    proven: bool = True,
) -> None:
    """Decide that `holder` signed `data` with the certificates listed and in force at `at`, a
    moment that is `proven` by somebody else than the signer: this node's clock, or a timestamp.

    1. The holder has certificates of that use in force.
    2. The signatures hold under the State's CA; the ML-DSA one too, where a certificate of that
       kind is listed.
    3. Each signature's certificate is one of those listed.

    Raises:
        Refused: with every reason.
    """
    state = holder[:2].upper()
    records = (
        view.authority_certificates(holder, at, proven=proven)
        if use == "authority"
        else view.receipts_certificates(state, at, proven=proven)
    )  # 1
    signed = verify_signatures(
        data,
        signatures,
        anchors=Anchors(view.anchors(state, at, proven=proven)),
        holder=holder,
        at=at,
        require_mldsa65=any(record.algorithm == "mldsa65" for record in records),
        use=use,
    )  # 2
    listed = {record.der for record in records}
    refuse_if_any(
        refusals.CERTIFICATE_UNLISTED.because(holder=holder, algorithm=one.algorithm)
        for one in signed
        if one.certificate not in listed
    )  # 3
