# SPDX-License-Identifier: Apache-2.0
"""An officer's own signing keys: made for his number, and kept with him under a passphrase.

    officer.json                  {"made":moment,"officer":"xb-0003","version":1}, canonical
    keys.age                      both private keys (PKCS#8 PEM), armored age under the passphrase
    p256.pem  mldsa65.pem         his certificates
    certificates/ca.p256.pem …    the State CA's public part

He signs what he himself vouches for, such as a certificate of authenticity; never a message.
"""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from rogatory.disk import PartialFolder, write_new
from rogatory.errors import Refused, refuse_if_any
from rogatory.node.workstation import refusals
from rogatory.node.workstation.keys.key_files import read_public, read_secret
from rogatory.node.workstation.keys.new_keys import BEGINS_EARLIER, CERTIFICATE_YEARS
from rogatory.node.workstation.keys.state_ca_folder import load_state_ca
from rogatory.seal.age import PassphraseIdentity, PassphraseRecipient, decrypt, encrypt
from rogatory.seal.ask_passphrase import AskPassphrase
from rogatory.seal.certificates.reading import der_to_pem, pem_to_der, validity
from rogatory.seal.signatures import SigningKeys, signing_keys_from_pem
from rogatory.wire.canonical import decode_object, encode
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_officer
from rogatory.wire.moments import format_moment
from rogatory.wire.randomness import Random

OFFICER = "officer.json"
KEYS = "keys.age"
FAMILIES = ("p256", "mldsa65")

SHORTEST_PASSPHRASE = 8
"""Shorter ones are tried out on a stolen folder in a night, whatever slows each attempt."""

_END = b"-----END PRIVATE KEY-----\n"


@dataclass(frozen=True, slots=True)
class NewOfficerKeys:
    """`fingerprints` are of the certificates (SHA-256 of their DER), by family."""

    officer: str
    folder: Path
    fingerprints: dict[str, str]


@dataclass(frozen=True, slots=True)
class OfficerFolder:
    path: Path
    officer: str

    def keys_in_force(self, at: datetime, ask_passphrase: AskPassphrase) -> SigningKeys:
        """Return the signing keys, if their certificates count at `at`; refuses with every reason.

        The certificates are looked at first, so that nobody types a passphrase for nothing.
        """
        certificates = {name: read_public(self.path / f"{name}.pem") for name in FAMILIES}
        periods = {name: validity(pem_to_der(pem)) for name, pem in certificates.items()}
        refuse_if_any(
            refusals.KEYS_EXPIRED.because(
                algorithm=name,
                holder=self.officer,
                since=format_moment(since),
                until=format_moment(until),
            )
            for name, (since, until) in periods.items()
            if not since <= at <= until
        )
        secret = read_secret(self.path / KEYS)
        plain = decrypt(secret, [PassphraseIdentity(ask_passphrase())])
        keys = [part + _END for part in plain.split(_END)[:-1]]
        if len(keys) != len(FAMILIES):
            raise Refused(refusals.OFFICER_KEYS.because(path=str(self.path / KEYS)))
        return signing_keys_from_pem(
            self.officer, keys[0], certificates["p256"], keys[1], certificates["mldsa65"]
        )

    def state_ca(self) -> dict[str, bytes]:
        """Return the State CA's certificates (DER) by family."""
        folder = self.path / "certificates"
        return {name: pem_to_der(read_public(folder / f"ca.{name}.pem")) for name in FAMILIES}


def open_officer_folder(path: Path) -> OfficerFolder:
    """Return the folder at `path`; refuses one that does not say whose it is."""
    stated = decode_object(read_public(path / OFFICER))
    return OfficerFolder(path, parse_officer(stated.get("officer")))


def new_officer_keys(
    officer: str, folder: Path, *, state_ca: Path, passphrase: str, at: datetime, random: Random
) -> NewOfficerKeys:
    """Make the folder, whole or not at all.

    Raises:
        Refused: the officer is of another State than the State CA, or the passphrase is short.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refused(refusals.PASSPHRASE_SHORT.because(least=SHORTEST_PASSPHRASE))
    ca, begin = load_state_ca(state_ca), at - BEGINS_EARLIER
    until = begin + timedelta(days=365 * CERTIFICATE_YEARS)
    issued = {
        name: ca.issue(officer, "officer", name, at=begin, until=until, random=random)
        for name in ("p256", "mldsa65")
    }
    plain = b"".join(one.key for one in issued.values())
    sealed = encrypt(plain, [PassphraseRecipient(passphrase)], random, armored=True)
    public = {
        OFFICER: encode({"made": format_moment(at), "officer": officer, "version": 1}),
        **{f"{name}.pem": one.certificate for name, one in issued.items()},
        **{f"certificates/ca.{n}.pem": der_to_pem(der) for n, der in ca.certificates.items()},
    }
    with PartialFolder(folder, private=True) as partial:
        place = Path(os.fsdecode(partial.path))
        write_new(place / KEYS, sealed, secret=True)
        for name, data in public.items():
            (place / name).parent.mkdir(mode=0o700, exist_ok=True)
            write_new(place / name, data)
    prints = {name: sha256(pem_to_der(one.certificate)) for name, one in issued.items()}
    return NewOfficerKeys(officer, folder, prints)
