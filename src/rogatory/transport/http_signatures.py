# SPDX-License-Identifier: Apache-2.0
"""Signatures on the line (RFC 9421), over the digest of the body (RFC 9530).

A request is signed by one key over `@method`, `@target-uri`, `content-digest` and
`rogatory-state` (the State that it is meant for), with `created`, `expires`, `keyid`, `nonce`
and the tag `rogatory`: exactly these, so that two readers never differ about what was signed.
Nothing else on the line is believed. The signature says which node speaks; what it says is signed
in the documents themselves.
"""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from http_message_signatures import (
    ContentDigest,
    HTTPMessageSignaturesException,
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureAlgorithm,
    HTTPSignatureKeyResolver,
    InvalidSignature,
)
from http_message_signatures.algorithms import ECDSA_P256_SHA256

from rogatory.errors import Phrase, Refused
from rogatory.transport import refusals
from rogatory.wire.moments import CLOCK_TOLERANCE
from rogatory.wire.words import P_, FilledText, Theirs

TAG = "rogatory"
STATE_FIELD = "Rogatory-State"
COVERED = ("@method", "@target-uri", "content-digest", "rogatory-state")
PARAMETERS = ("created", "expires", "keyid", "nonce", "tag")

LIFETIME = timedelta(seconds=60)
"""A captured request is worth nothing after a minute, and its nonce need not be kept longer."""

LATEST_MOMENT = 253402300799
"""The last second of the year 9999: beyond it no moment can be made, and asking would fail."""

LONGEST_NONCE = 64
"""A nonce is kept until its signature expires, so a peer may not make it long."""

SHORTEST_NONCE = 16
"""Twelve random bytes at least, so that two nodes never meet by chance."""

NONCE_SIZE = 18
"""Random bytes of a nonce of ours: a multiple of three, since `=` after others is in no nonce."""

_NONCE = re.compile(rf"[A-Za-z0-9_-]{{{SHORTEST_NONCE},{LONGEST_NONCE}}}\Z", re.ASCII)
_INPUT = re.compile(
    r"(?P<label>[a-z*][a-z0-9_.*-]{0,63})="
    + re.escape("({})".format(" ".join(f'"{one}"' for one in COVERED)))
    + r"""(?P<parameters>(?:;[a-z]+=(?:[0-9]{1,15}|"[ !#-\[\]-~]*")){5})\Z""",
    re.ASCII,
)
_PARAMETER = re.compile(r";([a-z]+)=")
_DIGEST = re.compile(r"sha-256=:[A-Za-z0-9+/]{43}=:\Z", re.ASCII)

type Sign = Callable[[bytes], bytes]
"""An ECDSA P-256 signature over the message as r and s, 64 bytes (RFC 9421 3.3.4)."""

type Holds = Callable[[bytes, bytes], bool]
"""Returns whether (message, signature) holds under one public key."""


@dataclass(frozen=True, slots=True)
class LineKey:
    """A key that signs requests, and the name under which the directory lists it."""

    keyid: str
    sign: Sign


@dataclass(slots=True)
class LineRequest:
    """One request as RFC 9421 sees it. `url` is absolute, over unreserved ASCII."""

    method: str
    url: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class VerifiedRequest:
    """The sender of a request, and until when its nonce must be remembered."""

    keyid: str
    nonce: str
    until: datetime
    created: datetime
    """When its holder says that it was made: the clock of the other side."""


class _Algorithm(HTTPSignatureAlgorithm):
    algorithm_id = "ecdsa-p256-sha256"

    def __init__(self, public_key: Any = None, private_key: Any = None) -> None:
        self._holds: Holds = public_key
        self._sign: Sign = private_key

    def sign(self, message: bytes) -> bytes:
        return self._sign(message)

    def verify(self, signature: bytes, message: bytes) -> None:
        if not self._holds(message, signature):
            raise InvalidSignature("the signature does not hold")


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, find: Callable[[str], Any]) -> None:
        self._find = find

    def resolve_public_key(self, key_id: str) -> Any:
        return self._find(key_id)

    def resolve_private_key(self, key_id: str) -> Any:
        return self._find(key_id)


class _Verifier(HTTPMessageVerifier):
    """The library's verifier with the node's clock instead of the machine's."""

    def __init__(self, find: Callable[[str], Holds | None], now: datetime) -> None:
        super().__init__(signature_algorithm=_Algorithm, key_resolver=_Keys(find))
        self._now = now

    def validate_created_and_expires(
        self,
        sig_input: Any,
        max_age: timedelta | None = None,  # noqa: ARG002 - the library's shape; our limits are fixed
    ) -> None:
        created, expires = (self._moment(sig_input.params, name) for name in ("created", "expires"))
        if not created <= expires <= created + LIFETIME:
            raise InvalidSignature("created and expires lie further apart than a minute")
        if created > self._now + CLOCK_TOLERANCE or expires < self._now - CLOCK_TOLERANCE:
            raise InvalidSignature("the request is too old or from the future")

    @staticmethod
    def _moment(parameters: Mapping[str, Any], name: str) -> datetime:
        seconds = parameters.get(name)
        if type(seconds) is not int or not 0 <= seconds <= LATEST_MOMENT:
            raise InvalidSignature(f"{name} is no moment")
        return datetime.fromtimestamp(seconds, UTC)


def sign_request(
    request: LineRequest, body: bytes, key: LineKey, *, state: str, at: datetime, nonce: bytes
) -> None:
    """Put the State addressed, the digest and the signature into the request's headers.

    `nonce` is of `NONCE_SIZE` bytes, or of another size whose base64url has the form that
    `verify_head` demands.

    Raises:
        ValueError: the nonce has another form; every door would refuse the request.
    """
    written = base64.urlsafe_b64encode(nonce).decode("ascii")
    if not _NONCE.match(written):
        raise ValueError(f"no door takes the nonce {written!r}")
    request.headers[STATE_FIELD] = state
    signer = HTTPMessageSigner(
        signature_algorithm=_Algorithm, key_resolver=_Keys(lambda _keyid: key.sign)
    )
    signer.sign(
        request,
        key_id=key.keyid,
        created=at,
        expires=at + LIFETIME,
        nonce=written,
        label="rogatory",
        tag=TAG,
        include_alg=False,
        covered_component_ids=COVERED,
        body=body,
    )


@dataclass(frozen=True, slots=True)
class VerifiedHead:
    """A request whose head is signed; its body has not been looked at."""

    verified: VerifiedRequest
    _digests: Mapping[str, str]

    def check_body(self, body: bytes) -> None:
        """Refuse a body that is not the one whose digest was signed."""
        try:
            if ContentDigest.verify_components(self._digests, body):
                return
        except HTTPMessageSignaturesException:
            pass
        raise _refused(P_("the body is another than the one that was signed"))


def verify_head(
    request: LineRequest, find_key: Callable[[str], Holds | None], *, state: str, now: datetime
) -> VerifiedHead:
    """Verify who signed the request, by its head alone: an outsider cannot make us read a body.

    1. It is addressed to `state`.
    2. It has one signature, with our tag, by a key that `find_key` knows, in time.
    3. The signature covers exactly `COVERED`, in that order, with `PARAMETERS`, each once.
    4. Its body has a SHA-256 digest and no other; the caller compares the body with `check_body`.
    5. It has a nonce in its form; the caller compares it with those seen.

    Raises:
        Refused: any of these fails; with one code, since an outsider learns nothing.
    """
    if _header(request.headers, STATE_FIELD) != state:  # 1
        raise _refused(P_("it is addressed to another State"))
    _refuse_other_form(request)  # 3
    try:
        results = _Verifier(find_key, now).verify(
            request, expect_tag=TAG, require_components=COVERED
        )  # 2
    except HTTPMessageSignaturesException as error:
        raise _refused(
            FilledText(
                P_("{name}: {problem}"), name=type(error).__name__, problem=Theirs(str(error)[:120])
            )
        ) from error
    components, found = dict(results[0].covered_components), results[0].parameters
    if not _DIGEST.match(components['"content-digest"']):  # 4
        raise _refused(P_("it has no SHA-256 digest of its body, or another digest as well"))
    nonce, expires = found.get("nonce"), found["expires"]
    if not isinstance(nonce, str) or not _NONCE.match(nonce):  # 5
        raise _refused(P_("it has no nonce of the right length"))
    until = datetime.fromtimestamp(int(expires), UTC) + CLOCK_TOLERANCE
    created = datetime.fromtimestamp(int(found["created"]), UTC)
    return VerifiedHead(VerifiedRequest(str(found["keyid"]), nonce, until, created), components)


def line_key(keyid: str, private_pem: bytes) -> LineKey:
    """Return a signing key from its PEM (`seal.http_keys.HttpKey.private_pem`, or an authority's)."""
    algorithm: Any = ECDSA_P256_SHA256
    return LineKey(keyid, algorithm(private_key=private_pem).sign)


def holds_under(public_pem: bytes) -> Holds:
    """Verify under a public key (PEM), such as `seal.http_keys.http_public_key` gives."""
    library: Any = ECDSA_P256_SHA256
    algorithm = library(public_key=public_pem)

    def holds(message: bytes, signature: bytes) -> bool:
        try:
            algorithm.verify(signature, message)
        except Exception:  # noqa: BLE001 - the library raises whatever its depths raise
            return False
        return True

    return holds


def _header(headers: Mapping[str, str], name: str) -> str | None:
    return next((value for key, value in headers.items() if key.lower() == name.lower()), None)


def _refuse_other_form(request: LineRequest) -> None:
    """Refuse a signature of another form, whether or not it holds: two readers that pass over
    different things would differ about what was signed.
    """
    found = _INPUT.match(_header(request.headers, "Signature-Input") or "")
    names = _PARAMETER.findall(found["parameters"]) if found else []
    if sorted(names) != list(PARAMETERS):
        raise _refused(P_("it is not one signature over exactly what is specified"))


def _refused(problem: Phrase) -> Refused:
    return Refused(refusals.LINE_SIGNATURE.because(problem=problem))
