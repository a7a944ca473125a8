# SPDX-License-Identifier: Apache-2.0
"""ID tokens of OpenID Connect: whom a State's own log-in service says that it let in.

Core 1.0 section 3.1.3.7, with the signature always checked, though the token comes over TLS from the
service itself: a proxy that ends TLS there must not let anybody in. RS256 and ES256 alone.
"""

import base64
import binascii
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.seal import refusals
from rogatory.seal.keys import SMALLEST_RSA_BITS
from rogatory.wire.words import P_, Said

LARGEST_TOKEN = 16 << 10
"""An ID token has some two thousand bytes; more is aimed at the parser."""

LONGEST_SUBJECT = 255
"""Core 1.0 section 2."""

CLOCKS_APART = timedelta(minutes=1)
"""How far the two machines' clocks may stand apart."""

OLDEST = timedelta(minutes=10)
"""A token is used in the moment in which it was fetched; an old one was kept by somebody."""

type Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a token must say: who issued it, for whom, and in answer to what."""

    issuer: str
    client: str
    nonce: str


def subject_of(token: str, keys: Sequence[Claims], wanted: Wanted, at: datetime) -> str:
    """The subject of a token that holds.

    1. It is a signed token in compact form, RS256 or ES256, without critical extensions.
    2. One of the issuer's keys signed it: the one that it names, or the only one of that kind.
    3. It is of that issuer, for this client and no other party, and has the nonce that was sent.
    4. It was issued within the last minutes and has not run out.

    Raises:
        Refused: with every reason of 3 and 4, or that of 1 or 2.
    """
    header, claims, signed, signature = _parts(token)  # 1
    _check_signature(header, signed, signature, keys)  # 2
    refuse_if_any([*_claim_reasons(claims, wanted), *_time_reasons(claims, at)])  # 3, 4
    return str(claims["sub"])


def _parts(token: str) -> tuple[Claims, Claims, bytes, bytes]:
    pieces = token.split(".")
    if len(token) > LARGEST_TOKEN or len(pieces) != 3:
        raise _refused(P_("it is no signed token"))
    header, claims = (_object(_decoded(piece)) for piece in pieces[:2])
    if "crit" in header:
        raise _refused(P_("it has critical extensions"))
    return header, claims, f"{pieces[0]}.{pieces[1]}".encode("ascii"), _decoded(pieces[2])


def _check_signature(
    header: Claims, signed: bytes, signature: bytes, keys: Sequence[Claims]
) -> None:
    kinds = {"RS256": "RSA", "ES256": "EC"}
    kind = kinds.get(str(header.get("alg")))
    if kind is None:
        raise _refused(P_("it is signed by an algorithm that is not taken"))
    named = header.get("kid")
    found = [
        one
        for one in keys
        if one.get("kty") == kind
        and one.get("use", "sig") == "sig"
        and (named is None or one.get("kid") == named)
    ]
    if len(found) != 1:
        raise _refused(P_("none of the issuer's keys, or more than one, may have signed it"))
    try:
        (_check_rsa if kind == "RSA" else _check_ec)(found[0], signed, signature)
    except (InvalidSignature, ValueError, KeyError, TypeError) as error:
        raise _refused(P_("its signature does not hold")) from error


def _check_rsa(key: Claims, signed: bytes, signature: bytes) -> None:
    numbers = rsa.RSAPublicNumbers(_number(key["e"]), _number(key["n"]))
    if numbers.n.bit_length() < SMALLEST_RSA_BITS:
        raise ValueError(Said(P_("the key is too short")))
    numbers.public_key().verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())


def _check_ec(key: Claims, signed: bytes, signature: bytes) -> None:
    if key.get("crv") != "P-256" or len(signature) != 64:
        raise ValueError(Said(P_("not ES256")))
    numbers = ec.EllipticCurvePublicNumbers(_number(key["x"]), _number(key["y"]), ec.SECP256R1())
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    numbers.public_key().verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))


def _claim_reasons(claims: Claims, wanted: Wanted) -> Iterator[Reason]:
    if claims.get("iss") != wanted.issuer:
        yield _reason(P_("it is of another issuer"))
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    if wanted.client not in named:
        yield _reason(P_("it is for another client"))
    elif len(named) > 1 and claims.get("azp") != wanted.client:
        yield _reason(P_("it is for several clients and was given to another"))
    if claims.get("nonce") != wanted.nonce:
        yield _reason(P_("it does not answer this log-in"))
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        yield _reason(P_("it names nobody"))


def _time_reasons(claims: Claims, at: datetime) -> Iterator[Reason]:
    issued, ends = _moment(claims.get("iat")), _moment(claims.get("exp"))
    if issued is None or ends is None:
        yield _reason(P_("it does not say when it was issued and when it ends"))
        return
    if ends <= at - CLOCKS_APART:
        yield _reason(P_("it has run out"))
    if not at - OLDEST <= issued <= at + CLOCKS_APART:
        yield _reason(P_("it was not issued just now"))


def _moment(value: object) -> datetime | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value):  # type: ignore[arg-type]  # a number by now
        return None
    try:
        return datetime.fromtimestamp(value, UTC)  # type: ignore[arg-type]  # likewise
    except (OverflowError, ValueError, OSError):
        return None


def _object(data: bytes) -> Claims:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _refused(P_("it is no signed token")) from error
    if not isinstance(found, dict):
        raise _refused(P_("it is no signed token"))
    return found


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise _refused(P_("it is no signed token")) from error


def _number(text: str) -> int:
    return int.from_bytes(_decoded(str(text)))


def _refused(problem: Phrase) -> Refused:
    return Refused(_reason(problem))


def _reason(problem: Phrase) -> Reason:
    return refusals.ID_TOKEN.because(problem=problem)
