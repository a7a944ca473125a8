# SPDX-License-Identifier: Apache-2.0
"""A signature without its certificate, which many signatures have in common: taken out, and put back."""

from dataclasses import dataclass

from cryptography.hazmat import asn1

from rogatory.seal import cms_structures as cms
from rogatory.seal.certificates.reading import UNREADABLE, to_der


@dataclass(frozen=True, slots=True)
class Apart:
    """The bytes of a signature beside its certificate, which begins at the byte `place`."""

    rest: bytes
    place: int
    certificate: bytes

    def whole(self) -> bytes:
        """Return the signature as it was, byte for byte."""
        return self.rest[: self.place] + self.certificate + self.rest[self.place :]


def take_apart(der: bytes) -> Apart | None:
    """Return a signature in the shape of SPECIFICATION.md section 4 and its one certificate apart.

    None for everything else, tokens included, and where what is put back would be another signature.
    """
    try:
        info = asn1.decode_der(cms.ContentInfo, der)
        certificates = info.content.certificates.as_list()
    except UNREADABLE:
        return None
    if len(certificates) != 1:
        return None
    certificate = to_der(certificates[0])
    place = der.find(certificate)
    if place < 0:
        return None
    apart = Apart(der[:place] + der[place + len(certificate) :], place, certificate)
    return apart if apart.whole() == der else None
