# SPDX-License-Identifier: Apache-2.0
"""The contents of our certificates: for each use its subject, extensions and rogatory name.

The rogatory name is one URI among the subject's alternative names,
`rogatory:<use>:<holder>`, such as `rogatory:authority:xa/contact-point`. It is what programs
read; the subject's distinguished name says the same for people. Profile after RFC 5280, with
what OpenSSL's strict mode and RFC 3161 2.3 ask for besides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal, get_args

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, NameOID

from rogatory.errors import Refused
from rogatory.seal.keys import PublicKey
from rogatory.wire.identifiers import parse_authority, parse_officer, parse_state

type CertificateUse = Literal[
    "state-ca", "authority", "officer", "receipts", "node-http", "node-tls", "tsa"
]

USES: tuple[CertificateUse, ...] = get_args(CertificateUse.__value__)
SCHEME = "rogatory:"

_CONTENT_COMMITMENT: frozenset[CertificateUse] = frozenset({"authority", "officer", "receipts"})
_EXTENDED = {
    "node-tls": [ExtendedKeyUsageOID.SERVER_AUTH],
    "tsa": [ExtendedKeyUsageOID.TIME_STAMPING],
}
_MAY_BE_CRITICAL = {
    ExtensionOID.BASIC_CONSTRAINTS,
    ExtensionOID.KEY_USAGE,
    ExtensionOID.EXTENDED_KEY_USAGE,
}


@dataclass(frozen=True, slots=True)
class RogatoryName:
    """For what use a certificate is and whose; the holder is a State (`xa`), an authority, or an
    officer by number (`xa-0003`).
    """

    use: CertificateUse
    holder: str

    @property
    def state(self) -> str:
        """The holder's State, in capitals."""
        return self.holder[:2].upper()

    def uri(self) -> str:
        return f"{SCHEME}{self.use}:{self.holder}"


def parse_holder(holder: str, use: CertificateUse) -> RogatoryName:
    """Return the name of a holder for a use; an `authority` is one, an `officer` a number, a
    `state-ca` is a State's.

    Raises:
        Refused: no name of the kind that the use demands.
    """
    if use == "officer":
        parse_officer(holder)
    elif use == "authority" or (use != "state-ca" and "/" in holder):
        parse_authority(holder)
    else:
        parse_state(holder.swapcase())  # written in small letters, as in an authority's name
    return RogatoryName(use, holder)


def rogatory_uris(certificate: x509.Certificate) -> list[str]:
    """Return the URIs among a certificate's alternative names that begin as a rogatory name does."""
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return []
    uris = extension.value.get_values_for_type(x509.UniformResourceIdentifier)
    return [uri for uri in uris if uri.startswith(SCHEME)]


def rogatory_name(certificate: x509.Certificate) -> RogatoryName | None:
    """Return the rogatory name of a certificate; None if there is not exactly one, well formed."""
    ours = rogatory_uris(certificate)
    if len(ours) != 1:
        return None
    use, _, holder = ours[0].removeprefix(SCHEME).partition(":")
    try:
        return parse_holder(holder, use) if use in USES else None
    except Refused:
        return None


def subject(name: RogatoryName, algorithm: str) -> x509.Name:
    """Return C = State, OU = use, CN = holder; a State CA's CN distinguishes its two keys."""
    common = f"{name.state} State CA {algorithm}" if name.use == "state-ca" else name.holder
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, name.state),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, name.use),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def extensions(
    name: RogatoryName,
    key: PublicKey,
    issuer_key: PublicKey,
    hosts: Sequence[str] = (),
) -> list[tuple[x509.ExtensionType, bool]]:
    """Return the extensions of a certificate, each with whether it is critical."""
    authority = name.use == "state-ca"
    found: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=authority, path_length=0 if authority else None), True),
        (key_usage(name.use), True),
        (x509.SubjectKeyIdentifier.from_public_key(key), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), False),
        (x509.SubjectAlternativeName([*_hosts(hosts), _uri(name)]), False),
    ]
    if name.use in _EXTENDED:
        # RFC 3161 2.3: critical, and timeStamping alone.
        found.append((x509.ExtendedKeyUsage(_EXTENDED[name.use]), name.use == "tsa"))
    return found


def key_usage(use: CertificateUse) -> x509.KeyUsage:
    """Return the key usage that a use takes (RFC 5280 4.2.1.3)."""
    authority = use == "state-ca"
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=use in _CONTENT_COMMITMENT,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def has_key_usage(certificate: x509.Certificate, use: CertificateUse) -> bool:
    """Decide whether the certificate has the constraints and key usages of `use` and no wider ones.

    A critical extension that the profile does not know fails, too (RFC 5280 4.2).
    """
    found = {one.oid: one for one in certificate.extensions}
    if any(one.critical and oid not in _MAY_BE_CRITICAL for oid, one in found.items()):
        return False
    usage, basic = found.get(ExtensionOID.KEY_USAGE), found.get(ExtensionOID.BASIC_CONSTRAINTS)
    if usage is None or basic is None or usage.value != key_usage(use):
        return False
    extended = found.get(ExtensionOID.EXTENDED_KEY_USAGE)
    if use in _EXTENDED and (extended is None or list(extended.value) != _EXTENDED[use]):
        return False
    return isinstance(basic.value, x509.BasicConstraints) and basic.value.ca == (use == "state-ca")


def _uri(name: RogatoryName) -> x509.GeneralName:
    return x509.UniformResourceIdentifier(name.uri())


def _hosts(hosts: Sequence[str]) -> list[x509.GeneralName]:
    """Return addresses as such, anything else as a DNS name."""
    found: list[x509.GeneralName] = []
    for host in hosts:
        try:
            found.append(x509.IPAddress(ip_address(host)))
        except ValueError:
            found.append(x509.DNSName(host))
    return found
