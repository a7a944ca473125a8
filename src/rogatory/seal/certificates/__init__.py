# SPDX-License-Identifier: Apache-2.0
"""Certificates, for the other packages: issuing, reading, checking, listing those that ended."""

from rogatory.seal.certificates.chains import chain_reasons, check_chain
from rogatory.seal.certificates.profile import CertificateUse, RogatoryName
from rogatory.seal.certificates.reading import (
    admitted,
    certificate_algorithm,
    certificate_holder,
    certificate_name,
    certificate_use,
    der_to_pem,
    pem_to_der,
    spki_sha256,
    validity,
)
from rogatory.seal.certificates.revocation import (
    EndedCertificate,
    RevocationList,
    crl_to_pem,
    read_crl,
)
from rogatory.seal.certificates.state_ca import Issued, StateCa, new_state_ca

__all__ = [
    "CertificateUse",
    "EndedCertificate",
    "Issued",
    "RevocationList",
    "RogatoryName",
    "StateCa",
    "admitted",
    "certificate_algorithm",
    "certificate_holder",
    "certificate_name",
    "certificate_use",
    "chain_reasons",
    "check_chain",
    "crl_to_pem",
    "der_to_pem",
    "new_state_ca",
    "pem_to_der",
    "read_crl",
    "spki_sha256",
    "validity",
]
