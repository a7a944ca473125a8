# SPDX-License-Identifier: Apache-2.0
"""An authority's key folder, as `keys new` wrote it: read back, piece by piece as needed.

Signing needs no identity and opening no signing key, so each is read only when asked for.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.errors import Refused, refuse_if_any
from rogatory.node.workstation import refusals
from rogatory.node.workstation.keys import layout
from rogatory.node.workstation.keys.key_files import read_public, read_secret
from rogatory.node.workstation.keys.new_keys import signing_keys_of
from rogatory.seal.age import KeyIdentity, read_identity_file
from rogatory.seal.ask_passphrase import AskPassphrase
from rogatory.seal.certificates.reading import pem_to_der, validity
from rogatory.seal.refusals import KEY_ALGORITHM
from rogatory.seal.signatures import Anchors, SigningKeys
from rogatory.seal.token_key import parse_token_place
from rogatory.seal.tokens import AskPin, TokenKey, open_token_key
from rogatory.wire.canonical import decode_object
from rogatory.wire.identifiers import Authority, parse_authority
from rogatory.wire.moments import format_moment


@dataclass(frozen=True, slots=True)
class AuthorityFolder:
    path: Path
    authority: Authority
    ask_pin: AskPin | None = None
    """Gives the PIN of the token that the signing key is on, where it is on one."""

    @property
    def on_token(self) -> bool:
        """Decide whether the ECDSA key is on a token."""
        return (self.path / layout.SIGNING / layout.DESCRIPTION).exists()

    def signing_keys(self) -> SigningKeys:
        """Return the signing keys; refuses key files that others may read.

        A token is asked for its PIN, and its key looked for, before anything is signed.
        """
        folder = self.path / layout.SIGNING
        names = [layout.DESCRIPTION if self.on_token else "p256.key", "p256.pem"]
        if (folder / "mldsa65.key").exists():
            names += ["mldsa65.key", "mldsa65.pem"]
        files = {
            name: read_secret(folder / name)
            if name.endswith(".key")
            else read_public(folder / name)
            for name in names
        }
        return signing_keys_of(self.authority, files, self.ask_pin)

    def keys_in_force(self, at: datetime) -> SigningKeys:
        """Return the signing keys, if their certificates count at `at`; refuses with every reason."""
        keys = self.signing_keys()
        refuse_if_any(
            refusals.KEYS_EXPIRED.because(
                algorithm=algorithm,
                holder=keys.holder,
                since=format_moment(since),
                until=format_moment(until),
            )
            for algorithm, (since, until) in (
                (name, validity(der)) for name, der in keys.certificates.items()
            )
            if not since <= at <= until
        )
        return keys

    def identities(self, ask_passphrase: AskPassphrase | None = None) -> list[KeyIdentity]:
        """Return the decryption identities; asks for the passphrase only where one is needed."""
        path = self.path / layout.IDENTITY
        if not path.exists():
            raise Refused(refusals.NO_IDENTITY.because(path=str(self.path)))
        return read_identity_file(read_secret(path), ask_passphrase)

    def line_key(self) -> bytes | TokenKey:
        """Return the private key (PEM, or on a token) with which the authority's workstation signs
        on the line, where only P-256 is spoken.
        """
        folder = self.path / layout.SIGNING
        if not self.on_token:
            return read_secret(folder / "p256.key")
        place = parse_token_place(
            read_public(folder / layout.DESCRIPTION), str(folder / layout.DESCRIPTION)
        )
        if place.algorithm != "p256":
            what = f"{self.authority} (HTTP)"
            raise Refused(KEY_ALGORITHM.because(what=what, found=place.algorithm, wanted="p256"))
        return open_token_key(place, self.ask_pin)

    def state_ca(self) -> dict[str, bytes]:
        """Return the State CA's certificates (DER) by algorithm."""
        folder = self.path / layout.CERTIFICATES
        return {
            name: pem_to_der(read_public(path))
            for name in ("p256", "mldsa65")
            if (path := folder / f"ca.{name}.pem").exists()
        }

    def anchors(self) -> Anchors:
        return Anchors(tuple(self.state_ca().values()))

    def recipient(self) -> bytes:
        return read_public(self.path / layout.RECIPIENT)


def open_authority_folder(path: Path, ask_pin: AskPin | None = None) -> AuthorityFolder:
    """Return the folder at `path`; refuses one that does not say whose it is."""
    stated = decode_object(read_public(path / layout.AUTHORITY))
    return AuthorityFolder(path, parse_authority(stated.get("authority")), ask_pin)
