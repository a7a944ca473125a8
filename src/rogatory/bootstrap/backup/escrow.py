# SPDX-License-Identifier: Apache-2.0
"""The escrow: settings and keys of a home, for two persons, apart from the backups.

A tar of `node.toml`, the files that it names, and `keys/`, encrypted to the second person's recipient, and the result to the first person's: two
layers of plain age, as for the recovery identity (decision 20). Neither opens it alone; with any age program

    age -d -i first.txt escrow.age | age -d -i second.txt | tar -x

does. Both recipients are public, so the node makes a new escrow when a key changes, without either person.
"""

import io
import os
import tarfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from rogatory.bootstrap.backup import restore_refusals as refusals
from rogatory.bootstrap.backup.keys import backup_key
from rogatory.bootstrap.home.folder import FOLDERS, SETTINGS_FILE, Home, read_home
from rogatory.bootstrap.home.keys import LARGEST_KEY_FILE
from rogatory.disk.durable import sync_folder
from rogatory.disk.new_file import write_new
from rogatory.disk.reading import read_file
from rogatory.errors import Refused
from rogatory.seal.age import AgeRecipient, Identity, decrypt, encrypt
from rogatory.wire.randomness import Random

LARGEST = 32 << 20
"""Bytes: settings and keys have some hundred thousand. What is larger is another file named by mistake."""
_AGE = b"age-encryption.org/"
_KEYS = "keys"

_NOT_ESCROWED = (
    "objects",
    "packages",
    "directory",
    "run",
    "logs",
    "backup",
    "restore",
    "move",
    "moved",
)

_FIRST_ROOT = "directory/1.root.json"


@dataclass(frozen=True, slots=True)
class EscrowPersons:
    """The recipients of the two persons who open an escrow together."""

    first: Sequence[AgeRecipient]
    second: Sequence[AgeRecipient]


def write_escrow(path: Path, out: Path, persons: EscrowPersons, random: Random = os.urandom) -> int:
    """Write the escrow of a home into a new file; return how many files it has.

    Raises:
        Refused: both persons have one recipient, a key cannot be read, or the file is there.
    """
    if same := {str(one) for one in persons.first} & {str(one) for one in persons.second}:
        raise Refused(refusals.ESCROW_SAME.because(recipient=min(same)))
    home = read_home(path)
    backup_key(home, random, makes=True)
    files = escrowed_files(home)
    inner = encrypt(_tar(files), persons.second, random)
    write_new(out, encrypt(inner, persons.first, random), secret=True)
    return len(files)


def open_escrow(
    path: Path, first: Sequence[Identity], second: Sequence[Identity]
) -> dict[str, bytes]:
    """Return the files of an escrow, by their names.

    Raises:
        Refused: it has fewer than two layers, an identity is the wrong one, or it is damaged.
    """
    inner = decrypt(read_file(path, limit=LARGEST), first)
    if not inner.startswith(_AGE):
        raise Refused(refusals.ESCROW_LAYERS.because(path=str(path)))
    return _untar(path, decrypt(inner, second))


def make_home(files: dict[str, bytes], path: Path) -> Home:
    """Make a home of the files of an escrow, in a folder that does not exist or is empty.

    Raises:
        Refused: something is there.
    """
    if path.exists() and any(path.iterdir()):
        raise Refused(refusals.HOME_USED.because(path=str(path)))
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A tar has none that are empty.
    for folder in FOLDERS:
        (path / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    # Last the settings: a home without them is none, so a half one is not taken for a whole one.
    for name in sorted(files, key=lambda one: (one == SETTINGS_FILE, one)):
        place = path / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_new(place, files[name], secret=name.startswith(f"{_KEYS}/"))
    sync_folder(path)
    return read_home(path)


def escrowed_files(home: Home) -> dict[str, bytes]:
    """Return settings, the files of the home that they name, keys, and the first root of the directory; a link is followed,
    as where a service gets its keys.
    """
    found = {SETTINGS_FILE: read_file(home.path / SETTINGS_FILE, limit=LARGEST_KEY_FILE)}
    if home.first_root.exists():
        found[_FIRST_ROOT] = read_file(home.first_root, limit=LARGEST_KEY_FILE * 8)
    for place in sorted((home.path / _KEYS).rglob("*")):
        if place.is_file():
            name = place.relative_to(home.path).as_posix()
            found[name] = read_file(place, limit=LARGEST_KEY_FILE)
    for name in _named_files(tomllib.loads(found[SETTINGS_FILE].decode())):
        if name not in found and _is_of_a_home(name) and (home.path / name).is_file():
            found[name] = read_file(home.path / name, limit=LARGEST_KEY_FILE)
    return found


def _named_files(value: Any) -> Iterator[str]:
    """Yield every text of the settings, and each value in an address: some name files of the home."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _named_files(one)
    elif isinstance(value, str):
        yield value
        yield from (text for _name, text in parse_qsl(urlsplit(value).query) if "://" in value)


def _tar(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(data), 0o600
            tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


def _untar(path: Path, data: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as tar:
            for member in tar:
                stream = tar.extractfile(member) if member.isreg() else None
                if stream is None or not _is_of_a_home(member.name):
                    raise Refused(
                        refusals.ESCROW_FORM.because(path=str(path), name=ascii(member.name)[:80])
                    )
                found[member.name] = stream.read()
    except tarfile.TarError as error:
        raise Refused(refusals.ESCROW_FORM.because(path=str(path), name="tar")) from error
    if SETTINGS_FILE not in found:
        raise Refused(refusals.ESCROW_FORM.because(path=str(path), name=SETTINGS_FILE))
    return found


def _is_of_a_home(name: str) -> bool:
    """Decide whether a file may be in an escrow: beneath the home, and not where a node keeps what it works on."""
    path = PurePosixPath(name)
    if name in {"", SETTINGS_FILE, _FIRST_ROOT}:
        return bool(name)
    return (
        not path.is_absolute()
        and ".." not in path.parts
        and path.parts[:1] not in {(one,) for one in _NOT_ESCROWED}
        and not name.startswith("books.")
    )
