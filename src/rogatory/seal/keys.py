# SPDX-License-Identifier: Apache-2.0
"""Private keys: which kinds are admitted, how they are made, written and read.

Keys are derived from the random bytes that the caller hands in, so that an exercise or a vector
can be made again. RSA is read, never made: timestamp authorities elsewhere use it. Written as unencrypted PKCS#8 PEM (RFC 5958); an
ML-DSA key as its 32-byte seed (RFC 9881, the seed choice), which is the whole of it.
"""

from abc import ABC, abstractmethod
from typing import Any, Literal, get_args

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, mldsa, rsa

from rogatory.errors import Refused
from rogatory.seal import refusals
from rogatory.wire.randomness import Random
from rogatory.wire.words import P_, Theirs

type SignatureAlgorithm = Literal["p256", "p384", "rsa", "mldsa65"]
type PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | mldsa.MLDSA65PrivateKey
type PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey | mldsa.MLDSA65PublicKey

ALGORITHMS: tuple[SignatureAlgorithm, ...] = get_args(SignatureAlgorithm.__value__)

SMALLEST_RSA_BITS = 2048
"""A foreign timestamp authority's key below this can be factored, so its time proves nothing."""

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

_CURVES: dict[str, tuple[ec.EllipticCurve, int, int]] = {
    # curve, order of its group, random bytes that make the bias negligible (FIPS 186-5 A.2.1)
    "p256": (
        ec.SECP256R1(),
        P256_ORDER,
        40,
    ),
    "p384": (
        ec.SECP384R1(),
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
        56,
    ),
}


class KeyElsewhere(ABC):
    """A private key that is not here: its holder is asked for each signature."""

    algorithm: Literal["p256", "p384"]

    @abstractmethod
    def public_key(self) -> ec.EllipticCurvePublicKey: ...

    @abstractmethod
    def sign(self, message: bytes) -> bytes:
        """Return ECDSA over the digest that goes with the curve, as DER."""


def new_key(algorithm: SignatureAlgorithm, random: Random) -> PrivateKey:
    """Make a new key.

    Raises:
        Refused: the algorithm is RSA, for which no key is made here.
    """
    if algorithm == "mldsa65":
        return mldsa.MLDSA65PrivateKey.from_seed_bytes(random(32))
    if algorithm == "rsa":
        raise Refused(refusals.CERTIFICATE_ALGORITHM.because(subject="a new key", found=algorithm))
    curve, order, size = _CURVES[algorithm]
    return ec.derive_private_key(int.from_bytes(random(size)) % (order - 1) + 1, curve)


def algorithm_of(key: object) -> SignatureAlgorithm | None:
    """Return the kind of a private or public key, or None for one that is admitted nowhere."""
    if isinstance(key, ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey):
        return {"secp256r1": "p256", "secp384r1": "p384"}.get(key.curve.name)  # type: ignore[return-value]
    if isinstance(key, rsa.RSAPrivateKey | rsa.RSAPublicKey):
        return "rsa" if key.key_size >= SMALLEST_RSA_BITS else None
    if isinstance(key, mldsa.MLDSA65PrivateKey | mldsa.MLDSA65PublicKey):
        return "mldsa65"
    return key.algorithm if isinstance(key, KeyElsewhere) else None


def key_to_pem(key: PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def key_from_pem(
    pem: bytes, *, what: str, algorithms: tuple[SignatureAlgorithm, ...]
) -> PrivateKey:
    """Return the private key in a PEM file; `what` names its owner in a refusal.

    Raises:
        Refused: no unencrypted PKCS#8 key, or one that is not of `algorithms`.
    """
    key = any_key_from_pem(pem, what=what)
    found = algorithm_of(key)
    if found not in algorithms:
        raise Refused(
            refusals.KEY_ALGORITHM.because(
                what=what, found=found or type(key).__name__, wanted=" or ".join(algorithms)
            )
        )
    return key  # type: ignore[no-any-return]  # algorithm_of has decided which it is


def is_own_pem(text: str) -> bool:
    """Decide whether a text is the one PEM of a public key: base64 and white space can be written otherwise."""
    try:
        key = serialization.load_pem_public_key(text.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.PEM, form).decode() == text


def any_key_from_pem(pem: bytes, *, what: str) -> Any:
    """Return a private key of whatever kind, for a library that judges the kind itself
    (securesystemslib).
    """
    try:
        return serialization.load_pem_private_key(pem, None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        first_sentence = str(error).split(".", maxsplit=1)[0]
        problem = Theirs(first_sentence) if first_sentence else P_("it is not PEM")
        raise Refused(refusals.KEY_UNREADABLE.because(what=what, problem=problem)) from error
