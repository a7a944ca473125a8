#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Check evidence packed by rogatory with nothing but Python 3.12 and the package `cryptography`.

    python3 rogatory_verify.py PATH [--trust WHAT] [--json]

PATH is the folder of a court bundle, of a sealed or opened package, or of a partial disclosure.
WHAT is what you have from elsewhere: the fingerprint of the directory's first root (64 hex digits,
or the 35 digits that are read out), a root of the directory (JSON file), a copy of the directory
(folder), or a State CA's certificates (PEM; repeat --trust for each). Without it everything is
relative to what PATH itself brings along.

Exit status: 0 every check holds, 1 one fails, 3 none fails but some could not be made.

This file was written from SPECIFICATION.md, whose section numbers stand in brackets, and imports
nothing of rogatory: so its agreeing says something. It opens no network connection, runs no other
program, writes nothing, and needs no key. It reads each file once, in blocks.
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

try:
    from cryptography.hazmat.primitives.asymmetric import mldsa
except ImportError:  # before cryptography 48
    mldsa = None  # type: ignore[assignment]
try:
    from blake3 import blake3
except ImportError:
    blake3 = None  # type: ignore[assignment,misc]

type Json = Any

BLOCK = 1 << 20
LARGEST_SMALL_FILE = 256 << 20
"""The list of a bundle may have this size [19]; nothing larger is read whole."""


class Wrong(Exception):
    """A check fails: every reason why."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class Undecided(Exception):
    """A check that cannot be made here: why, and who could make it."""

    def __init__(self, why: str, who: str) -> None:
        super().__init__(why)
        self.why, self.who = why, who


def demand(true: object, reason: str) -> None:
    if not true:
        raise Wrong(reason)


@dataclass
class Check:
    """One numbered check: `outcome` is holds, fails or undecided."""

    number: int
    name: str
    outcome: str
    remarks: tuple[str, ...] = ()
    who: str | None = None


OUT_OF_FORM = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    RecursionError,
    UnsupportedAlgorithm,
    x509.ExtensionNotFound,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
"""How reading stumbles over what is not in its form."""


WITNESSED = "Other States' witnesses cosigned the log"


@dataclass
class Checks:
    """Makes checks one after the other, whatever the ones before came to."""

    done: list[Check] = field(default_factory=list)

    def run(self, name: str, check: Callable[[], str | None]) -> None:
        self.done.append(self._made(name, check))

    def _made(self, name: str, check: Callable[[], str | None]) -> Check:
        number = len(self.done) + 1
        try:
            said = check()
        except Undecided as error:
            return Check(number, name, "undecided", (error.why,), error.who)
        except Wrong as error:
            return Check(number, name, "fails", error.reasons)
        except OUT_OF_FORM as error:
            # Whatever is not in its form stumbles somewhere: that is a failure of the evidence.
            problem = f"it is not in its form ({type(error).__name__}: {error})"
            return Check(number, name, "fails", (problem[:300],))
        return Check(number, name, "holds", (said,) if said else ())

    @property
    def outcome(self) -> str:
        """Whether witnesses cosign a log later only its State can bring about, so that undecided
        does not count [19].
        """
        found = {
            one.outcome for one in self.done if one.name != WITNESSED or one.outcome == "fails"
        }
        return next((word for word in ("fails", "undecided") if word in found), "holds")


# --- Bytes [1] -------------------------------------------------------------------------------


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def unbase64(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    demand(base64.b64encode(data).decode() == text, "base64 in another spelling than its one")
    return data


def unbase64url(text: str) -> bytes:
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    written = base64.urlsafe_b64encode(data).decode().rstrip("=")
    demand(written == text, "base64url in another spelling than its one")
    return data


def moment(text: str) -> datetime:
    at = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    demand(shown(at) == text, f"not a moment: {text!r}")
    return at


def shown(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def canonical(value: Json) -> bytes:
    """RFC 8785 for what it narrows to here: integers, NFC text, members by UTF-16 code units."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return b"{" + b",".join(canonical(n) + b":" + canonical(value[n]) for n in names) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(map(canonical, value)) + b"]"
    if isinstance(value, str):
        demand(unicodedata.is_normalized("NFC", value), "text that is not NFC")
    elif isinstance(value, int) and not isinstance(value, bool):
        demand(abs(value) < 2**53, "a number that is too large")
    else:
        demand(value is None or isinstance(value, bool), "a number that is no integer")
    return json.dumps(value, ensure_ascii=False).encode()


def parsed(data: bytes) -> Json:
    """Canonical JSON: read, written again, compared."""
    value = json.loads(data)
    demand(canonical(value) == data, "JSON that is not in its canonical form")
    return value


SPOKEN_PRIME = 99991


def spoken(digest: str) -> str:
    """Seven groups of five digits, as a digest is compared by telephone."""
    rest, groups = int(digest, 16) % SPOKEN_PRIME**6, list[int]()
    for _ in range(6):
        rest, group = divmod(rest, SPOKEN_PRIME)
        groups.insert(0, group)
    total = sum(place * group for place, group in enumerate(groups, 1))
    groups.append(-total * pow(7, -1, SPOKEN_PRIME) % SPOKEN_PRIME)
    return " ".join(f"{group:05}" for group in groups)


def heard(text: str) -> str | None:
    """What was read out, in its own spelling; None if it is no spoken form."""
    digits = [str(unicodedata.digit(one)) for one in text if one.isdecimal()]
    letters = any(one.isalpha() for one in text)
    if len(digits) != 35 or letters:
        return None
    return " ".join("".join(digits[at : at + 5]) for at in range(0, 35, 5))


def first_version(document: Json) -> bool:
    """Whether it is of version 1 (which `true` equals in Python, and is not)."""
    return bool(document["version"] == 1 and document["version"] is not True)


# --- Files -----------------------------------------------------------------------------------


def opened(path: Path) -> Any:
    """An ordinary file, for reading; no link is followed at its end."""
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise Wrong(f"{path} is no ordinary file")
    return os.fdopen(number, "rb", buffering=BLOCK)


def small(path: Path, limit: int = LARGEST_SMALL_FILE) -> bytes:
    with opened(path) as file:
        data: bytes = file.read(limit + 1)
    demand(len(data) <= limit, f"{path} is larger than {limit} bytes")
    return data


def files_below(folder: Path, prefix: str = "") -> Iterator[str]:
    """Every file below a folder, in byte order of path; a link or device is refused."""
    with os.scandir(folder) as listing:
        found = {
            entry.name + ("/" if entry.is_dir(follow_symlinks=False) else ""): entry
            for entry in listing
        }
    for name in sorted(found, key=os.fsencode):
        if name.endswith("/"):
            yield from files_below(folder / name, prefix + name)
            continue
        demand(found[name].is_file(follow_symlinks=False), f"{prefix}{name} is no ordinary file")
        yield prefix + name


def digests(path: Path, *algorithms: str) -> tuple[int, list[str]]:
    """The size of a file and its digests, read once."""
    hashing = [hashlib.new(name) for name in algorithms]
    size = 0
    with opened(path) as file:
        while block := file.read(BLOCK):
            size += len(block)
            for one in hashing:
                one.update(block)
    return size, [one.hexdigest() for one in hashing]


# --- Merkle trees (RFC 6962) [17] ----------------------------------------------------------------


def leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The root over entries that come one by one, holding one hash a level."""

    def __init__(self) -> None:
        self.size, self._parts = 0, list[tuple[int, bytes]]()

    def add(self, entry: bytes) -> None:
        self.size += 1
        height, value = 0, leaf(entry)
        while self._parts and self._parts[-1][0] == height:
            value, height = node(self._parts.pop()[1], value), height + 1
        self._parts.append((height, value))

    @property
    def root(self) -> bytes:
        if not self._parts:
            return hashlib.sha256().digest()
        value = self._parts[-1][1]
        for _, left in reversed(self._parts[:-1]):
            value = node(left, value)
        return value


def root_by_path(index: int, size: int, value: bytes, path: list[bytes]) -> bytes:
    """RFC 9162 section 2.1.3.2: the root to which an inclusion path leads."""
    demand(0 <= index < size, "the index lies outside the tree")
    last = size - 1
    for one in path:
        demand(last, "the path is too long")
        if index & 1 or index == last:
            value = node(one, value)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            value = node(value, one)
        index, last = index >> 1, last >> 1
    demand(last == 0, "the path is too short")
    return value


# --- DER ---------------------------------------------------------------------------------------

SEQUENCE, SET, INTEGER, OCTETS, OID = 0x30, 0x31, 0x02, 0x04, 0x06


@dataclass(frozen=True)
class Der:
    """One element: its tag, its content, and all its bytes."""

    tag: int
    content: bytes
    raw: bytes

    def children(self) -> list["Der"]:
        found, rest = [], self.content
        while rest:
            element, rest = first_der(rest)
            found.append(element)
        return found

    def inside(self, tag: int) -> list["Der"]:
        demand(self.tag == tag, f"DER: tag {tag:#x} was expected, {self.tag:#x} found")
        return self.children()

    def integer(self) -> int:
        short = self.content[:1] not in {b"\0", b"\xff"} or len(self.content) == 1 or (
            self.content[0] >> 7 != self.content[1] >> 7)  # fmt: skip
        demand(self.tag == INTEGER and self.content and short, "DER: an integer was expected")
        return int.from_bytes(self.content, "big", signed=True)


def first_der(data: bytes) -> tuple[Der, bytes]:
    """The first element and what follows it; definite lengths in their shortest form alone."""
    demand(len(data) >= 2 and data[0] & 0x1F != 0x1F, "DER: cut short")
    length, at = data[1], 2
    if length >= 0x80:
        count = length & 0x7F
        demand(1 <= count <= 4 and len(data) >= 2 + count, "DER: a length that is not read")
        length, at = int.from_bytes(data[2 : 2 + count], "big"), 2 + count
        demand(length >= 0x80 and data[2], "DER: a length in a longer form than needed")
    demand(at + length <= len(data), "DER: cut short")
    return Der(data[0], data[at : at + length], data[: at + length]), data[at + length :]


def der(data: bytes) -> Der:
    element, rest = first_der(data)
    demand(not rest, "DER: something follows")
    return element


def oid(text: str) -> bytes:
    """An object identifier as DER content."""
    first, second, *others = map(int, text.split("."))
    out = bytearray()
    for number in (first * 40 + second, *others):
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(0x80 | number & 0x7F)
        out += bytes(reversed(groups))
    return bytes(out)


ID_DATA, ID_SIGNED_DATA = oid("1.2.840.113549.1.7.1"), oid("1.2.840.113549.1.7.2")
ID_TST_INFO = oid("1.2.840.113549.1.9.16.1.4")
CONTENT_TYPE, MESSAGE_DIGEST = oid("1.2.840.113549.1.9.3"), oid("1.2.840.113549.1.9.4")
SIGNING_TIME = oid("1.2.840.113549.1.9.5")
SIGNING_CERTIFICATE = oid("1.2.840.113549.1.9.16.2.12")
SIGNING_CERTIFICATE_V2 = oid("1.2.840.113549.1.9.16.2.47")
DIGESTS = {
    oid("2.16.840.1.101.3.4.2.1"): "sha256",
    oid("2.16.840.1.101.3.4.2.2"): "sha384",
    oid("2.16.840.1.101.3.4.2.3"): "sha512",
}
HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
EC_PUBLIC_KEY = oid("1.2.840.10045.2.1")
SIGNED_WITH: dict[bytes, tuple[type, str | None]] = {
    EC_PUBLIC_KEY: (ec.EllipticCurvePublicKey, None),
    oid("1.2.840.10045.4.3.2"): (ec.EllipticCurvePublicKey, "sha256"),
    oid("1.2.840.10045.4.3.3"): (ec.EllipticCurvePublicKey, "sha384"),
    oid("1.2.840.10045.4.3.4"): (ec.EllipticCurvePublicKey, "sha512"),
    oid("1.2.840.113549.1.1.1"): (rsa.RSAPublicKey, None),
    oid("1.2.840.113549.1.1.11"): (rsa.RSAPublicKey, "sha256"),
    oid("1.2.840.113549.1.1.12"): (rsa.RSAPublicKey, "sha384"),
    oid("1.2.840.113549.1.1.13"): (rsa.RSAPublicKey, "sha512"),
}
"""What a timestamp's signature is made with: the kind of key, and the digest if it names one."""
ML_DSA_65 = oid("2.16.840.1.101.3.4.3.18")
ECDSA = {"sha256": oid("1.2.840.10045.4.3.2"), "sha384": oid("1.2.840.10045.4.3.3")}


# --- Certificates [3] ------------------------------------------------------------------------------

USAGES = {
    "state-ca": {"key_cert_sign", "crl_sign"},
    "authority": {"digital_signature", "content_commitment"},
    "receipts": {"digital_signature", "content_commitment"},
    "officer": {"digital_signature", "content_commitment"},
    "tsa": {"digital_signature"},
}
_BITS = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign",
)  # fmt: skip
_MAY_BE_CRITICAL = {"2.5.29.19", "2.5.29.15", "2.5.29.37"}


@dataclass(frozen=True)
class Certificate:
    """A certificate, with the use and holder that its one rogatory name says."""

    der: bytes
    x509: x509.Certificate
    use: str
    holder: str

    @property
    def family(self) -> str:
        return "mldsa65" if is_ml_dsa(self.x509.public_key()) else "classical"

    @property
    def state(self) -> str:
        return self.holder[:2].upper()

    def covers(self, at: datetime) -> bool:
        return self.x509.not_valid_before_utc <= at <= self.x509.not_valid_after_utc


def is_ml_dsa(key: object) -> bool:
    return mldsa is not None and isinstance(key, mldsa.MLDSA65PublicKey)  # type: ignore[redundant-expr]


def certificate(data: bytes) -> Certificate:
    read = x509.load_der_x509_certificate(data)
    names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    found = [
        uri.split(":", 2)[1:]
        for uri in names.get_values_for_type(x509.UniformResourceIdentifier)
        if uri.startswith("rogatory:")
    ]
    demand(len(found) == 1 and len(found[0]) == 2, "a certificate without its one rogatory name")
    return Certificate(data, read, *found[0])


def check_profile(one: Certificate) -> None:
    """Section 3, number 3: flags and usages are those of its use."""
    extensions = one.x509.extensions
    ca = extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    usage = extensions.get_extension_for_class(x509.KeyUsage).value
    bits = {name for name in _BITS if getattr(usage, name)}
    demand(ca == (one.use == "state-ca"), "a certificate with a wrong CA flag")
    demand(bits == USAGES.get(one.use), f"a certificate whose key usage is not that of {one.use}")
    critical = {each.oid.dotted_string for each in extensions if each.critical}
    demand(critical <= _MAY_BE_CRITICAL, "a certificate with an unknown critical extension")
    if one.use == "tsa":
        extended = extensions.get_extension_for_class(x509.ExtendedKeyUsage)
        only = list(extended.value) == [x509.oid.ExtendedKeyUsageOID.TIME_STAMPING]
        demand(only and extended.critical, "a timestamp certificate without its extended usage")


def check_issued(one: Certificate, authorities: list[Certificate], at: datetime) -> None:
    """Section 3, number 5: a State CA of its State and family issued it."""
    could = [
        ca
        for ca in authorities
        if (ca.use, ca.state, ca.family) == ("state-ca", one.state, one.family)
    ]
    if not could:
        raise Undecided(
            f"nothing here tells the State CA that vouches for {one.holder}",
            f"whoever has the certificates of the State CA of {one.state}, or the directory (--trust)",
        )
    for ca in could:
        if ca.x509.subject != one.x509.issuer or not ca.covers(at):
            continue
        of_ca = ca.x509.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
        said = one.x509.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
        if said.key_identifier != of_ca:
            continue
        check_profile(ca)
        digest = one.x509.signature_hash_algorithm
        verify(ca.x509.public_key(), one.x509.signature, one.x509.tbs_certificate_bytes, digest)
        return
    raise Wrong(f"no State CA that is trusted issued the certificate of {one.holder}")


def verify(key: Any, signature: bytes, data: bytes, digest: Any = None) -> None:
    """One signature by a key of any kind that is used here."""
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(digest))
        elif isinstance(key, rsa.RSAPublicKey):
            demand(key.key_size >= 2048, "an RSA key that is too short")
            key.verify(signature, data, padding.PKCS1v15(), digest)
        elif is_ml_dsa(key) or isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, data)
        else:
            raise Wrong(f"a key of a kind that is not used here: {type(key).__name__}")
    except InvalidSignature:
        raise Wrong("a signature does not hold") from None


class Withdrawals:
    """The revocation lists at hand [3]: what a State CA that is trusted says it withdrew."""

    def __init__(self, *folders: Path) -> None:
        self._lists = [
            _revocation_list(small(path))
            for folder in folders
            if folder.is_dir()
            for path in sorted(folder.glob("*.crl"))
        ]

    def check(self, one: Certificate, authorities: list[Certificate], at: datetime,
              *, proven: bool) -> None:  # fmt: skip
        """That no list withdrew the certificate by then; a compromised key counts only earlier, and
        only at a moment that somebody else proves.
        """
        for ca in authorities:
            if (ca.use, ca.state, ca.family) != ("state-ca", one.state, one.family):
                continue
            for listing in self._lists:
                if listing.issuer != ca.x509.subject or one.x509.issuer != listing.issuer:
                    continue
                digest = listing.signature_hash_algorithm
                try:
                    verify(
                        ca.x509.public_key(), listing.signature, listing.tbs_certlist_bytes, digest
                    )
                except Wrong:
                    continue  # a list that nobody trusted signed says nothing
                entry = listing.get_revoked_certificate_by_serial_number(one.x509.serial_number)
                if entry is not None:
                    self._judge(entry, one, at, proven=proven)

    @staticmethod
    def _judge(entry: x509.RevokedCertificate, one: Certificate, at: datetime,
               *, proven: bool) -> None:  # fmt: skip
        since, reason = entry.revocation_date_utc, None
        for extension in entry.extensions:
            if isinstance(extension.value, x509.InvalidityDate):
                since = extension.value.invalidity_date_utc
            elif isinstance(extension.value, x509.CRLReason):
                reason = extension.value.reason
        compromised = reason == x509.ReasonFlags.key_compromise
        earlier = at < since and (proven or not compromised)
        demand(earlier, f"the certificate of {one.holder} was withdrawn from {shown(since)} on")


def _revocation_list(data: bytes) -> x509.CertificateRevocationList:
    pem = data.startswith(b"-----")
    return x509.load_pem_x509_crl(data) if pem else x509.load_der_x509_crl(data)


# --- Signatures [4] ----------------------------------------------------------------------------------


def signed_by(data: bytes, signature: bytes) -> Certificate:
    """The certificate whose key signed `data`, in the one form that signatures have here."""
    kind, content = der(signature).inside(SEQUENCE)
    demand(kind.raw == bytes([OID, len(ID_SIGNED_DATA)]) + ID_SIGNED_DATA, "no CMS SignedData")
    (body,) = content.inside(0xA0)
    version, algorithms, inner, certificates, infos = body.inside(SEQUENCE)
    (info,) = infos.inside(SET)
    number, signer, algorithm, attributes, method, value = info.inside(SEQUENCE)
    one = certificate(only(certificates.inside(0xA0)).raw)
    key = one.x509.public_key()
    digest = "sha512" if is_ml_dsa(key) else _digest_of_curve(key)
    demand(version.integer() == 1 and number.integer() == 1, "CMS of another version")
    demand(inner.raw == _sequence(_oid(ID_DATA)), "CMS that carries what it signs")
    named = _sequence(_oid(next(k for k, v in DIGESTS.items() if v == digest)))
    demand(algorithm.raw == named and only(algorithms.inside(SET)).raw == named, "another digest")
    used = ML_DSA_65 if is_ml_dsa(key) else ECDSA[digest]
    demand(method.raw == _sequence(_oid(used)), "another signature algorithm than the key's")
    issuer, serial = signer.inside(SEQUENCE)
    demand(issuer.raw == one.x509.issuer.public_bytes(), "CMS names another issuer")
    demand(serial.integer() == one.x509.serial_number, "CMS names another certificate")
    found = _attributes(attributes)
    demand(
        found.keys() == {CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME, SIGNING_CERTIFICATE_V2},
        "CMS with other signed attributes",
    )
    raw = [each.raw for each in attributes.children()]
    demand(raw == sorted(raw), "CMS whose attributes are not in DER order")
    demand(found[CONTENT_TYPE].content == ID_DATA, "CMS of another content type")
    (listing,) = found[SIGNING_CERTIFICATE_V2].inside(SEQUENCE)
    ess = only(listing.inside(SEQUENCE)).inside(SEQUENCE)
    demand(
        ess[0].content == hashlib.sha256(one.der).digest(), "CMS is bound to another certificate"
    )
    said = hashlib.new(digest, data).digest()
    demand(found[MESSAGE_DIGEST].content == said, "it is a signature over something else")
    to_verify = bytes([SET]) + attributes.raw[1:]
    verify(key, value.content, to_verify, HASHES[digest])
    return one


def only(elements: list[Der]) -> Der:
    demand(len(elements) == 1, "CMS with more than one of something")
    return elements[0]


def _attributes(attributes: Der) -> dict[bytes, Der]:
    found: dict[bytes, Der] = {}
    for attribute in attributes.inside(0xA0):
        name, values = attribute.inside(SEQUENCE)
        demand(name.content not in found, "a signed attribute that stands twice")
        found[name.content] = only(values.inside(SET))
    return found


def _oid(content: bytes) -> bytes:
    return bytes([OID, len(content)]) + content


def _sequence(content: bytes) -> bytes:
    return bytes([SEQUENCE, len(content)]) + content


def _digest_of_curve(key: object) -> str:
    demand(isinstance(key, ec.EllipticCurvePublicKey), "a signature by another kind of key")
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return {"secp256r1": "sha256", "secp384r1": "sha384"}[key.curve.name]


# --- Timestamps [5] ------------------------------------------------------------------------------------


def stamped(token: bytes, document: bytes) -> tuple[datetime, x509.Certificate, bytes]:
    """When a token says that the document existed, and who says so. Trust is for the caller."""
    kind, content = der(token).inside(SEQUENCE)
    demand(kind.raw == _oid(ID_SIGNED_DATA), "a timestamp that is no SignedData")
    (body,) = content.inside(0xA0)
    version, algorithms, inner, *more, infos = body.inside(SEQUENCE)
    choices, revoked = _choices(more)
    carried = [each.raw for each in choices if each.tag == SEQUENCE]
    inner_kind, wrapped = inner.inside(SEQUENCE)
    octets = only(wrapped.inside(0xA0))
    demand(inner_kind.raw == _oid(ID_TST_INFO) and octets.tag == OCTETS, "no TSTInfo")
    demand(version.integer() == _cms_version(choices, revoked), "a timestamp of another version")
    tst = octets.content
    info = _signer_info(only(infos.inside(SET)))
    signer = _signer_among(info[1], carried)
    digest = DIGESTS[_algorithm(info[2])]
    listed = [_algorithm(each) for each in algorithms.inside(SET)]
    demand(_algorithm(info[2]) in listed, "a timestamp that does not list its digest")
    kind_of_key, over = SIGNED_WITH[_algorithm(info[4])]
    attributes = _attributes(info[3])
    demand(attributes[CONTENT_TYPE].content == ID_TST_INFO, "a timestamp of another content type")
    demand(
        attributes[MESSAGE_DIGEST].content == hashlib.new(digest, tst).digest(),
        "the timestamp's content was changed",
    )
    _check_ess(attributes, signer)
    read = x509.load_der_x509_certificate(signer)
    key = read.public_key()
    demand(isinstance(key, kind_of_key), "another signature algorithm than the key's")
    verify(key, info[5].content, bytes([SET]) + info[3].raw[1:], HASHES[over or digest])
    fields = der(tst).inside(SEQUENCE)
    imprint = fields[2].inside(SEQUENCE)
    name = DIGESTS[imprint[0].children()[0].content]
    said = hashlib.new(name, document).digest()
    demand(imprint[1].content == said, "the timestamp is over something else")
    text = fields[4].content.decode().rstrip("Z").split(".")[0]
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC), read, signer


def _choices(more: list[Der]) -> tuple[list[Der], list[Der]]:
    """Certificates and revocation lists, each optional and in this order (RFC 5652 5.1)."""
    tags = [each.tag for each in more]
    demand(tags in ([], [0xA0], [0xA1], [0xA0, 0xA1]), "a timestamp with something more in it")
    found = {each.tag: each.children() for each in more}
    choices, revoked = found.get(0xA0, []), found.get(0xA1, [])
    known = {SEQUENCE, 0xA0, 0xA1, 0xA2, 0xA3}
    demand({each.tag for each in choices} <= known, "certificates of no known kind")
    return choices, revoked


def _cms_version(choices: list[Der], revoked: list[Der]) -> int:
    if any(each.tag == 0xA3 for each in choices) or any(each.tag == 0xA1 for each in revoked):
        return 5
    return 4 if any(each.tag == 0xA2 for each in choices) else 3


def _signer_info(info: Der) -> list[Der]:
    """RFC 5652 5.3: six parts, and perhaps attributes that nobody signed."""
    parts = info.inside(SEQUENCE)
    form = len(parts) == 6 or (len(parts) == 7 and parts[6].tag == 0xA1)
    demand(form and parts[5].tag == OCTETS, "a signer in another form")
    by_key = parts[1].tag == 0x80
    demand(parts[0].integer() == (3 if by_key else 1), "a signer of another version")
    if not by_key:
        issuer, serial = parts[1].inside(SEQUENCE)
        demand(issuer.tag == SEQUENCE and serial.integer() is not None, "a signer without a name")
    return parts


def _algorithm(identifier: Der) -> bytes:
    """Its object identifier; the parameters are absent, NULL, or the curve of a key."""
    kind, *parameters = identifier.inside(SEQUENCE)
    demand(kind.tag == OID, "an algorithm without an identifier")
    curve = kind.content == EC_PUBLIC_KEY and [each.tag for each in parameters] == [OID]
    absent = [each.raw for each in parameters] in ([], [b"\x05\x00"])
    demand(curve or absent, "an algorithm with parameters that it does not take")
    return kind.content


def _signer_among(sid: Der, carried: list[bytes]) -> bytes:
    for raw in carried:
        one = x509.load_der_x509_certificate(raw)
        if sid.tag == SEQUENCE:
            issuer, serial = sid.children()
            same = issuer.raw == one.issuer.public_bytes()
            if same and serial.integer() == one.serial_number:
                return raw
        elif sid.tag == 0x80:
            found = one.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
            if found.value.digest == sid.content:
                return raw
    raise Undecided(
        "a timestamp does not bring its authority's certificate along",
        "whoever has that certificate",
    )


def _check_ess(attributes: dict[bytes, Der], signer: bytes) -> None:
    if SIGNING_CERTIFICATE_V2 in attributes:
        first = attributes[SIGNING_CERTIFICATE_V2].children()[0].children()[0].children()
        has_name = first[0].tag == SEQUENCE
        digest = DIGESTS[first[0].children()[0].content] if has_name else "sha256"
        said = first[1 if has_name else 0].content
    else:
        first = attributes[SIGNING_CERTIFICATE].children()[0].children()[0].children()
        digest, said = "sha1", first[0].content
    demand(said == hashlib.new(digest, signer).digest(), "a timestamp bound to another signer")


# --- Notes and proofs of the log [17] ---------------------------------------------------------------------


@dataclass(frozen=True)
class Checkpoint:
    """The log's signed size and root."""

    origin: str
    size: int
    root: bytes


def checkpoint(note: str, vkeys: list[str]) -> Checkpoint:
    """A signed note with one of the log's keys, whose name is the origin."""
    text, parted, signatures = note.rpartition("\n\n")
    demand(parted and signatures.endswith("\n"), "a checkpoint that is no signed note")
    text += "\n"
    origin, size, root = text.split("\n")[:3]
    for vkey in vkeys:
        name, key_id, key = _vkey(vkey)
        if name != origin:
            continue
        for line in signatures[:-1].split("\n"):
            said, value = _note_line(line)
            if said == name and value[:4] == key_id:
                verify(ed25519.Ed25519PublicKey.from_public_bytes(key), value[4:], text.encode())
                demand(re.fullmatch("0|[1-9][0-9]{0,18}", size), "a checkpoint without a size")
                return Checkpoint(origin, int(size), unbase64(root))
    raise Wrong("the checkpoint is not signed by a key that the directory lists for the log")


def _vkey(vkey: str) -> tuple[str, bytes, bytes]:
    name, identifier, key = vkey.split("+", 2)
    raw = unbase64(key)
    demand(raw[:1] == b"\x01" and len(raw) == 33, "a log key that is not Ed25519")
    expected = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    demand(expected.hex() == identifier, "a log key that does not have its id")
    return name, expected, raw[1:]


def _note_line(line: str) -> tuple[str, bytes]:
    dash, name, value = line.split(" ")
    demand(dash == "\u2014", "a signature line in another form")
    return name, unbase64(value)


def check_proof(proof: str, event: bytes, vkeys: Callable[[str], list[str]]) -> Checkpoint:
    """That the log's keeper had committed to this event when the checkpoint was made."""
    head, _, note = proof.partition("\n\n")
    first, extra, index, *path = head.split("\n")
    demand(first == "c2sp.org/tlog-proof@v1", "a proof in another form")
    form = extra.startswith("extra ") and re.fullmatch("index (0|[1-9][0-9]{0,18})", index)
    demand(form, "a proof in another form, or without its salt")
    point = checkpoint(note, vkeys(note.split("\n", 1)[0]))
    salt = unbase64(extra.removeprefix("extra "))
    demand(len(salt) == 32, "a salt of another length")
    entry = hashlib.sha256(b"rogatory/custody/v1\n" + salt + event).digest()
    at = int(index.removeprefix("index "))
    network = parsed(event)["network"]
    demand(network in {None, point.origin.split("/")[0]}, "an event of another network")
    found = root_by_path(at, point.size, leaf(entry), [unbase64(one) for one in path])
    demand(found == point.root, "the proof is of another event, or leads to another root")
    return point


# --- Witnesses [17] -------------------------------------------------------------------------------------

KINDS = {4: 64, 6: 2420}
"""The types of cosignatures, and how long their signatures are."""


@dataclass(frozen=True)
class WitnessKey:
    """A key by which a State's witness speaks."""

    state: str
    name: str
    identifier: bytes
    kind: int
    public: bytes
    start: datetime
    until: datetime

    @classmethod
    def of(cls, state: str, vkey: str, start: datetime, until: datetime) -> "WitnessKey":
        name, identifier, key = vkey.split("+", 2)
        raw = unbase64(key)
        demand(raw[:1] in {b"\4", b"\6"}, "a witness key of an unknown type")
        expected = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
        demand(expected.hex() == identifier, "a witness key that does not have its id")
        return cls(state, name, expected, raw[0], raw[1:], start, until)

    def made(self, point: Checkpoint, text: str, value: bytes) -> datetime:
        """The moment of a cosignature that this key made over the checkpoint; else `Wrong`."""
        seconds = int.from_bytes(value[:8], "big")
        form = len(value) == 8 + KINDS[self.kind] and 0 < seconds <= 253370764800
        demand(form, f"a cosignature by {self.name} in another form")
        if self.kind == 4:
            key: Any = ed25519.Ed25519PublicKey.from_public_bytes(self.public)
            verify(key, value[8:], f"cosignature/v1\ntime {seconds}\n{text}".encode())
        elif mldsa is None:
            raise Undecided(
                "this Python cannot check ML-DSA cosignatures", "a newer `cryptography`"
            )
        else:
            name, origin = self.name.encode(), point.origin.encode()
            message = b"subtree/v1\n\0" + bytes([len(name)]) + name + value[:8]
            message += bytes([len(origin)]) + origin + bytes(8)
            message += point.size.to_bytes(8, "big") + point.root
            try:
                mldsa.MLDSA44PublicKey.from_public_bytes(self.public).verify(value[8:], message)
            except InvalidSignature:
                raise Wrong(f"a cosignature by {self.name} does not hold") from None
        return datetime.fromtimestamp(seconds, UTC)


def cosigned_by(note: str, keys: list[WitnessKey]) -> set[str]:
    """The States that cosigned a checkpoint: by each kind of key that they had in force then."""
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    origin, size, root = text.split("\n")[:3]
    point = Checkpoint(origin, int(size), unbase64(root))
    shared = {one.public for one in keys for two in keys
              if one.public == two.public and one.state != two.state}  # fmt: skip
    own = [one for one in keys if one.public not in shared]
    times: dict[str, dict[int, datetime]] = {}
    for line in lines[:-1].split("\n"):
        name, value = _note_line(line)
        for key in own:
            if (key.name, key.identifier) == (name, value[:4]):
                at = key.made(point, text, value[4:])
                if key.start <= at < key.until:
                    kinds = times.setdefault(key.state, {})
                    kinds[key.kind] = max(at, kinds.get(key.kind, at))
    counted = set()
    for state, kinds in times.items():
        last = max(kinds.values())
        held = {one.kind for one in own if one.state == state and one.start <= last < one.until}
        if held <= kinds.keys():
            counted.add(state)
    return counted


def read_policy(text: str) -> list[tuple[int, list[str]]]:
    """The rules of a policy: at least so many of these States, each; none for `none`."""
    demand(len(text.encode()) <= 4096, "a policy that is too long")
    demand(not re.search("[\x00-\x09\x0b-\x1f\x7f]", text), "a policy with control characters")
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    if lines == ["none"]:
        return []
    rules: list[tuple[int, list[str]]] = []
    for line in lines:
        match = re.fullmatch(r"(?:all of|any ([1-9]\d{0,2}) of)((?: [A-Z]{2})+)", line, re.ASCII)
        demand(match, "a line of the policy in another form")
        assert match is not None
        states = match[2].split()
        rules.append((int(match[1] or len(states)), states))
        demand(rules[-1][0] <= len(states), "a policy that asks for more States than it names")
    named = [state for _, states in rules for state in states]
    demand(
        rules and len(set(named)) == len(named), "a policy without rules, or a State twice in it"
    )
    return rules


# --- The directory [18] ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Period:
    """When something listed counts: `from` included, `until` excluded, and how it ended."""

    start: datetime
    until: datetime
    ended: datetime | None
    compromised: bool

    @classmethod
    def of(cls, record: Json) -> "Period":
        end = record["ended"]
        return cls(
            moment(record["from"]),
            moment(record["until"]),
            moment(end["at"]) if end else None,
            bool(end) and end["reason"] == "compromised",
        )

    def covers(self, at: datetime, *, proven: bool) -> bool:
        if not self.start <= at < self.until:
            return False
        return self.ended is None or (at < self.ended and (proven or not self.compromised))

    def vouches(self, at: datetime, *, proven: bool) -> bool:
        """Of a State CA: one that was rotated still vouches for what it issued."""
        if self.ended is not None and not self.compromised:
            return self.start <= at < self.until
        return self.covers(at, proven=proven)


class Directory:
    """The directory as of a moment; every State that holds, by code."""

    def __init__(self, read: Callable[[str], bytes], at: datetime) -> None:
        first = read("metadata/1.root.json")
        self.network, self.at, self._read = sha256(first), at, read
        self.roots = [first]
        self.entries: dict[str, Json] = {}
        self.registers: dict[str, Json] = {}
        self.held: dict[str, str] = {}
        self._walk()

    def _walk(self) -> None:
        root = self._root_chain()
        at = "metadata/timestamp.json"
        timestamp = self._metadata(self._read(at), "timestamp", root, root["roles"]["timestamp"])
        snapshot = self._named(timestamp["meta"], "snapshot", root, root["roles"]["snapshot"])
        targets = self._named(snapshot["meta"], "targets", root, root["roles"]["targets"])
        delegated = targets.get("delegations", {"keys": {}, "roles": []})
        for role in delegated["roles"]:
            state = role["name"].upper()
            try:
                self._state(role, delegated, snapshot["meta"])
            except (Wrong, *OUT_OF_FORM) as error:
                self.held[state] = str(error)

    def _root_chain(self) -> Json:
        """18.7, numbers 1 and 2."""
        root = json.loads(self.roots[0])["signed"]
        self._metadata(self.roots[0], "root", root, root["roles"]["root"], expires=False)
        for number in range(2, 1025):
            try:
                data = self._read(f"metadata/{number}.root.json")
            except FileNotFoundError:
                break
            self._metadata(data, "root", root, root["roles"]["root"], expires=False)
            following = json.loads(data)["signed"]
            self._metadata(data, "root", following, following["roles"]["root"], expires=False)
            demand(following["version"] == number, f"root {number} says another version")
            self.roots.append(data)
            root = following
        demand(moment(root["expires"]) > self.at, "the last root had expired")
        return root

    def _metadata(
        self, data: bytes, kind: str, keys: Json, role: Json, *, expires: bool = True
    ) -> Json:
        """What is signed, once a threshold of the role's keys signed it and it had not expired."""
        document = json.loads(data)
        signed = document["signed"]
        demand(signed["_type"] == kind, f"directory: {kind} says that it is {signed['_type']}")
        message, good = olpc(signed), set()
        for signature in document["signatures"]:
            key_id = signature["keyid"]
            if key_id in role["keyids"]:
                try:
                    verify_tuf(keys["keys"][key_id], bytes.fromhex(signature["sig"]), message)
                    good.add(key_id)
                except Wrong:
                    continue
        demand(len(good) >= role["threshold"] >= 1, f"directory: {kind} is signed by too few")
        demand(not expires or moment(signed["expires"]) > self.at, f"directory: {kind} had expired")
        return signed

    def _named(self, names: Json, kind: str, keys: Json, role: Json, file: str = "") -> Json:
        meta = names[f"{file or kind}.json"]
        data = self._read(f"metadata/{meta['version']}.{file or kind}.json")
        same = sha256(data) == meta["hashes"]["sha256"] and len(data) == meta["length"]
        demand(same, f"directory: {file or kind} is not the one that was named")
        signed = self._metadata(data, kind, keys, role)
        demand(
            signed["version"] == meta["version"], f"directory: {file or kind} of another version"
        )
        return signed

    def _state(self, role: Json, delegated: Json, names: Json) -> None:
        """18.7, number 6."""
        name, state = role["name"], role["name"].upper()
        paths = [f"states/{name}.json", f"states/{name}.officers.json"]
        form = role["terminating"] is True and role["threshold"] == 1 and role["paths"] == paths
        demand(form, f"{state} is delegated in another form")
        signed = self._named(names, "targets", delegated, role, file=name)
        demand(
            sorted(signed["targets"]) == sorted(paths), f"{state} signs other files than its own"
        )
        found = []
        for path in paths:
            meta = signed["targets"][path]
            digest = meta["hashes"]["sha256"]
            data = self._read(f"targets/states/{digest}.{path.removeprefix('states/')}")
            same = sha256(data) == digest and len(data) == meta["length"]
            demand(same, f"{path} is not the file that was signed")
            found.append((data, parsed(data)))
        (_, entry), (register, officers) = found
        together = entry["officers"] == sha256(register) and entry["state"] == state
        demand(together and officers["state"] == state, f"{state}: entry and register do not agree")
        self.entries[state], self.registers[state] = entry, officers

    def entry(self, state: str) -> Json:
        if state in self.held:
            raise Wrong(f"the directory holds {state} back: {self.held[state]}")
        demand(state in self.entries, f"the directory does not list {state}")
        return self.entries[state]

    def authorities(self, state: str, at: datetime, *, proven: bool) -> list[Certificate]:
        """The State CAs that count, or vouch."""
        return [
            certificate(unbase64(one["der"]))
            for one in self.entry(state)["certificates"]
            if one["use"] == "state-ca" and Period.of(one).vouches(at, proven=proven)
        ]

    def listed(self, holder: str, use: str, at: datetime, *, proven: bool) -> dict[bytes, str]:
        """DER and algorithm of the certificates in force."""
        return {
            unbase64(one["der"]): one["algorithm"]
            for one in self.entry(holder[:2].upper())["certificates"]
            if (one["use"], one["holder"]) == (use, holder)
            and Period.of(one).covers(at, proven=proven)
        }

    def log_keys(self, origin: str) -> list[str]:
        """The keys of a log, however it ended: its epochs are over when a proof is read."""
        state = origin.split("/")[1].upper() if origin.count("/") == 2 else ""
        if state not in self.entries:
            return []
        return [one["vkey"] for one in self.entries[state]["logs"] if one["origin"] == origin]

    def policy(self, state: str) -> list[tuple[int, list[str]]]:
        """By which policy a State says that its logs are witnessed; no rule where it says none."""
        text = self.entries[state].get("witness_policy") if state in self.entries else None
        if text is None:
            return []
        rules = read_policy(text)
        demand(
            all(state not in states for _, states in rules), f"{state} names itself as a witness"
        )
        return rules

    def witness_keys(self, states: list[str]) -> list[WitnessKey]:
        """Their keys; without those compromised, since nothing here proves when they were used."""
        found = []
        for state in states:
            for one in self.entries.get(state, {}).get("witnesses", []):
                period = Period.of(one)
                if not period.compromised:
                    until = min(period.until, period.ended or period.until)
                    found.append(WitnessKey.of(state, one["vkey"], period.start, until))
        return found


def olpc(value: Json) -> bytes:
    """The JSON that TUF signs: sorted members, no white space, two characters escaped."""
    if isinstance(value, dict):
        return b"{" + b",".join(olpc(n) + b":" + olpc(value[n]) for n in sorted(value)) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(map(olpc, value)) + b"]"
    if isinstance(value, str):
        return b'"' + value.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'
    return json.dumps(value).encode()


def verify_tuf(key: Json, signature: bytes, message: bytes) -> None:
    """Ed25519, ECDSA, or ML-DSA-65 as TAP 21 has it: over "tuf", the byte 1 and the SHA-512."""
    public = key["keyval"]["public"]
    if (key["keytype"], key["scheme"]) == ("ed25519", "ed25519"):
        verify(
            ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)), signature, message
        )
        return
    for curve, digest in ((ec.SECP256R1(), hashes.SHA256()), (ec.SECP384R1(), hashes.SHA384())):
        if (key["keytype"], key["scheme"]) == ("ecdsa", f"ecdsa-sha2-nistp{curve.key_size}"):
            point = load_pem_public_key(public.encode())
            same = isinstance(point, ec.EllipticCurvePublicKey) and point.curve.name == curve.name
            demand(same, "a key that is not what it says")
            verify(point, signature, message, digest)
            return
    demand((key["keytype"], key["scheme"]) == ("ml-dsa", "ml-dsa-65/1"), "a key of another kind")
    if mldsa is None:
        raise Undecided("the directory is signed with ML-DSA", "a newer `cryptography` package")
    key_read = load_pem_public_key(public.encode())
    demand(is_ml_dsa(key_read), "a key that is not what it says")
    verify(key_read, signature, b"tuf\x01" + hashlib.sha512(message).digest())


# --- Who signed ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judge:
    """By what signatures are judged: a directory, or State CAs alone."""

    directory: Directory | None
    anchors: tuple[Certificate, ...] = ()
    withdrawn: Withdrawals = field(default_factory=Withdrawals)
    newer: Directory | None = None
    """A copy of the same directory as of now, which may list later timestamp authorities."""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def signatures(
        self,
        document: Path,
        holder: str | None,
        at: datetime,
        *,
        proven: bool,
        use: str = "authority",
        named: Path | None = None,
    ) -> str:
        """That both signatures of a document hold, are by the holder, and counted then [4].

        They lie beside it, under its name, or under `named` where that is another. The signer.
        """
        data, beside = small(document), named or document
        second = Path(f"{beside}.mldsa65.p7s")
        ones = [signed_by(data, small(Path(f"{beside}.p256.p7s")))]
        demand(ones[0].family == "classical", f"{beside.name}: the first signature is no ECDSA one")
        signer = ones[0].holder
        demanded = self._demands_mldsa(signer, use, at, proven=proven)
        demand(second.exists() or not demanded, f"{beside.name} lacks the ML-DSA signature")
        if second.exists() and mldsa is not None:
            ones.append(signed_by(data, small(second)))
            demand(ones[1].family == "mldsa65", f"{beside.name}: the second is no ML-DSA signature")
            demand(ones[1].holder == signer, f"{beside.name} is signed by two holders")
        demand(holder in {None, signer}, f"{beside.name} is signed by {signer}, not {holder}")
        for one in ones:
            self._counts(one, use, at, proven=proven)
        if second.exists() and mldsa is None:
            raise Undecided(
                "the ECDSA signature holds; this Python cannot check the ML-DSA one",
                "a machine with a newer `cryptography` package",
            )
        return signer

    def _counts(self, one: Certificate, use: str, at: datetime, *, proven: bool) -> None:
        demand(one.use == use, f"a certificate for {one.use}, not {use}")
        if not proven and at > one.x509.not_valid_after_utc and at >= self.now:
            raise Undecided(
                f"the signature holds, but the certificate of {one.holder} has ended since",
                "whoever has a timestamp, or a copy kept since before then",
            )
        demand(one.covers(at), f"the certificate of {one.holder} was not valid at {shown(at)}")
        check_profile(one)
        if self.directory is None:
            check_issued(one, list(self.anchors), at)
            self.withdrawn.check(one, list(self.anchors), at, proven=proven)
            return
        if use != "officer":  # listed nowhere: the register says whether the number was in force
            listed = self.directory.listed(one.holder, use, at, proven=proven)
            problem = f"the directory does not list this certificate of {one.holder}"
            demand(one.der in listed, problem)
        found = self.directory.authorities(one.state, at, proven=proven)
        check_issued(one, found, at)
        if use == "officer":
            self.withdrawn.check(one, found, at, proven=proven)

    def _demands_mldsa(self, holder: str, use: str, at: datetime, *, proven: bool) -> bool:
        if self.directory is None or use == "officer":
            return True
        return "mldsa65" in self.directory.listed(holder, use, at, proven=proven).values()

    def stamp(self, token: bytes, document: bytes) -> tuple[datetime, datetime]:
        """The time of one timestamp [5], and from when on somebody else could have made it."""
        at, read, raw = stamped(token, document)
        inside = read.not_valid_before_utc <= at <= read.not_valid_after_utc
        demand(inside, "a timestamp by a certificate that was not valid then")
        one = certificate(raw)
        demand(one.use == "tsa", "a timestamp by a certificate for something else")
        check_profile(one)
        end = read.not_valid_after_utc + timedelta(seconds=1)
        if self.directory is None:
            check_issued(one, list(self.anchors), at)
            return at, end
        listed = False
        for directory in (self.directory, self.newer):
            if directory is None or one.state not in directory.entries:
                continue
            for record in directory.entry(one.state)["certificates"]:
                if record["use"] != "tsa" or unbase64(record["der"]) != raw:
                    continue
                period = Period.of(record)
                demand(period.covers(at, proven=True), "a timestamp by an authority that had ended")
                listed = True
                if period.compromised and period.ended:
                    end = min(end, period.ended)
        demand(listed, "a timestamp by an authority that the directory does not list")
        return at, end


# --- Which timestamps count [5] -------------------------------------------------------------------------------


@dataclass
class Token:
    """One timestamp: over which document, when, and until when nobody else could have made it."""

    path: str
    document: str
    at: datetime
    end: datetime
    counts: bool = False


class Stamps:
    """The tokens over a document and over the lists that lie beside it.

    `place` finds what a list names, which for an earlier seal may lie elsewhere.
    """

    LIST = re.compile(r"archive\.([1-9]\d?)\.json")

    def __init__(self, folder: Path, document: str, place: Callable[[str], Path]) -> None:
        self.folder, self.document, self._place = folder, document, place
        names = sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []
        self.list_names = [name for name in names if self.LIST.fullmatch(name)]
        self.paths = [
            (name, of)
            for of in (document, *self.list_names)
            for name in names
            if re.fullmatch(re.escape(of) + r"(\.([2-9]|[1-9]\d{1,2}))?\.tst", name)
        ]
        self.tokens: list[Token] = []
        self.lists: dict[str, set[str]] = {}

    def judge(self, judge: Judge, known: datetime | None) -> list[datetime]:
        """The times that are proved for the document; `known` is when something else proves all."""
        self.lists = {name: self._list(name) for name in self.list_names}
        wrong, unknown = list[str](), None
        for path, of in self.paths[:200]:
            try:
                token = small(self.folder / path, 65536)
                at, end = judge.stamp(token, small(self.folder / of))
                self.tokens.append(Token(path, of, at, end))
            except Wrong as error:
                wrong += [f"{path}: {reason}" for reason in error.reasons]
            except Undecided as error:
                unknown = error
        if wrong:
            raise Wrong(*wrong)
        self._fade(min(judge.now, known) if known else judge.now)
        times = [one.at for one in self.tokens if one.counts and self._over(one, self.document)]
        if not times and unknown is not None:
            raise unknown
        if not times and self.tokens:
            raise Undecided("the timestamp counts no more: its authority's certificate or key ended",
                            "whoever has a later timestamp over it, or a copy kept since")  # fmt: skip
        return times

    def _fade(self, now: datetime) -> None:
        """The latest first: a token counts if it is known to have been there before its end."""
        later: list[Token] = []
        for one in sorted(self.tokens, key=lambda one: (one.at, one.document), reverse=True):
            there = [now]
            there += [
                by.at for by in later if self._over(by, one.path) and self._over(by, one.document)
            ]
            one.counts = min(there) < one.end
            if one.counts:
                later.append(one)

    def _over(self, token: Token, path: str) -> bool:
        return token.document == path or path in self.lists.get(token.document, ())

    def _list(self, name: str) -> set[str]:
        """What a list names, all of it unchanged."""
        said = parsed(small(self.folder / name, 1 << 20))
        demand(said.keys() == {"version", "files"} and first_version(said), f"{name}: its form")
        paths = [one["path"] for one in said["files"]]
        ordered = paths == sorted(set(paths), key=str.encode)
        demand(
            1 <= len(paths) <= 2000 and ordered, f"{name}: its files are not in order, each once"
        )
        for one in said["files"]:
            demand(one.keys() == {"path", "sha512"}, f"{name}: its form")
            inside = not one["path"].startswith("/") and ".." not in one["path"].split("/")
            demand(inside, f"{name} names a file that lies elsewhere")
            same = digests(self._place(one["path"]), "sha512")[1] == [one["sha512"]]
            demand(same, f"{name}: {one['path']} is not as it was then")
        return set(paths)


# --- Approvals [6] ---------------------------------------------------------------------------------------------


def check_approvals(data: bytes, message: Json, content: str, directory: Directory, at: datetime,
                    *, proven: bool) -> None:  # fmt: skip
    """That as many officers approved as the sender's entry demands for the kind."""
    document = parsed(data)
    state = message["from"][:2].upper()
    entry, register = directory.entry(state), directory.registers[state]
    officers = {
        _approved(one, message, content, entry, register, at, proven=proven)
        for one in document["approvals"]
    }
    demanded = entry["approvals"].get(message["kind"], 1)
    demand(len(officers) >= demanded, f"{len(officers)} approvals of {demanded} that are demanded")


def _approved(one: Json, message: Json, content: str, entry: Json, register: Json, at: datetime,
              *, proven: bool) -> str:  # fmt: skip
    demand(one["verdict"] == "approve", "an approval with another verdict")
    records = [
        record
        for record in register["officers"]
        if (record["number"], record["credential"]) == (one["officer"], one["credential"])
        and message["from"] in record["authorities"]
        and "approver" in record["roles"]
        and Period.of(record).covers(at, proven=proven)
    ]
    demand(records, f"{one['officer']} is not registered to approve for {message['from']}")
    text = f"rogatory/approval/v1\napprove\n{content}"
    challenge = hashlib.sha256(text.encode()).digest()
    client_data = unbase64url(one["client_data"])
    said = json.loads(client_data, object_pairs_hook=_no_name_twice)
    demand(said["type"] == "webauthn.get", "an approval that is no assertion")
    demand(unbase64url(said["challenge"]) == challenge, "an approval of something else")
    demand(said["origin"] in entry["relying_party"]["origins"], "an approval from another origin")
    demand(said.get("crossOrigin", False) is False, "an approval from within another page")
    demand("topOrigin" not in said, "an approval from within another page")
    authenticator = unbase64url(one["authenticator_data"])
    party = hashlib.sha256(entry["relying_party"]["id"].encode()).digest()
    demand(authenticator[:32] == party, "an approval for another relying party")
    demand(authenticator[32] & 0x05 == 0x05, "an approval without a verified user")
    key, kind = cose_key(unbase64url(records[0]["key"]))
    signature = unbase64url(one["signature"])
    verify(key, signature, authenticator + hashlib.sha256(client_data).digest(), kind)
    officer: str = one["officer"]
    return officer


def _no_name_twice(pairs: list[tuple[str, Json]]) -> Json:
    demand(len({name for name, _ in pairs}) == len(pairs), "a name that stands twice")
    return dict(pairs)


def cose_key(data: bytes) -> tuple[Any, Any]:
    """ES256 or EdDSA, from the CBOR map of small integers that a COSE_Key is."""
    found, rest = _cbor(data)
    demand(not rest, "a COSE key with something behind it")
    if (found[1], found[3], found[-1]) == (2, -7, 1):
        point = b"\x04" + found[-2] + found[-3]
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point), hashes.SHA256()
    demand((found[1], found[3], found[-1]) == (1, -8, 6), "a COSE key of another kind")
    return ed25519.Ed25519PublicKey.from_public_bytes(found[-2]), None


def _cbor(data: bytes) -> tuple[Any, bytes]:
    kind, small_count = data[0] >> 5, data[0] & 0x1F
    demand(small_count < 26, "CBOR of a kind that no key has")
    extra = max(0, small_count - 23)
    number = int.from_bytes(data[1 : 1 + extra], "big") if extra else small_count
    rest = data[1 + extra :]
    if kind in {0, 1}:
        return (number if kind == 0 else -1 - number), rest
    if kind == 2:
        return rest[:number], rest[number:]
    demand(kind == 5, "CBOR of a kind that no key has")
    found = {}
    for _ in range(number):
        name, rest = _cbor(rest)
        found[name], rest = _cbor(rest)
    return found, rest


# --- Messages and receipts [7, 11] ---------------------------------------------------------------------------------

CONTENT = ("network", "kind", "from", "to", "thread", "language", "body", "attachments")


@dataclass(frozen=True)
class Message:
    """A message folder of a bundle."""

    folder: Path
    data: bytes
    said: Json
    receipt: Json | None

    @classmethod
    def read(cls, folder: Path) -> "Message":
        data = small(folder / "message.json")
        receipt = folder / "receipt.json"
        return cls(folder, data, parsed(data), parsed(small(receipt)) if receipt.exists() else None)

    @property
    def digest(self) -> str:
        return sha256(self.data)

    def check(self, judge: Judge) -> str:
        """[19] number 5: signed, approved, with its attachments, at the time of its receipt."""
        directory = judge.directory
        assert directory is not None
        said = self.said
        demand(said["network"] == directory.network, "a message of another network")
        at = moment(self.receipt["received"] if self.receipt else said["issued"])
        proven = self.receipt is not None
        signer = judge.signatures(self.folder / "message.json", said["from"], at, proven=proven)
        content = sha256(canonical({name: said[name] for name in CONTENT}))
        approvals = small(self.folder / "approvals.json")
        check_approvals(approvals, said, content, directory, at, proven=proven)
        self._check_attachments()
        return signer

    def _check_attachments(self) -> None:
        folder = self.folder / "attachments"
        there = set(files_below(folder)) if folder.is_dir() else set()
        named = {one["sha256"]: one["size"] for one in self.said["attachments"]}
        demand(there == set(named), "other attachments than the message names")
        for digest, size in named.items():
            demand(digests(folder / digest, "sha256") == (size, [digest]), "another attachment")

    def check_receipt(self, judge: Judge) -> None:
        """[19] number 7."""
        directory, receipt = judge.directory, self.receipt
        assert directory is not None
        assert receipt is not None
        state = self.said["to"][:2].upper()
        about = (receipt["network"], receipt["message"], receipt["node"], receipt["verdict"])
        expected = (directory.network, self.digest, state, "kept")
        demand(about == expected, "a receipt for something else, by somebody else, or a refusal")
        at = moment(receipt["received"])
        path = self.folder / "receipt.json"
        judge.signatures(path, state.lower(), at, proven=True, use="receipts")
        log = receipt["log"]
        demand(f"/{state.lower()}/" in log["origin"], "a receipt with another State's log")
        point = checkpoint(log["checkpoint"], directory.log_keys(log["origin"]))
        demand(point.size > log["index"] >= 0, "a receipt whose log is shorter than it says")


def check_rows(messages: list[Message]) -> None:
    """[19] number 6: each State's numbers in each thread run from 1, each naming the one before."""
    rows: dict[tuple[str, str], list[Message]] = {}
    for one in messages:
        rows.setdefault((one.said["thread"], one.said["from"][:2]), []).append(one)
    wrong = []
    for (thread, state), row in sorted(rows.items()):
        known = {one.digest for one in row}
        numbers = sorted({one.said["sequence"] for one in row})
        follow = all(
            one.said["previous"] in known if one.said["sequence"] > 1 else not one.said["previous"]
            for one in row
        )
        if numbers != list(range(1, len(numbers) + 1)) or not follow:
            wrong.append(f"messages of {state.upper()} in thread {thread} are missing")
    if wrong:
        raise Wrong(*wrong)


# --- The bag [13, 15] -------------------------------------------------------------------------------------------------

REQUIRED = {
    "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "case.jsonld", "conditions.json",
    "inventory.jsonl", "items-root.txt", "package-secret.bin", "tagmanifest-sha256.txt",
}  # fmt: skip
FURTHER = {
    "manifest-sha512.txt": "sha512",
    "manifest-sha3512.txt": "sha3_512",
    "manifest-blake2b512.txt": "blake2b",
}
TAG_MANIFEST = "tagmanifest-sha256.txt"
UNLISTED = {TAG_MANIFEST, TAG_MANIFEST + ".p256.p7s", TAG_MANIFEST + ".mldsa65.p7s", "offsets"}


def manifest_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Path and digest of each line, refused unless in byte order of path."""
    before = b""
    with opened(path) as file:
        for line in file:
            digest, parted, name = line[:-1].partition(b"  ")
            demand(line.endswith(b"\n") and parted and name > before, f"{path.name}: its form")
            before = name
            yield name.decode(), digest.decode()


class Bag:
    """An opened package. `run` makes the checks of section 15, in order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.info: dict[str, list[str]] = {}
        self.tags: dict[str, str] = {}
        self.files = self.bytes = 0
        self.wrong: list[str] = []
        """What is wrong with the payload, found while it was read."""
        self.digest = ""

    def read(self) -> None:
        """Hash everything once, comparing the payload with its manifests on the way."""
        further = {name: kind for name, kind in FURTHER.items() if (self.folder / name).exists()}
        names = ["manifest-sha256.txt", *further]
        lines = [manifest_lines(self.folder / name) for name in names]
        for path in files_below(self.folder):
            if not path.startswith("data/"):
                self.tags[path] = digests(self.folder / path, "sha256")[1][0]
                continue
            size, found = digests(self.folder / path, "sha256", *further.values())
            self.files, self.bytes = self.files + 1, self.bytes + size
            for name, line, digest in zip(names, lines, found, strict=True):
                listed = next(line, None)
                if listed != (path, digest) and len(self.wrong) < 20:
                    self.wrong.append(f"{path} is not as {name} lists it ({(listed or ['-'])[0]})")
        for name, line in zip(names, lines, strict=True):
            if (left := next(line, None)) is not None:
                self.wrong.append(f"{name} lists {left[0]}, which is not there")
        self.digest = self.tags.get(TAG_MANIFEST, "")

    def run(self, checks: Checks, signed: Callable[[], str | None], earlier: Judge,
            at: datetime) -> None:  # fmt: skip
        checks.run("The package is a BagIt 1.0 bag with the files of a package", self._form)
        checks.run("The payload has the announced size", self._announced)
        checks.run("Every tag file is listed and unchanged", self._tag_files)
        checks.run("The package is signed", signed)
        checks.run("Every file is listed, there and unchanged", self._payload)
        checks.run("The inventory agrees with the files", self._inventory)
        checks.run("The items root is that of the inventory", self._items_root)
        checks.run("Records of earlier forms hold", lambda: self._earlier(earlier, at))

    def _form(self) -> None:
        missing = sorted(REQUIRED - set(self.tags))
        demand(not missing, f"missing: {', '.join(missing)}")
        foreign = [
            path
            for path in self.tags
            if re.fullmatch(r"(tag)?manifest-[^/]*\.txt|fetch\.txt", path)
            and path not in {"manifest-sha256.txt", TAG_MANIFEST, *FURTHER}
        ]
        demand(not foreign, f"a package has no {', '.join(foreign)}")
        text = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        demand(small(self.folder / "bagit.txt") == text, "bagit.txt says something else")

    def _announced(self) -> None:
        for line in small(self.folder / "bag-info.txt").decode().splitlines():
            label, parted, value = line.partition(": ")
            demand(parted, "bag-info.txt has a line in another form")
            self.info.setdefault(label, []).append(value)
        found = f"{self.bytes}.{self.files}"
        said = self.info["Payload-Oxum"][0]
        demand(said == found, f"{said} was announced, {found} is there")

    def _tag_files(self) -> None:
        listed = dict(manifest_lines(self.folder / TAG_MANIFEST))
        found = {path: digest for path, digest in self.tags.items() if path not in UNLISTED}
        differing = sorted(
            path for path in listed.keys() | found if listed.get(path) != found.get(path)
        )
        demand(not differing, f"not as listed: {', '.join(differing[:10])}")

    def _payload(self) -> str:
        if self.wrong:
            raise Wrong(*self.wrong)
        return f"{self.files} files, {self.bytes} bytes"

    def _inventory(self) -> None:
        manifest = manifest_lines(self.folder / "manifest-sha256.txt")
        with opened(self.folder / "inventory.jsonl") as file:
            for line in file:
                item = parsed(line.removesuffix(b"\n"))
                if "sha256" in item:
                    expected = (f"data/{item['path']}", item["sha256"])
                    demand(next(manifest, None) == expected, f"{item['path']} is listed otherwise")
        demand(next(manifest, None) is None, "the manifest lists files that the inventory does not")

    def _items_root(self) -> str:
        secret, tree = small(self.folder / "package-secret.bin"), Tree()
        demand(len(secret) == 32, "the package secret has another length")
        with opened(self.folder / "inventory.jsonl") as file:
            for index, line in enumerate(file):
                salt = hmac.digest(secret, f"rogatory/item/v1\n{index}".encode(), "sha256")
                tree.add(hashlib.sha256(salt + line).digest())
        text = f"rogatory/items-root/v1\n{tree.size}\n{tree.root.hex()}\n"
        demand(small(self.folder / "items-root.txt") == text.encode(), "it is another root")
        return f"{tree.size} items"

    def earlier_numbers(self) -> list[int]:
        found = (re.match(r"earlier/([1-9]\d{0,3})/", path) for path in self.tags)
        return sorted({int(match[1]) for match in found if match})

    def objects(self) -> dict[int, str | None]:
        """The digests by which custody knows the package: now (0), and in each earlier form."""
        earlier = {
            number: self.tags.get(f"earlier/{number}/{TAG_MANIFEST}")
            for number in self.earlier_numbers()
        }
        return {0: self.digest} | earlier

    def _earlier(self, judge: Judge, at: datetime) -> str | None:
        """[13.8]"""
        signers = []
        for number in self.earlier_numbers():
            manifest = self.folder / f"earlier/{number}/{TAG_MANIFEST}"
            for path, digest in manifest_lines(manifest):
                later = (n for n in self.earlier_numbers() if n >= number)
                kept = (self.tags.get(f"earlier/{n}/{path}") for n in later)
                now = next((one for one in kept if one), self.tags.get(path))
                demand(now == digest, f"earlier/{number}: {path} is not as it was then")
            self._grown(number)
            if manifest.with_name(TAG_MANIFEST + ".p256.p7s").exists():
                signers.append(judge.signatures(manifest, None, at, proven=True))
        return ", ".join(signers) or None

    def _grown(self, number: int) -> None:
        """[13.8] Nothing is taken away: each line of earlier lists stands in the later, in order."""
        place = f"earlier/{number}/"
        for path in self.tags:
            name = path.removeprefix(place)
            if name != path and (name == "inventory.jsonl" or name.startswith("manifest-")):
                kept = (f"earlier/{n}/{name}" for n in self.earlier_numbers() if n > number)
                later = next((one for one in kept if one in self.tags), name)
                with (
                    (self.folder / path).open("rb") as old,
                    (self.folder / later).open("rb") as new,
                ):
                    demand(all(line in new for line in old), f"{path}: a line was taken away since")

    def run_examined(self, checks: Checks) -> None:
        """Section 15, number 10, where the bag says something of images or archives."""
        if "media.json" in self.tags or "members.jsonl" in self.tags:
            checks.run("What is said of images and archives agrees with the files", self._examined)

    def _examined(self) -> str:
        """No image is read again: what is said of files is compared with what the bag lists."""
        named: list[tuple[str, int, str]] = []
        images = archives = 0
        if "media.json" in self.tags:
            said = parsed(small(self.folder / "media.json", 32 << 20))
            demand(
                said.keys() == {"images", "version"} and first_version(said),
                "media.json: its form",
            )
            for image in said["images"]:
                images += 1
                named += _image(image)
        if "members.jsonl" in self.tags:
            found = list(_archives(self.folder / "members.jsonl"))
            archives = len(found)
            named += found
        wanted = {path for path, _, _ in named}
        listed = dict(one for one in manifest_lines(self.folder / "manifest-sha256.txt")
                      if one[0] in wanted)  # fmt: skip
        for path, size, digest in named:
            there = listed.get(path) == digest and (self.folder / path).lstat().st_size == size
            demand(there, f"{path} is another file than the one that something is said of")
        return f"{images} images, {archives} archives"

    def check_of_seal(self, seal: "Seal") -> None:
        """Section 15, number 9."""
        said = seal.first
        recipients = [f"{one['authority']} {one['recipient']}" for one in said["recipients"]]
        named = {
            "External-Identifier": [said["package"]],
            "Rogatory-Sender": [said["sender"]],
            "Rogatory-Thread": [said["thread"]] if said["thread"] else [],
            "Rogatory-Network": [said["network"]] if said["network"] else [],
            "Rogatory-Recipient": recipients,
        }
        wrong = [label for label, value in named.items() if self.info.get(label, []) != value]
        if self.digest != said["bag"]:
            wrong.append("the bag itself")
        if wrong:
            raise Wrong(*(f"the seal names another: {label}" for label in wrong))


IMAGE = {
    "agreement", "bad_sectors", "differing_sectors", "digests", "errors", "file_systems", "files",
    "format", "header", "media", "partitions", "remarks", "scheme", "stored", "tools",
}  # fmt: skip


def _image(image: Json) -> list[tuple[str, int, str]]:
    """[13.9] The files of one image, once what is said of it does not contradict itself."""
    demand(image.keys() == IMAGE, "an image with other members")
    formats = {"raw", "ewf-1", "ewf-2", "ewf-logical"}
    demand(
        image["format"] in formats and image["files"], "an image of another format, or of no file"
    )
    for runs in ("bad_sectors", "differing_sectors"):
        demand(image[runs].keys() == {"complete", "ranges", "sectors"}, f"{runs}: its form")
    files = [(one["path"], one["size"], one["sha256"]) for one in image["files"]]
    demand(
        all(one.keys() == {"path", "sha256", "size"} for one in image["files"]), "an image's files"
    )
    demand(all(path.startswith("data/") for path, _, _ in files), "an image outside the payload")
    path, size, digest = files[0]
    if image["format"] == "raw":
        same = len(files) == 1 and image["digests"] == {"sha256": digest}
        demand(same and image["media"]["size"] == size, f"{path}: a raw image is its file")
    both = image["digests"].keys() & image["stored"].keys()
    equal = {image["digests"][name] == image["stored"][name] for name in both}
    agreement = image["agreement"]
    demand(agreement in {"equal", "different", "none-stored", "not-compared"}, "another agreement")
    agrees = {"equal": equal == {True}, "different": False in equal}.get(agreement, not equal)
    demand(agrees, f"{path} is said to be {agreement}, which its digests are not")
    return files


MEMBER = {
    "archive", "compressed", "encrypted", "index", "kind", "method", "mode", "modified", "name",
    "problems", "sha256", "size", "target",
}  # fmt: skip
ARCHIVE = {
    "archive", "expanded", "format", "kind", "members", "notes", "sha256", "size", "stopped",
}  # fmt: skip


def _archives(path: Path) -> Iterator[tuple[str, int, str]]:
    """[13.10] The archives of a list, each behind as many members as it says."""
    of, count = None, 0
    with opened(path) as file:
        for number, line in enumerate(file, 1):
            said = parsed(line.removesuffix(b"\n"))
            demand(of in {None, said["archive"]}, f"line {number} is of another archive")
            if said["kind"] != "archive":
                demand(said.keys() - {"name_bytes"} == MEMBER, f"line {number}: its members")
                demand(said["index"] == count, f"line {number} is out of order")
                of, count = said["archive"], count + 1
                continue
            demand(said.keys() == ARCHIVE and said["members"] == count, f"line {number}: its form")
            yield said["archive"], said["size"], said["sha256"]
            of, count = None, 0
    demand(of is None, "the line about the archive is missing after its members")


# --- The seal [15] ----------------------------------------------------------------------------------------------------

MEMBERS = {
    "version", "network", "package", "thread", "sender", "sealed", "recipients", "suite", "bag",
    "header", "payload_size", "segment_size", "segments", "root", "replaces",
}  # fmt: skip
_NUMBER = r"(\.([2-9]|[1-9]\d{1,2}))?"
STAMPED_LATER = re.compile(
    rf"(bundle\.json{_NUMBER}|archive\.[1-9]\d?\.json{_NUMBER})\.tst|archive\.[1-9]\d?\.json"
)
TOKEN = re.compile(r"seal\.json(\.\d{1,3})?\.tst")


SAME = ("network", "package", "thread", "bag", "payload_size", "segment_size", "segments", "root")


class Seal:
    """The documents of a seal."""

    def __init__(self, folder: Path, number: int = 0) -> None:
        self.folder, self.said, self.data = folder, dict[str, Json](), b""
        self.number = number
        self.times: list[datetime] = []
        self.earlier: list[Seal] = []
        self.first: Json = {}
        """What the first seal says: this one, unless this one came in the place of others."""
        self.first_times: list[datetime] | None = None

    def form(self) -> None:
        self.data = small(self.folder / "seal.json")
        self.said = said = parsed(self.data)
        demand(said.keys() == MEMBERS and first_version(said), "a seal with other members")
        demand(said["suite"] == "age-mlkem768x25519+sha256+blake3", "a seal of another suite")
        size, count = said["segment_size"], said["segments"]
        power = size & (size - 1) == 0 and 2**20 <= size <= 2**26
        demand(power and count == -(-said["payload_size"] // size), "sizes that cannot be")
        stanzas = unbase64(said["header"]).count(b"-> mlkem768x25519 ")
        demand(stanzas == len(said["recipients"]), "as many stanzas as recipients")
        self.first = said

    def chain(self, judge: Judge, otherwise: datetime) -> str:
        """That each seal names the one before it, is of the same payload, and was made by who
        could open that one; each is judged at its own time.
        """
        later, count, unproved = self, 1, 0
        self.earlier = [Seal(folder, int(folder.name)) for folder in self._folders()]
        for one in reversed(self.earlier):
            one.form()
            demand(later.said["replaces"] == sha256(one.data), "a seal that replaces another")
            same = all(one.said[name] == later.said[name] for name in SAME)
            demand(same, "a seal of something else than the one that it replaces")
            could = {to["authority"] for to in one.said["recipients"]} | {one.said["sender"]}
            demand(later.said["sender"] in could, "a seal replaced by who could not open it")
            try:
                one.timestamps(judge)
            except Undecided:
                unproved += 1
            one.signed(judge, otherwise)
            later, count = one, count + 1
        demand(later.said["replaces"] is None, "the first seal is missing")
        self.first = later.said
        self.first_times = later.times
        if unproved:
            raise Undecided(f"{unproved} earlier seals have no timestamp that counts",
                            "whoever has one, or a copy kept since before")  # fmt: skip
        return f"{count} seals" if count > 1 else "it replaces none"

    def _folders(self) -> list[Path]:
        folder = self.folder / "seals"
        if not folder.is_dir():
            return []
        numbers = sorted(int(one.name) for one in folder.iterdir())
        whole = numbers == list(range(1, len(numbers) + 1)) and 1 <= len(numbers) <= 32
        demand(whole, "an earlier seal is missing, or there are too many")
        demand(self.said["replaces"], "it replaces none, and yet earlier ones lie there")
        return [folder / str(number) for number in numbers]

    def _beside(self, path: str) -> Path:
        """Where what lay beside this seal lies: of an earlier one, partly beside the later ones."""
        match = re.match(r"seals/(\d+)/", path)
        shared = path == "segments.b3" or path.startswith("certificates/")
        if self.number and (shared or (match and int(match[1]) < self.number)):
            return self.folder.parent.parent / path
        return self.folder / path

    def tokens(self) -> list[Path]:
        return sorted(one for one in self.folder.iterdir() if TOKEN.fullmatch(one.name))

    def claimed(self) -> datetime | None:
        """The earliest time that a timestamp names, none of them trusted yet."""
        times = []
        for path in self.tokens():
            try:
                times.append(stamped(small(path), self.data)[0])
            except (Wrong, Undecided, *OUT_OF_FORM):
                continue
        return min(times, default=None)

    def timestamps(self, judge: Judge, known: datetime | None = None) -> str:
        stamps = Stamps(self.folder, "seal.json", self._beside)
        if not stamps.paths:
            raise Undecided("there is no timestamp yet", "the sender's node, which adds it")
        self.times = stamps.judge(judge, known)
        return f"sealed before {shown(min(self.times))}"

    def signed(self, judge: Judge, otherwise: datetime) -> str:
        at, path = min(self.times, default=otherwise), self.folder / "seal.json"
        return judge.signatures(path, self.said["sender"], at, proven=bool(self.times))

    @property
    def proved(self) -> list[datetime]:
        """When the bag is proved to have been sealed: by the first seal."""
        return self.times if self.first_times is None else self.first_times

    def segment_list(self) -> str:
        tree, listing = Tree(), small(self.folder / "segments.b3")
        demand(len(listing) == 32 * self.said["segments"], "a list of another length")
        for at in range(0, len(listing), 32):
            tree.add(listing[at : at + 32])
        demand(tree.root.hex() == self.said["root"], "the list leads to another root")
        return f"{tree.size} segments"

    def package(self) -> None:
        header = unbase64(self.said["header"])
        with opened(self.folder / "package.age") as file:
            demand(file.read(len(header)) == header, "the package begins with another header")
            size = os.fstat(file.fileno()).st_size - len(header)
        demand(size == self.said["payload_size"], f"{size} bytes, not {self.said['payload_size']}")

    def segments(self) -> str:
        if blake3 is None:
            raise Undecided(
                "this Python has no BLAKE3", "the package `blake3`, or b3sum on each segment"
            )
        listing, size = small(self.folder / "segments.b3"), self.said["segment_size"]
        damaged = []
        with opened(self.folder / "package.age") as file:
            file.seek(len(unbase64(self.said["header"])))
            for index in range(self.said["segments"]):
                hashed, left = blake3(), size
                while left and (block := file.read(min(BLOCK, left))):
                    hashed.update(block)
                    left -= len(block)
                if hashed.digest() != listing[32 * index : 32 * index + 32]:
                    damaged.append(index)
        demand(not damaged, f"damaged segments: {damaged[:20]}")
        return f"{self.said['segments']} segments"


# --- Custody [16] -----------------------------------------------------------------------------------------------------

EVENT = re.compile(r"(?:earlier-([1-9]\d*)\.)?(\d{4,5})\.(json|p256\.p7s|mldsa65\.p7s|tlog-proof)")


ANY = "*"
"""Where the package is encrypted, nobody can tell which earlier forms it had."""

BESIDE = ("certificates/", "seal/", ".rogatory-new-")
"""What else may lie in the folder of a bag's journal."""


@dataclass
class Journals:
    """The journals in one folder, by the number of the earlier form (0: the present one)."""

    folder: Path
    numbers: dict[int, list[int]] = field(default_factory=dict)
    proved = 0
    unproved = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Of each proof that holds, the log's State and the checkpoint."""

    def read(self) -> None:
        for path in files_below(self.folder) if self.folder.is_dir() else ():
            if path.startswith(BESIDE):
                continue
            match = EVENT.fullmatch(path)
            if match is None or not (self.folder / f"{_stem(match)}.json").exists():
                raise Wrong(f"{path} has no place in a journal")
            if match[3] == "json":
                self.numbers.setdefault(int(match[1] or 0), []).append(int(match[2]))

    def check(self, judge: Judge, objects: dict[int, str | None], known: set[str]) -> int:
        """[16.2] 2 to 6, each journal on its own object; `known` gathers the events' digests."""
        count = 0
        for form, numbers in sorted(self.numbers.items(), reverse=True):
            demand(sorted(numbers) == list(range(1, len(numbers) + 1)), "an event is missing")
            prefix = f"earlier-{form}." if form else ""
            self._one(judge, prefix, sorted(numbers), objects.get(form), known)
            count += len(numbers)
        return count

    def _one(self, judge: Judge, prefix: str, numbers: list[int], on: str | None,
             known: set[str]) -> None:  # fmt: skip
        demand(on is not None, f"{prefix or 'this journal'} is of no form of the package")
        heads: dict[str, str | None] = {}
        for number in numbers:
            path = self.folder / f"{prefix}{number:04d}.json"
            data = small(path, 16384)
            said = parsed(data)
            demand(on in {ANY, said["object"]}, f"{path.name} is about something else")
            directory = judge.directory
            if directory is not None:
                demand(said["network"] in {None, directory.network}, "an event of another network")
            follows = said["previous"] == heads.get(said["authority"])
            demand(
                follows or said["previous"] in known, f"{path.name} does not follow the one before"
            )
            heads[said["authority"]] = sha256(data)
            known.add(sha256(data))
            at, beside = moment(said["occurred"]), path.with_suffix("")
            judge.signatures(path, said["authority"], at, proven=False, named=beside)
            self._proof(judge, path, data, said)

    def _proof(self, judge: Judge, path: Path, data: bytes, said: Json) -> None:
        proof = path.with_suffix(".tlog-proof")
        if not proof.exists() or judge.directory is None:
            self.unproved += 1
            return
        point = check_proof(small(proof).decode(), data, judge.directory.log_keys)
        own = point.origin.split("/")[1] == said["authority"][:2]
        demand(own, f"{proof.name} is of another State's log")
        self.notes.append(
            (said["authority"][:2].upper(), small(proof).decode().partition("\n\n")[2])
        )
        self.proved += 1


def check_witnessed(judge: Judge, journals: tuple[Journals, ...], checks: Checks) -> None:
    """[17] Each proof meets the policy that its State states; not asked where none does."""
    directory = judge.directory
    if directory is None:
        return
    notes = [one for each in journals for one in each.notes]
    policies: dict[str, list[tuple[int, list[str]]]] = {}
    for state in {state for state, _ in notes}:
        try:
            policies[state] = directory.policy(state)
        except Wrong:
            continue
    judged = [one for one in notes if policies.get(one[0])]
    if not judged:
        return

    def met() -> str:
        count = 0
        for state, note in judged:
            rules = policies[state]
            keys = directory.witness_keys([one for _, states in rules for one in states])
            counted = cosigned_by(note, keys)
            count += all(len(counted & set(states)) >= least for least, states in rules)
        if count < len(judged):
            raise Undecided(
                f"{count} of {len(judged)} proofs meet their State's policy",
                "the State that keeps the log, by a later proof of the same event",
            )
        return f"{count} proofs meet their State's policy"

    checks.run(WITNESSED, met)


def _stem(match: re.Match[str]) -> str:
    return f"earlier-{match[1]}.{match[2]}" if match[1] else match[2]


# --- The certificate of authenticity [19.2] ---------------------------------------------------------------------------


class Declaration:
    """What the officer who collected declares of the package under his own signature."""

    def __init__(self, folder: Path, bag: Bag, seals: set[str], lists: Path) -> None:
        self.folder, self.bag, self.seals = folder, bag, seals
        self.withdrawn = Withdrawals(folder / "certificates", lists)

    def check(self, judge: Judge) -> str:
        path = self.folder / "certificate.json"
        said, form = parsed(small(path)), small(self.folder / "form.json")
        demand(first_version(said) and said["form"] == sha256(form), "another form")
        self._pages(said)
        stamp = Path(f"{path}.tst")
        at = moment(said["certified"])
        if stamp.exists():
            at, _ = judge.stamp(small(stamp), small(path))
        judge = replace(judge, withdrawn=self.withdrawn)
        judge.signatures(path, said["officer"], at, proven=stamp.exists(), use="officer")
        self._about(said, judge)
        self._statements(said, json.loads(form))
        if judge.directory is not None:
            self._registered(said, judge.directory, at, proven=stamp.exists())
        return f"{said['officer']} for {said['authority']}"

    def _pages(self, said: Json) -> None:
        beside = {"certificate.json", "certificate.json.p256.p7s", "certificate.json.mldsa65.p7s",
                  "certificate.json.tst", "form.json"}  # fmt: skip
        pages = {
            path
            for path in files_below(self.folder)
            if path not in beside and not path.startswith("certificates/")
        }
        demand(pages == set(said["renderings"]), "pages are missing or too many")
        for path, digest in said["renderings"].items():
            same = digests(self.folder / path, "sha256")[1] == [digest]
            demand(same, f"{path} is another page")

    def _about(self, said: Json, judge: Judge) -> None:
        bag = self.bag
        package = [said["package"]] == bag.info.get("External-Identifier")
        demand(package and said["bag"] == bag.digest, "it is about another package")
        inside = bag.tags.get("request/message.json")
        demand(said["request"] == inside, "it is about another request")
        demand(said["seal"] is None or said["seal"] in self.seals, "it is about another seal")
        if judge.directory is not None:
            same = said["network"] in {None, judge.directory.network}
            demand(same, "it is of another network")
        acquired = said["acquired"]
        about = (acquired["files"], acquired["size"], acquired["inventory"])
        expected = (bag.files, bag.bytes, bag.tags["inventory.jsonl"])
        demand(about == expected, "it tells of another collection")
        collector = (acquired["officer"], acquired["authority"])
        demand((said["officer"], said["authority"]) == collector, "another officer collected")
        graph = small(bag.folder / "case.jsonld").decode()
        demand(said["officer"] in graph, "the package does not name the officer as its collector")
        before = moment(said["certified"]) >= moment(acquired["ended"])
        demand(before, "it was certified before the collection ended")

    @staticmethod
    def _statements(said: Json, form: Json) -> None:
        asked = form["statements"]
        told = said["statements"]
        same = [one["id"] for one in told] == [one["id"] for one in asked]
        demand(same, "other statements than the form has")
        for one, by_form in zip(told, asked, strict=True):
            demand(one["text"] in by_form["text"].values(), f"{one['id']}: another text")
            answered = bool(one["answer"]) if by_form["kind"] == "question" else not one["answer"]
            demand(answered or one["declined"], f"{one['id']} is neither answered nor declined")

    @staticmethod
    def _registered(said: Json, directory: Directory, at: datetime, *, proven: bool) -> None:
        register = directory.registers[said["officer"][:2].upper()]
        found = any(
            one["number"] == said["officer"]
            and said["authority"] in one["authorities"]
            and Period.of(one).covers(at, proven=proven)
            for one in register["officers"]
        )
        demand(found, f"the register does not list {said['officer']} for {said['authority']}")


# --- What lies in PATH ------------------------------------------------------------------------------------------------

OWN_ROOT = "bundle's own root"
JOURNAL = "The custody journal is whole and signed"


@dataclass(frozen=True)
class Trusted:
    """What the reader has from elsewhere."""

    networks: tuple[str, ...] = ()
    """First roots, by fingerprint in hex or as it is read out."""
    roots: tuple[bytes, ...] = ()
    folder: Path | None = None
    certificates: tuple[Certificate, ...] = ()

    @classmethod
    def read(cls, given: list[str]) -> "Trusted":
        networks, roots, certificates, folder = [], [], [], None
        for one in given:
            path = Path(one)
            if re.fullmatch("[0-9a-f]{64}", one.replace(" ", "")):
                networks.append(one.replace(" ", ""))
            elif (read_out := heard(one)) is not None:
                networks.append(read_out)
            elif path.is_dir():
                folder = path
                networks.append(sha256(small(path / "metadata/1.root.json")))
            elif path.read_bytes()[:1] == b"{":
                roots.append(path.read_bytes())
            else:
                certificates += pem_certificates(path)
        return cls(tuple(networks), tuple(roots), folder, tuple(certificates))

    @property
    def anything(self) -> bool:
        return bool(self.networks or self.roots or self.certificates)

    def check(self, directory: Directory) -> str:
        """[19] number 3."""
        if not self.anything:
            return OWN_ROOT
        for network in self.networks:
            same = network in {directory.network, spoken(directory.network)}
            demand(same, "its first root is another than the one given")
        for root in self.roots:
            demand(root in directory.roots, "the root given is none of its chain")
        for state in sorted({one.state for one in self.certificates}):
            given = [one for one in self.certificates if one.state == state]
            families = {one.family for one in given}
            listed = [certificate(unbase64(one["der"])) for one in directory.entry(state)["certificates"]
                      if one["use"] == "state-ca"]  # fmt: skip
            others = [
                one
                for one in listed
                if one.family in families and one.der not in {g.der for g in given}
            ]
            demand(
                any(one.der in {g.der for g in given} for one in listed),
                f"{state}: other State CAs",
            )
            demand(not others, f"{state}: more State CAs than were given")
        return "what you gave"


def pem_certificates(path: Path) -> list[Certificate]:
    found = x509.load_pem_x509_certificates(small(path))
    return [certificate(der_of(one)) for one in found]


def der_of(one: x509.Certificate) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return one.public_bytes(Encoding.DER)


class Bundle:
    """A court bundle [19]."""

    def __init__(self, folder: Path, trusted: Trusted, now: datetime) -> None:
        self.folder, self.trusted, self.now = folder, trusted, now
        self.seal, self.bag = Seal(folder / "seal"), Bag(folder / "bag")
        self.judge: Judge | None = None
        self.problem = ""
        self.network = ""
        self.head: Json = {}
        self.complete = False
        self.known: datetime | None = None
        """When timestamps over a bundle that is complete prove all of it."""
        self.at = now
        self.messages: list[Message] = []
        self.broken: list[str] = []
        self.journals = Journals(folder / "custody"), Journals(folder / "custody-node")

    def run(self, checks: Checks) -> None:
        self._prepare()
        checks.run("The bundle is complete, and nothing in it was added or changed", self._complete)
        checks.run("The bundle is signed by the authority that exported it", self._signed)
        checks.run("The directory is one that you trust", self._identity)
        checks.run("The directory held when the evidence was sealed", self._directory)
        checks.run("The request is signed, and approved as its State demands", self._request)
        checks.run("The other messages are signed, approved, and follow one another", self._others)
        checks.run("The receipts are signed by the nodes that gave them", self._receipts)
        checks.run("The messages stand in the log of the exporting State", self._message_events)
        checks.run("The seal is in its form", self.seal.form)
        checks.run("The seal is stamped with a time",
                   lambda: self.seal.timestamps(self._judge(), self.known))  # fmt: skip
        checks.run("The seal is signed by its sender",
                   lambda: self.seal.signed(self._judge(), self.at))  # fmt: skip
        checks.run("The seals before it led to it",
                   lambda: self.seal.chain(self._judge(), self.at))  # fmt: skip
        checks.run("The list of segments is the one sealed", self.seal.segment_list)
        self.bag.run(checks, self._bag_signed, self.judge or Judge(None), self.at)
        checks.run("The package inside is the one sealed",
                   lambda: self.bag.check_of_seal(self.seal))  # fmt: skip
        self.bag.run_examined(checks)
        checks.run("Request, delivery, seal and evidence belong together", self._together)
        checks.run("The conditions of use are stated", self._conditions)
        checks.run(JOURNAL, self._custody)
        checks.run("The custody events stand in a log", self._logged)
        checks.run("The certificates for stock tools are those of the directory", self._stock)
        declaration = self.folder / "certificate"
        if declaration.is_dir():
            seals = {sha256(one.data) for one in (self.seal, *self.seal.earlier)}
            found = Declaration(declaration, self.bag, seals, self.folder / "certificates")
            checks.run("The certificate of authenticity holds", lambda: found.check(self._judge()))
        if self.judge is not None:
            check_witnessed(self.judge, self.journals, checks)

    def _prepare(self) -> None:
        """Read what several checks need; what cannot be read is told by the check that needs it."""
        try:
            self.head = parsed(small(self.folder / "bundle.json"))
            self.at = moment(self.head["exported"])
        except (Wrong, *OUT_OF_FORM):
            pass
        try:
            self.seal.data = small(self.folder / "seal/seal.json")
            self.at = self.seal.claimed() or self.at
        except (Wrong, *OUT_OF_FORM):
            pass  # the check of its form tells why
        try:
            directory = Directory(lambda name: small(self.folder / "directory" / name), self.at)
            self.network = directory.network
            self.judge = Judge(directory, newer=self._newer(), now=self.now)
        except (Wrong, *OUT_OF_FORM) as error:
            self.problem = str(error)
        for folder in self._message_folders():
            try:
                self.messages.append(Message.read(folder))
            except (Wrong, *OUT_OF_FORM) as error:
                self.broken.append(f"{folder.name}: {error}")
        try:
            self.bag.read()
        except (Wrong, *OUT_OF_FORM) as error:
            self.bag.wrong.append(str(error))

    def _newer(self) -> Directory | None:
        """The copy that the reader gave, if it is of the same directory and has not expired."""
        given = self.trusted.folder
        if given is None:
            return None
        try:
            found = Directory(lambda name: small(given / name), self.now)
        except (Wrong, *OUT_OF_FORM):
            return None
        return found if found.network == self.network else None

    def _message_folders(self) -> list[Path]:
        below = self.folder / "messages"
        folders = sorted(below.iterdir()) if below.is_dir() else []
        request = self.folder / "request"
        return ([request] if request.is_dir() else []) + folders

    def _judge(self) -> Judge:
        if self.judge is None:
            raise Undecided("the directory in the bundle does not hold",
                            "whoever has the directory of that time")  # fmt: skip
        return self.judge

    @property
    def _request_message(self) -> Message | None:
        found = (one for one in self.messages if one.folder.name == "request")
        return next(found, None)

    def _complete(self) -> str:
        listed = {one["path"]: one for one in self.head["files"]}
        beside = {"bundle.json", "bundle.json.p256.p7s", "bundle.json.mldsa65.p7s",
                  "bundle.json.tst", "check.sh"}  # fmt: skip
        wrong, sums = [], []
        for path in files_below(self.folder):
            if path in beside or STAMPED_LATER.fullmatch(path):
                continue
            said = listed.pop(path, None)
            if said is None:
                wrong.append(f"{path} is one file too many")
                continue
            if path.startswith("bag/data/"):
                size = (self.folder / path).lstat().st_size
                found = said["sha256"]  # compared with the bag's manifest, which is hashed
            else:
                size, (found,) = digests(self.folder / path, "sha256")
            if (size, found) != (said["size"], said["sha256"]):
                wrong.append(f"{path} is not as listed")
            if path != "SHA256SUMS":
                sums.append(f"{said['sha256']}  {path}\n")
        wrong += [f"{path} is missing" for path in listed]
        wrong += self._payload_as_listed()
        if digests(self.folder / "check.sh", "sha256")[1] != [self.head["check_sh"]]:
            wrong.append("check.sh is another")
        if small(self.folder / "SHA256SUMS") != "".join(sums).encode():
            wrong.append("SHA256SUMS says something else than bundle.json")
        if wrong:
            raise Wrong(*wrong[:20])
        self.complete = True
        return f"{len(self.head['files'])} files"

    def _payload_as_listed(self) -> list[str]:
        """The payload was hashed once, against the bag's manifest: both must say the same."""
        manifest = manifest_lines(self.folder / "bag/manifest-sha256.txt")
        payload = (one for one in self.head["files"] if one["path"].startswith("bag/data/"))
        same = all(
            (one["path"].removeprefix("bag/"), one["sha256"]) == next(manifest, None)
            for one in payload
        )
        if same and next(manifest, None) is None:
            return list(self.bag.wrong)
        return ["bundle.json and the manifest of the bag do not list the same files"]

    def _signed(self) -> str:
        judge, head, path = self._judge(), self.head, self.folder / "bundle.json"
        stamps = Stamps(self.folder, "bundle.json", lambda name: self.folder / name)
        times = stamps.judge(judge, None) if stamps.paths else []
        self.known = min(times, default=None) if self.complete else None
        at = min(times, default=moment(head["exported"]))
        signer = judge.signatures(path, head["authority"], at, proven=bool(times))
        said = {"network": self.network, "package": self.seal.said.get("package"),
                "bag": self.bag.digest, "seal": sha256(self.seal.data)}  # fmt: skip
        if not self.seal.said:
            said["package"] = parsed(self.seal.data)["package"]
        wrong = [f"bundle.json names another {name}" for name in said if head[name] != said[name]]
        if wrong:
            raise Wrong(*wrong)
        return signer

    def _identity(self) -> str:
        directory = self._judge().directory
        assert directory is not None
        return self.trusted.check(directory)

    def _directory(self) -> str:
        demand(self.judge, self.problem)
        directory = self._judge().directory
        assert directory is not None
        if directory.held:
            raise Wrong(*(f"{state} is held back: {why}" for state, why in directory.held.items()))
        return f"as of {shown(self.at)}: {', '.join(sorted(directory.entries))}"

    def _request(self) -> str:
        judge, request = self._judge(), self._request_message
        if request is None:
            if self.broken:
                raise Wrong(*self.broken)
            raise Undecided("no request lies in the bundle", "the authority that exported it")
        return request.check(judge)

    def _others(self) -> str:
        judge, wrong = self._judge(), list(self.broken)
        others = [one for one in self.messages if one is not self._request_message]
        for one in others:
            try:
                one.check(judge)
            except Wrong as error:
                wrong += [f"{one.folder.name}: {reason}" for reason in error.reasons]
        if wrong:
            raise Wrong(*wrong)
        check_rows(self.messages)
        return f"{len(others)} messages"

    def _receipts(self) -> str:
        judge, having = self._judge(), [one for one in self.messages if one.receipt is not None]
        for one in having:
            one.check_receipt(judge)
        return f"{len(having)} of {len(self.messages)} messages have one"

    def _message_events(self) -> str:
        judge, proved = self._judge(), 0
        for one in self.messages:
            journal = Journals(one.folder / "custody")
            journal.read()
            journal.check(judge, {0: one.digest}, set())
            proved += bool(journal.proved)
        if proved < len(self.messages):
            raise Undecided(f"{proved} of {len(self.messages)} messages have a proof",
                            "the node of the State that exported the bundle")  # fmt: skip
        return f"{proved} messages"

    def _bag_signed(self) -> str:
        judge = self._judge()
        sender = self.bag.info.get("Rogatory-Sender", [None])[0]
        if sender is None:
            raise Undecided("it was sealed by nobody", "whoever collected it")
        times = self.seal.proved
        at = min(times, default=self.at)
        return judge.signatures(self.bag.folder / TAG_MANIFEST, sender, at, proven=bool(times))

    def _together(self) -> str:
        seal, request, wrong = self.seal.said, self._request_message, []
        if seal["network"] != self.network:
            wrong.append("the seal is of another network than the directory")
        if request and seal["thread"] not in {None, request.said["thread"]}:
            wrong.append("the seal is of another thread than the request")
        inside = self.bag.tags.get("request/message.json")
        if request and inside not in {None, request.digest}:
            wrong.append("the evidence carries another request than the bundle")
        if wrong:
            raise Wrong(*wrong)
        seals = {sha256(one.data) for one in (self.seal, *self.seal.earlier)}
        delivered = [one for one in self.messages
                     if one.said["kind"] in {"delivery", "partial_delivery"} and one.said["body"].get("seal") in seals]  # fmt: skip
        if not delivered or request is None:
            raise Undecided("no delivery message names this seal, or there is no request",
                            "the authority that exported the bundle")  # fmt: skip
        same = delivered[0].said["thread"] == request.said["thread"]
        demand(same, "the delivery is of another thread than the request")
        return f"thread {request.said['thread']}"

    def _conditions(self) -> str:
        said = parsed(small(self.bag.folder / "conditions.json"))
        stated = [f"{name}: {value}" for name, value in said.items()
                  if name != "version" and value not in (None, False, [])]  # fmt: skip
        return "; ".join(stated)

    def _custody(self) -> str:
        judge, known = self._judge(), set[str]()
        count = 0
        for journal in self.journals:
            journal.read()
            count += journal.check(judge, self.bag.objects(), known)
        if not count:
            raise Undecided("there is no custody journal", "whoever collected and sealed it")
        return f"{count} events"

    def _logged(self) -> str:
        proved = sum(one.proved for one in self.journals)
        unproved = sum(one.unproved for one in self.journals)
        if unproved or not proved:
            raise Undecided(f"{unproved} events have no proof of a log",
                            "the State that recorded them")  # fmt: skip
        return f"{proved} events"

    def _stock(self) -> str:
        directory = self._judge().directory
        assert directory is not None
        listed = {unbase64(one["der"]) for entry in directory.entries.values()
                  for one in entry["certificates"]}  # fmt: skip
        count = 0
        for path in sorted((self.folder / "certificates").glob("*.pem")):
            for one in x509.load_pem_x509_certificates(small(path)):
                demand(der_of(one) in listed, f"{path.name} is none that the directory lists")
                count += 1
        for path in sorted((self.folder / "certificates").glob("*.crl")):
            self._stock_list(path, listed)
        return f"{count} certificates"

    @staticmethod
    def _stock_list(path: Path, listed: set[bytes]) -> None:
        """A revocation list is by a State CA that the directory lists."""
        found = _revocation_list(small(path))
        for der_bytes in listed:
            one = x509.load_der_x509_certificate(der_bytes)
            if one.subject == found.issuer:
                try:
                    verify(one.public_key(), found.signature, found.tbs_certlist_bytes,
                           found.signature_hash_algorithm)  # fmt: skip
                except (Wrong, TypeError):
                    continue  # of the other family
                return
        raise Wrong(f"{path.name} is by no State CA that the directory lists")


class Disclosure:
    """Some items of a package, each proved, naming no other [19.1]."""

    def __init__(self, folder: Path, trusted: Trusted, now: datetime) -> None:
        self.folder, self.now = folder, now
        self.seal = Seal(folder / "seal")
        self.judge, _ = judge_of(folder, trusted, now, now)
        self.said: Json = {}
        self.files: list[tuple[str, int, str]] = []

    def run(self, checks: Checks) -> None:
        checks.run("The disclosure is in its form and complete", self._form)
        if not self.said:
            return
        checks.run("It is signed by the authority that discloses", self._signed)
        if (self.folder / "seal/seal.json").exists():
            checks.run("The seal is in its form", self.seal.form)
            checks.run("The seal is stamped with a time", lambda: self.seal.timestamps(self.judge))
            checks.run(
                "The seal is signed by its sender",
                lambda: self.seal.signed(self.judge, self.now),
            )
            checks.run("The seals before it led to it",
                       lambda: self.seal.chain(self.judge, self.now))  # fmt: skip
        checks.run("The seal is of this package", self._of_this_package)
        checks.run("The package is signed", self._package)
        checks.run("What is told of the package is what was signed", self._documents)
        checks.run("Each item is one of the package", self._items)
        checks.run("Each file is as its item says, and no other is there", self._files)
        checks.run("The conditions are those of the package", self._conditions)

    def _form(self) -> str:
        said = parsed(small(self.folder / "disclosure.json", 1 << 20))
        demand(first_version(said), "a disclosure of another version")
        listed = {one["path"]: (one["size"], [one["sha256"]]) for one in said["documents"]}
        beside = {"disclosure.json", "disclosure.json.p256.p7s", "disclosure.json.mldsa65.p7s"}
        for path in files_below(self.folder):
            if path in beside or path.startswith("items/"):
                continue
            same = listed.pop(path, None) == digests(self.folder / path, "sha256")
            demand(same, f"{path} is not listed, or is another")
        demand(not listed, f"missing: {', '.join(listed)}")
        selection = digests(self.folder / "items.jsonl", "sha256")[1]
        demand(selection == [said["selection"]], "items.jsonl is another")
        self.said = said
        return f"{said['items']} of {said['count']} items"

    def _signed(self) -> str:
        path = self.folder / "disclosure.json"
        at = moment(self.said["disclosed"])
        return self.judge.signatures(path, self.said["authority"], at, proven=False)

    def _of_this_package(self) -> str | None:
        if not self.seal.said:
            raise Undecided("there is no seal", "whoever has the package")
        demand(self.seal.said["bag"] == self.said["bag"], "the seal is of another package")
        return None

    def _package(self) -> str:
        path = self.folder / "package" / TAG_MANIFEST
        demand(sha256(small(path)) == self.said["bag"], "it is the tag manifest of another package")
        at, proven = min(self.seal.proved, default=self.now), bool(self.seal.proved)
        return self.judge.signatures(path, self.said["sender"], at, proven=proven)

    def _documents(self) -> None:
        listed = dict(manifest_lines(self.folder / "package" / TAG_MANIFEST))
        for path in ("items-root.txt", "bag-info.txt", "conditions.json"):
            there = self.folder / "package" / path
            if not there.exists():
                demand(path in self.said["withheld"], f"{path} is missing")
                continue
            demand(digests(there, "sha256")[1] == [listed[path]], f"{path} is another")
        text = f"rogatory/items-root/v1\n{self.said['count']}\n{self.said['root']}\n"
        same = small(self.folder / "package/items-root.txt") == text.encode()
        demand(same, "disclosure.json says another root or count")

    def _items(self) -> str:
        root, count, before = bytes.fromhex(self.said["root"]), self.said["count"], -1
        with opened(self.folder / "items.jsonl") as file:
            for number, line in enumerate(file, 1):
                item = parsed(line.removesuffix(b"\n"))
                demand(item["index"] > before, "the items are not in order, each once")
                before = item["index"]
                told = item["line"].encode() + b"\n"
                entry = hashlib.sha256(bytes.fromhex(item["salt"]) + told).digest()
                path = [bytes.fromhex(one) for one in item["proof"]]
                found = root_by_path(item["index"], count, leaf(entry), path)
                demand(found == root, f"line {number} is no item of the package")
                said = parsed(item["line"].encode())
                if "sha256" in said:
                    self.files.append((said["path"], said["size"], said["sha256"]))
        demand(number == self.said["items"], "disclosure.json says another number of items")
        return f"{number} items"

    def _files(self) -> str:
        folder = self.folder / "items"
        there = list(files_below(folder)) if folder.is_dir() else []
        listed = sorted(self.files, key=lambda one: one[0].encode())
        demand(there == [path for path, _, _ in listed], "files are missing or too many")
        sums = []
        for path, size, digest in listed:
            found = digests(folder / path, "sha256")
            demand(found == (size, [digest]), f"{path} is not as its item says")
            sums.append(f"{digest}  items/{path}\n")
        same = small(self.folder / "SHA256SUMS") == "".join(sums).encode()
        demand(same, "SHA256SUMS says something else")
        return f"{len(listed)} files"

    def _conditions(self) -> None:
        path = self.folder / "package/conditions.json"
        if not path.exists():
            raise Undecided("conditions.json is kept back", "whoever has the package")
        told = {name: value for name, value in parsed(small(path)).items() if name != "version"}
        demand(self.said["conditions"] == told, "disclosure.json says other conditions")


def judge_of(folder: Path, trusted: Trusted, at: datetime, now: datetime) -> tuple[Judge, bool]:
    """By what a package that stands alone is judged; whether that came from elsewhere."""
    if trusted.folder is not None:
        given = trusted.folder
        return Judge(Directory(lambda name: small(given / name), at), now=now), True
    places = [folder / "certificates", folder / "seal/certificates"]
    withdrawn = Withdrawals(*places)
    if trusted.certificates:
        return Judge(None, trusted.certificates, withdrawn, now=now), True
    found: list[Certificate] = []
    for path in (
        path for below in places if below.is_dir() for path in sorted(below.glob("*.pem"))
    ):
        found += pem_certificates(path)
    return Judge(None, tuple(found), withdrawn, now=now), False


def check_sealed(folder: Path, trusted: Trusted, checks: Checks, now: datetime) -> None:
    """A sealed package, without a key [15]."""
    seal = Seal(folder)
    checks.run("The seal is in its form", seal.form)
    if not seal.said:
        return
    judge, compared = judge_of(folder, trusted, seal.claimed() or now, now)
    remark = "" if compared else " (by certificates that came along: compare them)"
    checks.run("The seal is stamped with a time", lambda: seal.timestamps(judge))
    checks.run("The seal is signed by its sender", lambda: seal.signed(judge, now) + remark)
    checks.run("The seals before it led to it", lambda: seal.chain(judge, now))
    checks.run("The encrypted package is the one sealed, in full", seal.package)
    checks.run("The list of segments is the one sealed", seal.segment_list)
    checks.run("Every segment is unchanged", seal.segments)
    checks.run("The package inside is the one sealed", _encrypted)
    earlier = dict.fromkeys(range(1, 10000), ANY)
    checks.run(
        JOURNAL, lambda: check_journal(folder / "custody", judge, {0: seal.said["bag"]} | earlier)
    )


def check_journal(folder: Path, judge: Judge, objects: dict[int, str | None]) -> str:
    journals = Journals(folder)
    journals.read()
    count = journals.check(judge, objects, set())
    if not count:
        raise Undecided("there is no custody journal", "whoever collected and sealed it")
    return f"{count} events, {journals.proved} of them proved to stand in a log"


def _encrypted() -> str:
    raise Undecided("the package inside is encrypted", "a recipient, by opening it")


def check_bag(folder: Path, trusted: Trusted, checks: Checks, now: datetime) -> None:
    """An opened package that stands alone [15], with the journal and the seal kept beside it."""
    beside = folder.with_name(folder.name + "-custody")
    judge, _ = judge_of(beside, trusted, now, now)
    bag, seal = Bag(folder), Seal(beside / "seal")
    bag.read()
    if (beside / "seal/seal.json").exists():
        checks.run("The seal is in its form", seal.form)
        checks.run("The seal is stamped with a time", lambda: seal.timestamps(judge))
        checks.run("The seal is signed by its sender", lambda: seal.signed(judge, now))
        checks.run("The seals before it led to it", lambda: seal.chain(judge, now))
    proved = seal.proved
    at = min(proved, default=now)

    def signed() -> str:
        path = folder / TAG_MANIFEST
        if not Path(f"{path}.p256.p7s").exists():
            demand("Rogatory-Sender" not in bag.info, "it was sealed, and is not signed")
            raise Undecided("it was collected without a signature", "whoever collected it")
        sender = bag.info.get("Rogatory-Sender", [None])[0]
        return judge.signatures(path, sender, at, proven=bool(proved))

    bag.run(checks, signed, judge, at)
    if seal.said:
        checks.run("The package inside is the one sealed", lambda: bag.check_of_seal(seal))
    bag.run_examined(checks)
    checks.run(JOURNAL, lambda: check_journal(beside, judge, bag.objects()))


def main() -> int:
    about = (__doc__ or "").split("\n\n")
    parser = argparse.ArgumentParser(description=about[0], epilog=about[2])
    parser.add_argument("path", type=Path, metavar="PATH")
    parser.add_argument("--trust", action="append", default=[], metavar="WHAT")
    parser.add_argument("--json", action="store_true", help="tell it for a program")
    given = parser.parse_args()
    try:
        trusted = Trusted.read(given.trust)
    except (Wrong, *OUT_OF_FORM) as error:
        parser.error(f"--trust: {error}")
    checks, root = examine(given.path, trusted)
    tell(checks, root, compared=trusted.anything, as_json=given.json)
    return {"holds": 0, "fails": 1, "undecided": 3}[checks.outcome]


def examine(path: Path, trusted: Trusted, now: datetime | None = None) -> tuple[Checks, str | None]:
    """Every check of what lies at `path`, and the root's fingerprint where it is a bundle."""
    checks, now = Checks(), now or datetime.now(UTC)
    try:
        if (path / "bundle.json").exists():
            bundle = Bundle(path, trusted, now)
            bundle.run(checks)
            return checks, bundle.network
        if (path / "seal.json").exists():
            check_sealed(path, trusted, checks, now)
        elif (path / "disclosure.json").exists():
            Disclosure(path, trusted, now).run(checks)
        elif (path / "bagit.txt").exists():
            check_bag(path, trusted, checks, now)
        else:
            demand(False, f"{path} holds neither a bundle nor a package")
    except (Wrong, *OUT_OF_FORM) as error:
        checks.done.append(Check(len(checks.done) + 1, "It can be read", "fails", (str(error),)))
    return checks, None


def tell(checks: Checks, root: str | None, *, compared: bool, as_json: bool) -> None:
    if as_json:
        found = [one.__dict__ for one in checks.done]
        print(json.dumps({"checks": found, "outcome": checks.outcome, "root": root}))
        return
    if root:
        print("Root fingerprint ", " ".join(root[at : at + 4] for at in range(0, 64, 4)))
        print("  by telephone   ", spoken(root))
        if not compared:
            print("Compare this with one that you have from elsewhere, or give --trust.")
    counts = {word: sum(one.outcome == word for one in checks.done)
              for word in ("holds", "fails", "undecided")}  # fmt: skip
    print("{holds} checks hold, {fails} fail, {undecided} cannot be decided here.".format(**counts))
    marks = {"holds": "holds  ", "fails": "FAILS  ", "undecided": "cannot be decided"}
    for one in checks.done:
        print(f"{one.number:3}  {marks[one.outcome]}  {one.name}")
        for remark in one.remarks:
            print(f"{'':14}{printable(remark)}")
        if one.who:
            print(f"{'':14}can be settled by: {one.who}")


def printable(text: str) -> str:
    """Without characters that a terminal obeys or that change the direction of reading."""
    return "".join(c if c.isprintable() and unicodedata.bidirectional(c) not in
                   {"RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "FSI", "PDF", "PDI"}
                   else f"\\u{ord(c):04x}" for c in text)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
