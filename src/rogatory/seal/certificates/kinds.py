# SPDX-License-Identifier: Apache-2.0
"""The kind of a certificate's file, for callers that must judge it by its name and content."""

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from rogatory.errors import Refused
from rogatory.seal.certificates.profile import rogatory_name, rogatory_uris
from rogatory.seal.certificates.reading import UNREADABLE, load_der
from rogatory.seal.certificates.revocation import read_crl


def is_stamper(der: bytes) -> bool:
    """Decide whether a certificate is of a timestamp authority, or of a CA that is no State's and
    so may have issued one.
    """
    certificate = load_der(der)
    if rogatory_uris(certificate):
        name = rogatory_name(certificate)
        return name is not None and name.use == "tsa"
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
        if usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]:
            return True
    except x509.ExtensionNotFound:
        pass
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except x509.ExtensionNotFound:
        return False


def is_revocation_list(der: bytes, issuer: bytes | None) -> bool:
    """Decide whether these bytes are a revocation list; by this State CA, where one is given."""
    try:
        x509.load_der_x509_crl(der)
        if issuer is not None:
            read_crl(der, issuer)
    except (Refused, *UNREADABLE):
        return False
    return True
