# SPDX-License-Identifier: Apache-2.0
"""PEM files that hold certificates or one revocation list, and not a byte more.

Stock tools skip what lies between two certificates, so a file could carry anything under a
certificate's name.
"""

from rogatory.errors import Phrase, Refused
from rogatory.seal import refusals
from rogatory.seal.certificates.reading import der_to_pem, pem_to_der
from rogatory.seal.certificates.revocation import crl_to_der, crl_to_pem
from rogatory.wire.words import P_

MOST_CERTIFICATES = 100
"""A State replaces its CA every few years; a longer file makes its reader busy."""

_END = b"-----END CERTIFICATE-----\n"

NOT_CERTIFICATES = P_("it holds something else than certificates in PEM, one after the other")
NOT_A_LIST = P_("it is no revocation list in PEM")


def certificates_in(data: bytes) -> list[bytes]:
    """Return the certificates (DER) of a PEM file.

    Raises:
        Refused: it is not one or more certificates in the one PEM form, and nothing else.
    """
    parts = data.split(_END)
    if not data or parts[-1] or len(parts) > MOST_CERTIFICATES + 1:
        raise Refused(refusals.CERTIFICATE_UNREADABLE.because(problem=NOT_CERTIFICATES))
    found = [pem_to_der(part + _END) for part in parts[:-1]]
    if b"".join(map(der_to_pem, found)) != data:
        raise Refused(refusals.CERTIFICATE_UNREADABLE.because(problem=NOT_CERTIFICATES))
    return found


def crl_problem(data: bytes) -> Phrase | None:
    """Return what keeps the bytes from being one revocation list in PEM."""
    try:
        same = crl_to_pem(crl_to_der(data)) == data
    except (Refused, ValueError):
        return NOT_A_LIST
    return None if same else NOT_A_LIST
