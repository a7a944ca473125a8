# SPDX-License-Identifier: Apache-2.0
"""Approvals: an officer's WebAuthn assertion over what is approved, checked by anyone, offline.

The challenge is SHA-256("rogatory/approval/v1" LF, verdict, LF, content digest in hex), so one
assertion says yes or no to one content and nothing else. WebAuthn Level 3 section 7.2, without
what needs the site's state: the counter proves nothing offline and is not asked.
"""

import base64
import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from fido2 import cbor
from fido2.cose import ES256, CoseKey, EdDSA
from fido2.webauthn import AuthenticatorData

from rogatory.errors import Reason, Refused
from rogatory.seal import refusals
from rogatory.seal.keys import P256_ORDER
from rogatory.wire.digests import parse_digest
from rogatory.wire.words import P_, FilledText

LARGEST_CLIENT_DATA = 4096
"""Browsers write some 250 bytes; more would be smuggled into what an officer is said to sign."""

LARGEST_AUTHENTICATOR_DATA = 4096
"""37 bytes and at most a few extensions; more is aimed at the CBOR parser."""

LARGEST_KEY = 1024
"""A COSE key of ES256 has 77 bytes; more is aimed at the CBOR parser."""

_DOMAIN = b"rogatory/approval/v1\n"
_VERDICT_FORM = re.compile(r"[a-z]+(?:-[a-z]+)*\Z")
_ASSERTION = "webauthn.get"
_KEY_FORMS: Mapping[type, tuple[int, int, tuple[int, ...]]] = {
    # key type, curve, and which members are its 32-byte coordinates (RFC 9053 7.1, 7.2)
    ES256: (2, 1, (-2, -3)),
    EdDSA: (1, 6, (-2,)),
}


@dataclass(frozen=True, slots=True)
class Approval:
    """One officer's assertion with its verdict; the byte fields are as the browser gave them."""

    officer: str
    verdict: str
    credential: bytes
    authenticator_data: bytes
    client_data: bytes
    signature: bytes


def challenge(verdict: str, content_digest: str) -> bytes:
    """Return the 32 bytes that an officer's authenticator signs; the digest is 64 hex digits."""
    if not _VERDICT_FORM.match(verdict):
        raise ValueError(f"a verdict is a lower-case word, not {verdict!r}")
    digest = parse_digest(content_digest)
    return hashlib.sha256(_DOMAIN + verdict.encode() + b"\n" + digest.encode()).digest()


def is_approval_key(key: bytes) -> bool:
    """Decide whether approvals can be checked with it: COSE, ES256 on P-256 or EdDSA on Ed25519."""
    return _cose_key(key) is not None


def point_of(key: bytes) -> bytes:
    """Return the point of a COSE key, the same for every spelling of it; of no such key, its bytes."""
    found = _cose_key(key)
    if found is None:
        return key
    kind, curve, members = _KEY_FORMS[type(found)]
    return bytes((kind, curve)) + b"".join(found[member] for member in members)


def touch_of(approval: Approval) -> bytes:
    """Return what one touch of an authenticator gave, as 32 bytes: the same for every spelling of
    it.

    The holder of an ES256 signature (r, s) can write (r, order - s), which verifies as well, and
    can set `officer`, `verdict` and `credential`, which are not signed, at will; neither makes a
    new one.
    """
    touch = hashlib.sha256()
    for part in (
        approval.authenticator_data,
        approval.client_data,
        _one_spelling(approval.signature),
    ):
        touch.update(hashlib.sha256(part).digest())
    return touch.digest()


def _one_spelling(signature: bytes) -> bytes:
    try:
        r, s = decode_dss_signature(signature)
    except ValueError:
        return signature  # EdDSA, which has one
    return f"{r} {min(s, P256_ORDER - s)}".encode()


def approval_reasons(
    approval: Approval,
    *,
    credential_key: bytes,
    rp_id: str,
    origins: Collection[str],
    content_digest: str,
    credential: bytes | None = None,
) -> list[Reason]:
    """Return why the approval does not count for this content; none if it does.

    What must hold:
      1. The credential is the registered one (when `credential` is given).
      2. The client data are JSON without double names: type `webauthn.get`, the challenge of
         verdict and content digest, an origin among `origins`, not cross-origin.
      3. The authenticator data are well formed: hash of `rp_id`, user present, user verified.
      4. The signature over authenticator data and SHA-256(client data) holds under
         `credential_key` (COSE, ES256 on P-256 or EdDSA on Ed25519).

    The caller must still check that the register of officers gives that officer this key, the
    authority and the role, at the moment in question, and that the verdict is the one needed.
    """
    officer = approval.officer
    reasons: list[Reason] = []
    if credential is not None and credential != approval.credential:
        reasons.append(refusals.APPROVAL_CREDENTIAL.because(officer=officer))  # 1
    reasons.extend(_client_data_reasons(approval, origins, content_digest))  # 2
    reasons.extend(_authenticator_data_reasons(approval, rp_id))  # 3
    reasons.extend(_signature_reasons(approval, credential_key))  # 4
    return reasons


def _client_data_reasons(
    approval: Approval, origins: Collection[str], content_digest: str
) -> Iterator[Reason]:
    officer = approval.officer
    client = _client_data(approval.client_data)
    if client is None:
        problem = P_("its client data are not the JSON of WebAuthn")
        yield refusals.APPROVAL_MALFORMED.because(officer=officer, problem=problem)
        return
    if client.get("type") != _ASSERTION:
        found = ascii(client.get("type"))[:40]
        yield refusals.APPROVAL_KIND.because(officer=officer, found=found)
    if not _is_challenge(client.get("challenge"), approval.verdict, content_digest):
        yield refusals.APPROVAL_OTHER_SUBJECT.because(officer=officer)
    if client.get("origin") not in origins:
        origin = ascii(client.get("origin"))[:120]
        yield refusals.APPROVAL_ORIGIN.because(officer=officer, origin=origin)
    # A top origin is only written when the page was inside another one (WebAuthn 5.8.1).
    if client.get("crossOrigin", False) is not False or "topOrigin" in client:
        yield refusals.APPROVAL_CROSS_ORIGIN.because(officer=officer)


def _authenticator_data_reasons(approval: Approval, rp_id: str) -> Iterator[Reason]:
    officer = approval.officer
    found = _authenticator_data(approval.authenticator_data)
    if found is None:
        problem = P_("its authenticator data are not those of WebAuthn")
        yield refusals.APPROVAL_MALFORMED.because(officer=officer, problem=problem)
        return
    if found.rp_id_hash != hashlib.sha256(rp_id.encode()).digest():
        yield refusals.APPROVAL_RELYING_PARTY.because(officer=officer, wanted=rp_id)
    if not found.is_user_present():
        yield refusals.APPROVAL_NOT_PRESENT.because(officer=officer)
    if not found.is_user_verified():
        yield refusals.APPROVAL_NOT_VERIFIED.because(officer=officer)


def _signature_reasons(approval: Approval, credential_key: bytes) -> Iterator[Reason]:
    key = _cose_key(credential_key)
    if key is None:
        problem = P_("it is not a COSE key of ES256 or Ed25519")
        yield refusals.APPROVAL_KEY.because(officer=approval.officer, problem=problem)
        return
    message = approval.authenticator_data + hashlib.sha256(approval.client_data).digest()
    try:
        key.verify(message, approval.signature)
    except (InvalidSignature, ValueError):
        yield refusals.APPROVAL_SIGNATURE.because(officer=approval.officer)


def _is_challenge(found: object, verdict: str, content_digest: str) -> bool:
    """Decide whether the text is the one base64url spelling of the challenge."""
    try:
        wanted = challenge(verdict, content_digest)
    except (ValueError, Refused):
        return False
    return found == base64.urlsafe_b64encode(wanted).rstrip(b"=").decode()


def _client_data(data: bytes) -> Mapping[str, Any] | None:
    if len(data) > LARGEST_CLIENT_DATA:
        return None
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_names_once)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _names_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(FilledText(P_("a name occurs twice")))
    return found


def _authenticator_data(data: bytes) -> AuthenticatorData | None:
    if len(data) > LARGEST_AUTHENTICATOR_DATA:
        return None
    try:
        return AuthenticatorData(data)
    except Exception:  # noqa: BLE001 - the library's parser raises whatever its depths raise
        return None


_CBOR_ARRAY, _CBOR_MAP = 4, 5
"""CBOR's major types that hold others."""


def _cose_key(data: bytes) -> CoseKey | None:
    """Return the key, if it is ES256 on P-256 or EdDSA on Ed25519 and whole."""
    if len(data) > LARGEST_KEY:
        return None
    try:
        members = cbor.decode(data)
        key = CoseKey.parse(members)  # type: ignore[arg-type]
        if _names_twice(data)[0]:
            return None
    except Exception:  # noqa: BLE001 - the library's parser raises whatever its depths raise
        return None
    form = _KEY_FORMS.get(type(key))
    if form is None or (key.get(1), key.get(-1)) != form[:2]:
        return None
    coordinates = [key.get(member) for member in form[2]]
    whole = [one for one in coordinates if isinstance(one, bytes) and len(one) == 32]
    return key if len(whole) == len(form[2]) and _is_on_curve(whole) else None


def _names_twice(data: bytes) -> tuple[bool, bytes]:
    """Decide whether a name occurs twice in a CBOR map, or in one nested in it; return what follows."""
    kind = data[0] >> 5
    if kind not in {_CBOR_ARRAY, _CBOR_MAP}:
        return False, cbor.decode_from(data)[1]
    count, rest = data[0] & 0x1F, data[1:]
    if count >= 24:
        size = 1 << (count - 24)
        count, rest = int.from_bytes(rest[:size]), rest[size:]
    names, twice = list[object](), False
    for _ in range(count):
        if kind == _CBOR_MAP:
            name, rest = cbor.decode_from(rest)
            twice, names = twice or name in names, [*names, name]
        found, rest = _names_twice(rest)
        twice = twice or found
    return twice, rest


def _is_on_curve(coordinates: Sequence[bytes]) -> bool:
    """Decide whether they are a point of P-256; one coordinate alone is of Ed25519, which has no others."""
    if len(coordinates) == 1:
        return True
    x, y = map(int.from_bytes, coordinates)
    try:
        ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    except ValueError:
        return False
    return True
