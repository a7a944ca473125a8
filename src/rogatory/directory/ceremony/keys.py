# SPDX-License-Identifier: Apache-2.0
"""The keys that sign the directory itself: root, targets, the publisher's and the States'.

Such a key is Ed25519 or ML-DSA-65 in a file, or ECDSA on a token (`token_signer`), made and
used through securesystemslib. `key_folder` is how its holder keeps it; the public key (JSON) is
what the ceremony asks for.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from securesystemslib.exceptions import KeyMismatchError
from securesystemslib.formats import encode_canonical
from securesystemslib.signer import (  # type: ignore[attr-defined] # it names no exports
    CryptoSigner,
    Key,
    Signer,
    SSlibKey,
)

from rogatory.directory.ceremony import refusals
from rogatory.disk import read_file
from rogatory.errors import Phrase, Refused
from rogatory.seal.keys import any_key_from_pem, is_own_pem
from rogatory.wire import canonical
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, FilledText, Theirs

ED25519: Final = "ed25519"
ML_DSA_65: Final = "ml-dsa-65"

OTHER_FORM = P_("a key is not written in its one form")

_HEX = re.compile(r"[0-9a-f]{64}\Z")

LARGEST_PEM = 64 << 10
"""An ML-DSA-65 key takes some kilobytes; a larger file is another file named by mistake."""

_MAKE: Mapping[str, Callable[[], CryptoSigner]] = {
    ED25519: CryptoSigner.generate_ed25519,
    ML_DSA_65: CryptoSigner.generate_mldsa,
}
_SCHEMES = {
    ("ed25519", "ed25519"),
    ("ml-dsa", "ml-dsa-65/1"),
    ("ecdsa", "ecdsa-sha2-nistp256"),
    ("ecdsa", "ecdsa-sha2-nistp384"),
}


@dataclass(frozen=True, slots=True)
class DirectoryKey:
    """One holder's key, in hand: able to sign, and to be written down."""

    signer: Signer

    @property
    def public(self) -> bytes:
        return public_bytes(self.signer.public_key)

    @property
    def keyid(self) -> str:
        return self.signer.public_key.keyid

    def private_pem(self) -> bytes:
        """Return the secret half, PKCS#8 in PEM; a key on a token has none to give (TypeError)."""
        if not isinstance(self.signer, CryptoSigner):
            raise TypeError("this key does not leave its token")
        return self.signer.private_bytes


def new_directory_key(algorithm: str = ED25519) -> DirectoryKey:
    """Return a new key of that algorithm (`ed25519` or `ml-dsa-65`)."""
    if algorithm not in _MAKE:
        raise Refused(
            refusals.KEY_ALGORITHM.because(
                algorithm=ascii(algorithm)[:40], allowed=" and ".join(_MAKE)
            )
        )
    return DirectoryKey(_MAKE[algorithm]())


def load_key(private: Path, public: bytes) -> DirectoryKey:
    """Return the key whose private half lies in a PEM file; refuses as `key_from_pem`, or as `disk`
    does.
    """
    return directory_key_from_pem(read_file(private, limit=LARGEST_PEM), public, name=private.name)


def directory_key_from_pem(private: bytes, public: bytes, *, name: str) -> DirectoryKey:
    """Return the key whose private half is this PEM; `name` is what a refusal calls it.

    Raises:
        Refused: it cannot be read as a key, or is not the private half of `public`.
    """
    stated = parse_public(public)
    try:
        return DirectoryKey(CryptoSigner(any_key_from_pem(private, what=name), stated))
    except (ValueError, TypeError, KeyMismatchError) as error:
        raise _unreadable(name, P_("its two halves do not belong together")) from error


def public_bytes(key: Key) -> bytes:
    """Return a public key as the ceremony hands it round: canonical JSON with its key id."""
    return canonical.encode({"keyid": key.keyid, "key": key.to_dict()})


def parse_public(data: bytes) -> SSlibKey:
    """Return the public key of these bytes; refuses other algorithms, and a key id that is not its
    own.
    """
    document = canonical.decode_object(data)
    if document.keys() != {"keyid", "key"}:
        raise _unreadable(
            FilledText(P_("the public key")), P_("it has other parts than a key and its id")
        )
    try:
        key = Key.from_dict(document["keyid"], dict(document["key"]))  # type: ignore[arg-type] # what is of another shape raises and is refused
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _unreadable(FilledText(P_("the public key")), Theirs(type(error).__name__)) from error
    if not isinstance(key, SSlibKey) or (key.keytype, key.scheme) not in _SCHEMES:
        raise _unreadable(FilledText(P_("the public key")), P_("its algorithm is not one of ours"))
    if not is_in_form(key):
        raise _unreadable(FilledText(P_("the public key")), OTHER_FORM)
    if key.keyid != own_keyid(key):
        raise _unreadable(FilledText(P_("the public key")), P_("its key id is not its own"))
    return key


def is_in_form(key: Key) -> bool:
    """Decide whether a key is written in its one form. In another it has another key id, and its holder
    would count as two.
    """
    written = key.to_dict()
    value = written.get("keyval")
    if written.keys() != {"keytype", "scheme", "keyval"} or not isinstance(value, dict):
        return False
    public = value.get("public")
    if value.keys() != {"public"} or not isinstance(public, str):
        return False
    return bool(_HEX.match(public)) if key.keytype == ED25519 else is_own_pem(public)


def own_keyid(key: Key) -> str:
    """Return the id a key must have: SHA-256 over its canonical JSON (TUF 4.2; OLPC's form)."""
    return sha256(str(encode_canonical(key.to_dict())).encode())


def is_own(keyid: str, key: Key) -> bool:
    """Decide whether a key is written in its one form, and under the id that it must have."""
    return is_in_form(key) and own_keyid(key) == keyid


def fingerprint(keyid: str) -> str:
    """Return a key id in groups of four, to be read aloud."""
    return " ".join(keyid[i : i + 4] for i in range(0, len(keyid), 4))


def _unreadable(name: str, problem: Phrase) -> Refused:
    return Refused(refusals.KEY_UNREADABLE.because(name=name, problem=problem))
