# SPDX-License-Identifier: Apache-2.0
"""Whether the directory in a bundle says that a holder could sign at a moment."""

from datetime import datetime
from typing import Literal

from rogatory.directory.view import View
from rogatory.errors import refuse_if_any
from rogatory.node.bundle import refusals
from rogatory.seal.signatures import Anchors, Signatures, SignedBy, verify_signatures


def verify_as_listed(
    view: View,
    data: bytes,
    signatures: Signatures,
    *,
    holder: str,
    at: datetime,
    proven: bool,
    use: Literal["authority", "receipts"] = "authority",
) -> tuple[SignedBy, ...]:
    """Decide that `holder` signed `data` with certificates that were listed and in force at `at`.

    `proven` tells whether somebody else than the signer vouches for that moment; a claimed one
    does not count where the key was compromised since.

    1. The holder had certificates of that use in force.
    2. The signatures hold under the State's CA, both algorithms where both are listed.
    3. Each signature's certificate is one of those listed.

    Raises:
        Refused: with every reason.
    """
    state = holder[:2].upper()
    records = (  # 1
        view.authority_certificates(holder, at, proven=proven)
        if use == "authority"
        else view.receipts_certificates(state, at, proven=proven)
    )
    signed = verify_signatures(  # 2
        data,
        signatures,
        anchors=Anchors(view.anchors(state, at, proven=proven)),
        holder=holder,
        at=at,
        require_mldsa65=any(record.algorithm == "mldsa65" for record in records),
        use=use,
    )
    listed = {record.der for record in records}
    refuse_if_any(  # 3
        refusals.NOT_LISTED_CERTIFICATE.because(holder=holder, algorithm=one.algorithm)
        for one in signed
        if one.certificate not in listed
    )
    return signed
