# SPDX-License-Identifier: Apache-2.0
"""The names of algorithms, for saying what a signature or a timestamp rests on.

A judge names one of them when it is broken one day (`evidence verify --distrust`).
"""

from collections.abc import Mapping

from rogatory.seal.keys import SignatureAlgorithm

ECDSA = frozenset({"ecdsa-p256", "ecdsa-p384"})

ALGORITHMS = frozenset(
    {
        *ECDSA,
        "rsa",
        "ml-dsa-44",
        "ml-dsa-65",
        "ed25519",
        "sha-256",
        "sha-384",
        "sha-512",
        "blake3",
        "x25519",
        "ml-kem-768",
    }
)
"""Every name; `ecdsa` means all of its curves."""

ENCRYPTION = frozenset({"x25519", "ml-kem-768"})
"""The algorithms that keep a package secret, both together. What they prove is nothing, so no check
rests on them."""

_KEYS: Mapping[str, str] = {
    "p256": "ecdsa-p256",
    "p384": "ecdsa-p384",
    "rsa": "rsa",
    "mldsa65": "ml-dsa-65",
}
_OF_SIGNATURES: Mapping[str, frozenset[str]] = {
    # With the digest that goes with the key (SPECIFICATION.md section 4). A P-384 certificate is
    # issued by a P-256 key.
    "p256": frozenset({"ecdsa-p256", "sha-256"}),
    "p384": frozenset({"ecdsa-p384", "sha-384", "ecdsa-p256", "sha-256"}),
    "mldsa65": frozenset({"ml-dsa-65", "sha-512"}),
}


def names_of(word: str) -> frozenset[str]:
    """Return the algorithms that a word names; none for one that is no name."""
    if word == "ecdsa":
        return ECDSA
    return frozenset({word}) & ALGORITHMS


def key_algorithms(algorithm: SignatureAlgorithm | None, *digests: str) -> frozenset[str]:
    """Return those of a key and the digests used with it; a kind of key without a name has none."""
    named = {_KEYS[algorithm]} if algorithm else set[str]()
    return frozenset(named | {f"sha-{digest[3:]}" for digest in digests})


def signature_algorithms(algorithm: str) -> frozenset[str]:
    """Return what a CMS signature with a key of that kind rests on, its certificate's issuer
    included.
    """
    return _OF_SIGNATURES[algorithm]
