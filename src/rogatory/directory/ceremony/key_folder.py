# SPDX-License-Identifier: Apache-2.0
"""A directory key in its holder's hands: one folder, of which `public.json` alone leaves it.

    public.json        the public key file, which a ceremony asks for
    private.pem        the private key (PKCS#8), or instead
    private.pem.age    the same under a passphrase, which the program `age` opens, too, or instead
    token.json         where the key lies on a PKCS#11 token; no secret

Holders of root and targets keys, the publisher and the States have such a folder alike.
"""

import os
from contextlib import ExitStack
from pathlib import Path

from rogatory.directory.ceremony import refusals
from rogatory.directory.ceremony.keys import (
    ED25519,
    LARGEST_PEM,
    DirectoryKey,
    directory_key_from_pem,
    new_directory_key,
    parse_public,
)
from rogatory.directory.ceremony.token_signer import HardwareTokenSigner
from rogatory.disk import PartialFolder, read_file, write_new
from rogatory.errors import Refused
from rogatory.seal.age import PassphraseIdentity, PassphraseRecipient, decrypt, encrypt
from rogatory.seal.ask_passphrase import AskPassphrase
from rogatory.seal.token_key import LARGEST_DESCRIPTION, parse_token_place
from rogatory.seal.tokens import (
    AskPin,
    OnToken,
    destroy_token_key,
    new_token_key,
    open_token_key,
)
from rogatory.wire.randomness import Random
from rogatory.wire.words import P_

PUBLIC = "public.json"
PRIVATE = "private.pem"
LOCKED = "private.pem.age"
PLACE = "token.json"


def new_key_folder(
    folder: Path,
    *,
    algorithm: str = ED25519,
    passphrase: str | None = None,
    on_token: OnToken | None = None,
    label: str = "rogatory directory",
    random: Random = os.urandom,
) -> DirectoryKey:
    """Make a key with its folder, whole or not at all.

    With `on_token` the key is made there under `label` and never leaves it (`algorithm` and
    `passphrase` are then the token's own business); nor does it stay there if the folder could
    not be made.
    """
    with PartialFolder(folder, private=True) as partial, ExitStack() as undoing:
        within = Path(os.fsdecode(partial.path))
        if on_token is None:
            key = new_directory_key(algorithm)
            name, data = _written(key, passphrase, random)
            write_new(within / name, data, secret=True)
        else:
            place = new_token_key(
                on_token.module,
                on_token.token,
                label,
                on_token.algorithm,
                ask_pin=on_token.ask_pin,
                random=random,
                serial=on_token.serial,
            )
            undoing.callback(destroy_token_key, place)
            key = DirectoryKey(HardwareTokenSigner(open_token_key(place, on_token.ask_pin)))
            write_new(within / PLACE, place.encode())
        write_new(within / PUBLIC, key.public)
        undoing.pop_all()
    return key


def open_key_folder(
    folder: Path,
    *,
    ask_pin: AskPin | None = None,
    ask_passphrase: AskPassphrase | None = None,
) -> DirectoryKey:
    """Return the key of a folder, ready to sign; PIN or passphrase are asked for where it has one.

    Raises:
        Refused: the folder holds no key, or not the one that `public.json` names; PIN or
            passphrase are wrong or missing.
        Unreachable: the token is not there, or fails.
    """
    public = read_file(folder / PUBLIC, limit=LARGEST_PEM)
    stated = parse_public(public)
    if (folder / PLACE).exists():
        description = read_file(folder / PLACE, limit=LARGEST_DESCRIPTION)
        token = open_token_key(parse_token_place(description, PLACE), ask_pin)
        key = DirectoryKey(HardwareTokenSigner(token))
        if key.keyid != stated.keyid:
            raise Refused(
                refusals.KEY_UNREADABLE.because(
                    name=folder.name,
                    problem=P_("the token holds another key than public.json says"),
                )
            )
        return key
    return directory_key_from_pem(_unlocked(folder, ask_passphrase), public, name=folder.name)


def read_public_key(path: Path) -> bytes:
    """Return the public key of a folder, or of the `public.json` that a holder handed over."""
    return read_file(path / PUBLIC if path.is_dir() else path, limit=LARGEST_PEM)


def _written(key: DirectoryKey, passphrase: str | None, random: Random) -> tuple[str, bytes]:
    pem = key.private_pem()
    if passphrase is None:
        return PRIVATE, pem
    return LOCKED, encrypt(pem, [PassphraseRecipient(passphrase)], random, armored=True)


def _unlocked(folder: Path, ask_passphrase: AskPassphrase | None) -> bytes:
    locked = folder / LOCKED
    if not locked.exists():
        return read_file(folder / PRIVATE, limit=LARGEST_PEM)
    if ask_passphrase is None:
        raise Refused(refusals.KEY_LOCKED.because(name=folder.name))
    identity = PassphraseIdentity(ask_passphrase())
    return decrypt(read_file(locked, limit=LARGEST_PEM), [identity])


class KeyOpener:
    """Opens a folder's key in a process that begins later: PIN or passphrase are asked for now.

    A session with a token does not outlive a fork, and nobody is there to type anything when a
    publisher's process is started again at night.
    """

    def __init__(self, folder: Path, ask_pin: AskPin, ask_passphrase: AskPassphrase) -> None:
        self._folder = folder
        self.keyid = parse_public(read_public_key(folder)).keyid
        self._pin = self._passphrase = ""
        if (folder / PLACE).exists():
            description = read_file(folder / PLACE, limit=LARGEST_DESCRIPTION)
            self._pin = ask_pin(parse_token_place(description, PLACE).token)
        elif (folder / LOCKED).exists():
            self._passphrase = ask_passphrase()

    def open(self) -> DirectoryKey:
        """Raise as `open_key_folder`."""
        return open_key_folder(
            self._folder,
            ask_pin=lambda _token: self._pin,
            ask_passphrase=lambda: self._passphrase,
        )
