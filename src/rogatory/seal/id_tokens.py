# SPDX-License-Identifier: Apache-2.0
"""ID tokens of OpenID Connect: whom a State's own log-in service says that it let in.

Core 1.0 section 3.1.3.7, with the signature always checked, though the token comes over TLS from the
service itself: a proxy that ends TLS there must not let anybody in. RS256 and ES256 alone. PyJWT reads
the token's form and checks its signature (decision 87); which key may sign and what must be claimed is
decided here, with every reason.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from jwt import PyJWK, PyJWS
from jwt.exceptions import DecodeError, PyJWTError

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.seal import refusals
from rogatory.wire.words import P_

LARGEST_TOKEN = 16 << 10
"""An ID token has some two thousand bytes; more is aimed at the parser."""

LONGEST_SUBJECT = 255
"""Core 1.0 section 2."""

CLOCKS_APART = timedelta(minutes=1)
"""The greatest permitted difference of the two machines' clocks."""

OLDEST = timedelta(minutes=10)
"""A token is used in the moment in which it was fetched; an old one was kept by somebody."""

_KINDS = {"RS256": "RSA", "ES256": "EC"}
"""The algorithms that are taken, each with its one kind of key: nothing else is ever tried."""

_PUBLIC = frozenset({"kty", "n", "e", "crv", "x", "y"})

_SIGNED = PyJWS(algorithms=list(_KINDS), options={"enforce_minimum_key_length": True})
"""Knows no other algorithm, so neither `none` nor a secret; an RSA key has at least 2,048 bits."""

_HEADER = P_("its header has critical extensions, or names a key by something that is no text")

type Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ExpectedClaims:
    """The claims that a token must have: who issued it, for whom, and in answer to what."""

    issuer: str
    client: str
    nonce: str


def token_subject(token: str, keys: Sequence[Claims], wanted: ExpectedClaims, at: datetime) -> str:
    """Return the subject of a token that holds.

    1. It is a signed token in compact form, RS256 or ES256, without critical extensions.
    2. One of the issuer's keys signed it: the one that it names, or the only one of that kind.
    3. It is of that issuer, for this client and no other party, and has the nonce that was sent.
    4. It was issued within the last minutes and has not run out.

    Raises:
        Refused: with every reason of 3 and 4, or that of 1 or 2.
    """
    claims = _signed_claims(token, keys)  # 1, 2
    refuse_if_any([*_claim_reasons(claims, wanted), *_time_reasons(claims, at)])  # 3, 4
    return str(claims["sub"])


def _signed_claims(token: str, keys: Sequence[Claims]) -> Claims:
    if len(token) > LARGEST_TOKEN:
        raise _refused(P_("it is no signed token"))
    header = _header(token)
    kind = _KINDS.get(str(header.get("alg")))
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
    # Only what makes a public key: what else the issuer says of it decides nothing here.
    public = {name: value for name, value in found[0].items() if name in _PUBLIC}
    try:
        key = PyJWK(public, algorithm=header["alg"])
        payload = _SIGNED.decode(token, key, algorithms=list(_KINDS))
    except (PyJWTError, ValueError, TypeError) as error:
        raise _refused(P_("its signature does not hold")) from error
    return _object(payload)


def _header(token: str) -> Claims:
    """Read the header, which nobody has signed for yet."""
    try:
        header: Claims = _SIGNED.get_unverified_header(token)
    except (DecodeError, ValueError) as error:
        raise _refused(P_("it is no signed token")) from error
    except PyJWTError as error:
        raise _refused(_HEADER) from error
    if "crit" in header:
        raise _refused(_HEADER)
    return header


def _claim_reasons(claims: Claims, wanted: ExpectedClaims) -> Iterator[Reason]:
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
        yield _reason(P_("it does not state when it was issued and when it ends"))
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


def _refused(problem: Phrase) -> Refused:
    return Refused(_reason(problem))


def _reason(problem: Phrase) -> Reason:
    return refusals.ID_TOKEN.because(problem=problem)
