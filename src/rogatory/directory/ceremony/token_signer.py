# SPDX-License-Identifier: Apache-2.0
"""A directory key that stays on its token, as TUF's own library signs with it.

ECDSA P-256 or P-384, since that is what tokens have; TUF names the schemes
`ecdsa-sha2-nistp256` and `ecdsa-sha2-nistp384`, their signatures DER.
"""

from typing import NoReturn, override

from securesystemslib.signer import (  # type: ignore[attr-defined] # it names no exports
    Key,
    Signature,
    Signer,
    SSlibKey,
)

from rogatory.seal.keys import KeyElsewhere


class HardwareTokenSigner(Signer):
    """A signer that asks the key's holder for each signature."""

    def __init__(self, key: KeyElsewhere) -> None:
        self._key = key
        self._public = SSlibKey.from_crypto(key.public_key())

    @property
    @override
    def public_key(self) -> Key:
        return self._public

    @override
    def sign(self, payload: bytes) -> Signature:
        return Signature(self._public.keyid, self._key.sign(payload).hex())

    @classmethod
    @override
    def from_priv_key_uri(cls, *_arguments: object, **_named: object) -> NoReturn:
        """Refuse: a token is found by its description (`key_folder`), never by an address."""
        raise ValueError("a key on a token has no address")
