# SPDX-License-Identifier: Apache-2.0
"""ECDSA keys on a PKCS#11 token (OASIS PKCS#11 2.40 and later): made there, used there.

The PIN is asked for once in a process, at the first use of a token, and forgotten as soon as the
token has taken it. A wrong PIN is never tried again by itself, and not at all when the token says
that the next wrong one locks it: three repetitions by a machine destroy a key.

The library is an optional extra, and imported where it is used.

One session a token and process, behind one lock: a log-in counts for all sessions of a process,
so that a second one would end with the first. A child process never uses what its parent opened
(PKCS#11 2.40 usage guide, 2.5.2): it is refused as our own fault.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from rogatory.errors import Refused, Unreachable
from rogatory.seal import refusals
from rogatory.seal.cms import key_holds
from rogatory.seal.keys import KeyElsewhere
from rogatory.seal.token_key import TokenAlgorithm, TokenPlace
from rogatory.wire.randomness import Random
from rogatory.wire.words import Theirs, problem_of

type AskPin = Callable[[str], str]
"""Returns the PIN of the token whose label is given."""

_CURVES: dict[TokenAlgorithm, tuple[str, str, int]] = {
    # the name that PKCS#11's parameters are made from, digest, bytes of r and of s
    "p256": ("secp256r1", "sha256", 32),
    "p384": ("secp384r1", "sha384", 48),
}
_ID_SIZE = 16


@dataclass(frozen=True, slots=True)
class OnToken:
    """The token on which a key is to be made. ECDSA alone: tokens do not have ML-DSA yet."""

    module: str
    token: str
    ask_pin: AskPin
    serial: str | None = None
    algorithm: TokenAlgorithm = "p256"


class TokenKey(KeyElsewhere):
    """A signing key that stays on its token."""

    def __init__(self, session: "_Session", place: TokenPlace) -> None:
        self._session, self._place = session, place
        self.algorithm = place.algorithm
        self._public = session.public_key(place)

    def public_key(self) -> ec.EllipticCurvePublicKey:
        return self._public

    def sign(self, message: bytes) -> bytes:
        """Return the signature as DER. What the token gives is checked before it is given out: a
        token that is failing, or that answers with another key, must not put its answer on a seal.
        """
        raw = self.sign_raw(message)
        half = len(raw) // 2
        der = encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))
        if not key_holds(self._public, message, der):
            raise Refused(refusals.TOKEN_SIGNATURE.because(token=self._place.token))
        return der

    def sign_raw(self, message: bytes) -> bytes:
        """Return the signature as r and s, of equal length (what RFC 9421 takes)."""
        _, digest, half = _CURVES[self.algorithm]
        raw = self._session.sign(self._place, hashlib.new(digest, message).digest())
        if len(raw) != 2 * half:
            raise Refused(refusals.TOKEN_SIGNATURE.because(token=self._place.token))
        return raw

    def __repr__(self) -> str:
        return f"TokenKey({self._place.token!r}, {self._place.key!r})"


def open_token_key(place: TokenPlace, ask_pin: AskPin | None) -> TokenKey:
    """Return the key that a description names, ready to sign.

    Raises:
        Refused: tokens cannot be used here, there is no such token or key or more than one, no
            PIN is given, or the token does not take it.
        Unreachable: the token is not there, or fails.
    """
    session = _session(place.module, place.token, place.serial, ask_pin)
    return TokenKey(session, place)


def new_token_key(
    module: str,
    token: str,
    label: str,
    algorithm: TokenAlgorithm,
    *,
    ask_pin: AskPin | None,
    random: Random,
    serial: str | None = None,
) -> TokenPlace:
    """Return a new key, made on the token: sensitive, never extractable; for signing alone.

    `random` makes its id, not the key. Raises as `open_token_key`.
    """
    session = _session(module, token, serial, ask_pin)
    return session.generate(label, algorithm, random(_ID_SIZE))


def destroy_token_key(place: TokenPlace) -> None:
    """Take away a key that was just made and that nothing rests on; what fails is let be."""
    session = _SESSIONS.get((place.module, place.serial))
    if session is not None:
        session.destroy(place)


def close_tokens() -> None:
    """Log out of every token: the next use of one asks for its PIN. One that is gone is let be."""
    with _OPENING:
        for session in _SESSIONS.values():
            with suppress(Refused, Unreachable):
                session.close()
        _SESSIONS.clear()


class _Session:
    """The one logged-in session of this process with one token."""

    def __init__(self, module: str, token: Any, session: Any) -> None:
        self._module, self._session = module, session
        self.label, self.serial = str(token.label), _serial(token)
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._private: dict[bytes, Any] = {}

    def sign(self, place: TokenPlace, digest: bytes) -> bytes:
        from pkcs11 import Mechanism

        with self._in_use():
            signature: bytes = self._private[place.id].sign(digest, mechanism=Mechanism.ECDSA)
            return signature

    def public_key(self, place: TokenPlace) -> ec.EllipticCurvePublicKey:
        """Return the public half; refuses at once where the private half is missing, or can leave."""
        from pkcs11 import Attribute
        from pkcs11.util.ec import encode_ec_public_key

        with self._in_use():
            private = self._private[place.id] = self._find(place, "PRIVATE_KEY")
            if private[Attribute.EXTRACTABLE] or not private[Attribute.SENSITIVE]:
                raise Refused(refusals.TOKEN_KEY_LEAVES.because(key=place.key, token=place.token))
            der = encode_ec_public_key(self._find(place, "PUBLIC_KEY"))
        key = load_der_public_key(der)
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise Refused(refusals.TOKEN_KEY_ABSENT.because(key=place.key, token=place.token))
        return key

    def generate(self, label: str, algorithm: TokenAlgorithm, identifier: bytes) -> TokenPlace:
        from pkcs11 import Attribute, KeyType
        from pkcs11.util.ec import encode_named_curve_parameters

        curve = encode_named_curve_parameters(_CURVES[algorithm][0])
        with self._in_use():
            parameters = self._session.create_domain_parameters(
                KeyType.EC, {Attribute.EC_PARAMS: curve}, local=True
            )
            parameters.generate_keypair(
                store=True,
                id=identifier,
                label=label,
                public_template={Attribute.VERIFY: True},
                private_template={
                    Attribute.SENSITIVE: True,
                    Attribute.EXTRACTABLE: False,
                    Attribute.SIGN: True,
                    Attribute.DECRYPT: False,
                    Attribute.UNWRAP: False,
                    Attribute.DERIVE: False,
                },
            )
        return TokenPlace(self._module, self.label, self.serial, label, identifier, algorithm)

    def destroy(self, place: TokenPlace) -> None:
        try:
            with self._in_use():
                for kind in ("PRIVATE_KEY", "PUBLIC_KEY"):
                    self._find(place, kind).destroy()
        except (Refused, Unreachable):
            return

    def close(self) -> None:
        if self._pid != os.getpid():
            return
        with self._lock, _faults(self.label):
            self._session.close()

    def _find(self, place: TokenPlace, kind: str) -> Any:
        from pkcs11 import MultipleObjectsReturned, NoSuchKey, ObjectClass

        wanted = ObjectClass[kind]
        try:
            return self._session.get_key(object_class=wanted, label=place.key, id=place.id)
        except (NoSuchKey, MultipleObjectsReturned) as error:
            absent = refusals.TOKEN_KEY_ABSENT.because(key=place.key, token=place.token)
            raise Refused(absent) from error

    @contextmanager
    def _in_use(self) -> Iterator[None]:
        if self._pid != os.getpid():
            raise RuntimeError("a child process must not use its parent's session with a token")
        with self._lock:
            try:
                with _faults(self.label):
                    yield
            except Unreachable:
                # A session that failed is not used again; the next use asks for the PIN anew.
                _SESSIONS.pop((self._module, self.serial), None)
                raise


_SESSIONS: dict[tuple[str, str], _Session] = {}
_OPENING = threading.Lock()


def _session(module: str, label: str, serial: str | None, ask_pin: AskPin | None) -> _Session:
    with _OPENING:
        found = [
            one
            for (where, _), one in _SESSIONS.items()
            if where == module and one.label == label and serial in {None, one.serial}
        ]
        if len(found) == 1:
            return found[0]
        with _faults(label):
            token = _token(_library(module), module, label, serial)
            session = _Session(module, token, _log_in(token, ask_pin))
        return _SESSIONS.setdefault((module, session.serial), session)


def _library(module: str) -> Any:
    try:
        import pkcs11
    except ImportError as error:
        raise Refused(refusals.TOKENS_NOT_INSTALLED.because()) from error
    try:
        return pkcs11.lib(module)
    except pkcs11.PKCS11Error as error:
        problem = problem_of(error)
        raise Refused(refusals.TOKEN_MODULE.because(module=module, problem=problem)) from error


def _token(library: Any, module: str, label: str, serial: str | None) -> Any:
    """Return the one token of that label, and of that serial number where one is known."""
    found = [
        token
        for token in _tokens(library)
        if token.label == label and serial in {None, _serial(token)}
    ]
    if not found:
        raise Unreachable(refusals.TOKEN_ABSENT.because(token=label, module=module))
    if len(found) > 1:
        serials = ", ".join(sorted(_serial(token) for token in found))
        raise Refused(refusals.TOKEN_AMBIGUOUS.because(token=label, serials=serials))
    return found[0]


def _tokens(library: Any) -> Iterator[Any]:
    from pkcs11 import PKCS11Error

    for slot in library.get_slots(token_present=True):
        try:
            yield slot.get_token()
        except PKCS11Error:
            continue  # a token that fails in another reader is not ours to complain of


def _log_in(token: Any, ask_pin: AskPin | None) -> Any:
    import pkcs11

    label = str(token.label)
    flags = token.flags
    if pkcs11.TokenFlag.USER_PIN_LOCKED in flags:
        raise Refused(refusals.TOKEN_LOCKED.because(token=label))
    if pkcs11.TokenFlag.USER_PIN_FINAL_TRY in flags:
        raise Refused(refusals.TOKEN_LAST_TRY.because(token=label))
    if ask_pin is None:
        raise Refused(refusals.TOKEN_NO_PIN.because(token=label))
    try:
        return token.open(rw=True, user_pin=ask_pin(label))
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid) as error:
        wrong = refusals.TOKEN_PIN_WRONG.because(token=label, left=_left(token))
        raise Refused(wrong) from error
    except pkcs11.PinLocked as error:
        raise Refused(refusals.TOKEN_LOCKED.because(token=label)) from error


def _left(token: Any) -> str:
    """Return what the token says of the tries that are left; PKCS#11 gives no number."""
    import pkcs11

    try:
        flags = token.slot.get_token().flags
    except pkcs11.PKCS11Error:
        return "how many tries are left it does not say"
    if pkcs11.TokenFlag.USER_PIN_LOCKED in flags:
        return "it is locked now"
    if pkcs11.TokenFlag.USER_PIN_FINAL_TRY in flags:
        return "one more wrong PIN locks it"
    return "several wrong PINs in a row lock it"


def _serial(token: Any) -> str:
    return bytes(token.serial).decode("ascii", "replace").strip()


@contextmanager
def _faults(label: str) -> Iterator[None]:
    """Translate the errors of PKCS#11 into our own refusals. The library's texts hold no PIN."""
    try:
        from pkcs11 import PKCS11Error
    except ImportError as error:
        raise Refused(refusals.TOKENS_NOT_INSTALLED.because()) from error
    try:
        yield
    except PKCS11Error as error:
        problem = Theirs(type(error).__name__ + (f": {error}" if str(error) else ""))
        raise Unreachable(refusals.TOKEN_FAILED.because(token=label, problem=problem)) from error
