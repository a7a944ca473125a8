# SPDX-License-Identifier: Apache-2.0
"""The key files of a node's home, read once, refused if others may read them."""

import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.node_toml.settings import HERE
from rogatory.disk.reading import read_file
from rogatory.errors import Reason, Refused
from rogatory.node.workstation.keys.layout import DESCRIPTION
from rogatory.seal.cosigner import Cosigner, Cosigning
from rogatory.seal.http_keys import HttpKey, http_key_from_pem
from rogatory.seal.notes import NoteSigner
from rogatory.seal.signatures import SigningKeys, signing_keys_from_pem
from rogatory.seal.token_key import parse_token_place
from rogatory.seal.tokens import TokenKey, open_token_key
from rogatory.wire.identifiers import parse_authority

LARGEST_KEY_FILE = 64 << 10
"""A key or certificate in PEM has at most some ten thousand bytes."""

PIN = "p256.pin"
"""In place of `p256.key`: where on which token it is, and the PIN, on the first line."""

OTHERS = stat.S_IRWXG | stat.S_IRWXO

CREDENTIALS = Path("/run/credentials")
"""Where systemd hands a service its credentials, in memory, each service's in a folder of its own
(systemd.exec(5), LoadCredentialEncrypted=). A key file may be a link to one.
"""

CREDENTIALS_OWNER = 0


def read_secret_file(path: Path) -> bytes:
    """Return a secret file; refuses one that is not there, or that others than its owner may read."""
    reason = key_reason(path)
    if reason is not None:
        raise Refused(reason)
    return read_file(path, limit=LARGEST_KEY_FILE)


def key_reason(path: Path) -> Reason | None:
    """Return why a key file is not used, or None."""
    if not path.exists():
        return refusals.KEY_ABSENT.because(path=str(path))
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & OTHERS and not _is_credential(path.resolve()):
        return refusals.KEY_READABLE.because(path=str(path), mode=f"{mode:04o}")
    return None


def _is_credential(path: Path) -> bool:
    """Decide whether systemd handed it to this service: root's own, in the service's folder, open
    to nobody else. The rights of a group that it shows are the mask of the access list by which the
    service's account reads it; root's group could read everything anyway.
    """
    if path.parent.parent != CREDENTIALS:
        return False
    nobody = stat.S_IWGRP | stat.S_IRWXO
    found = (path.stat(), path.parent.stat())
    return all(one.st_uid == CREDENTIALS_OWNER and not one.st_mode & nobody for one in found)


def authority_keys(home: Home) -> dict[str, SigningKeys]:
    """Return the signing keys of every authority this node signs for, by its name."""
    state = home.state.lower()
    found = {}
    for folder in sorted(home.authority_keys.iterdir()):
        if folder.is_dir() and not folder.name.startswith("."):
            authority = f"{state}/{folder.name}"
            found[authority] = signing_keys_in(authority, folder)
    return found


def receipts_keys(home: Home) -> SigningKeys:
    return signing_keys_in(home.state.lower(), home.node_keys / "receipts")


def log_signer(home: Home) -> NoteSigner:
    """Return the key of the epoch that grows."""
    path = log_key_file(home, home.log_epoch)
    return NoteSigner.parse(read_secret_file(path).decode("ascii").strip())


def log_mldsa44(home: Home) -> Cosigner | None:
    """Read the second key of the epoch that grows, if it has one."""
    path = log_mldsa44_file(home, home.log_epoch)
    return Cosigner.parse(read_secret_file(path).decode("ascii").strip()) if path.exists() else None


def log_mldsa44_file(home: Home, epoch: int) -> Path:
    """Return where the ML-DSA-44 key of an epoch is."""
    return log_key_file(home, epoch).with_suffix(".mldsa44.key")


def log_key_file(home: Home, epoch: int) -> Path:
    """Return the epoch's key: each has its own, whose name is its origin."""
    return home.node_keys / ("log.key" if epoch == 1 else f"log-{epoch}.key")


def own_witness_keys(home: Home) -> tuple[Cosigner, ...]:
    """Return the keys by which this node cosigns others' logs; none if it was given none."""
    return tuple(
        Cosigner.parse(read_secret_file(path).decode("ascii").strip())
        for path in (witness_file(home, algorithm) for algorithm in Cosigning)
        if path.exists()
    )


def witness_file(home: Home, algorithm: Cosigning) -> Path:
    return home.node_keys / f"witness-{algorithm.name.lower()}.key"


def http_key(home: Home) -> HttpKey:
    certificate = read_file(home.node_keys / "http.pem", limit=LARGEST_KEY_FILE)
    return http_key_from_pem(read_secret_file(home.node_keys / "http.key"), certificate)


def missing_keys(home: Home, names: Collection[str]) -> list[Reason]:
    """Return why the keys that these processes of the home need cannot be used: each that is absent, or that others may read."""
    found = (key_reason(path) for path in _needed(home, names))
    return [reason for reason in found if reason is not None]


def _needed(home: Home, names: Collection[str]) -> Iterator[Path]:
    yield home.django_key
    yield home.node_keys / "http.key"
    yield _first_key(home.node_keys / "receipts")
    if "door" in names:
        yield home.node_keys / "tls.key"
    if "console" in names and home.console_url.startswith("https:"):
        yield home.console_certificate[1]
    if "api" in names:
        yield home.api_certificate[1]
    if home.signer == HERE or "signer" in names:
        yield log_key_file(home, home.log_epoch)
        for authority in home.authorities:
            yield _first_key(home.authority_keys / parse_authority(authority).office)


def keys_for_signer(home: Home) -> list[Path]:
    """Return the keys in the home that only a signer needs."""
    found = [*home.node_keys.glob("log*.key"), *home.node_keys.glob("witness-*.key")]
    for kind in ("key", "pin"):
        found += home.authority_keys.rglob(f"*.{kind}")
    return sorted(found)


def _first_key(folder: Path) -> Path:
    """Return the file of a P-256 key, or of the PIN by which it is used on a token."""
    return folder / (PIN if (folder / DESCRIPTION).exists() else "p256.key")


def node_secret(home: Home) -> str:
    """Return the node's own secret, with which its database keeps short secrets."""
    return read_secret_file(home.django_key).decode("ascii").strip()


def secret_files(home: Home) -> list[Path]:
    """Return every file of the home that only its owner may read."""
    kept = (home.path / "keys").rglob("*")
    return sorted([home.django_key, *(each for each in kept if each.suffix in {".key", ".pin"})])


def signing_keys_in(holder: str, folder: Path) -> SigningKeys:
    """Return the signing keys in a folder; refuses files that do not fit together."""
    mldsa65 = folder / "mldsa65.key"
    post_quantum = mldsa65.exists()
    return signing_keys_from_pem(
        holder,
        _token_key(folder)
        if (folder / DESCRIPTION).exists()
        else read_secret_file(folder / "p256.key"),
        _certificate(folder, "p256"),
        read_secret_file(mldsa65) if post_quantum else None,
        _certificate(folder, "mldsa65") if post_quantum else None,
    )


def _token_key(folder: Path) -> TokenKey:
    """Return the key on the token that the description names, with the PIN beside it: nobody sits
    at a node to be asked. The PIN opens nothing without the token.
    """
    description = folder / DESCRIPTION
    place = parse_token_place(read_file(description, limit=LARGEST_KEY_FILE), str(description))
    return open_token_key(place, lambda _label: _pin(folder / PIN))


def _pin(path: Path) -> str:
    lines = read_secret_file(path).decode("utf-8").splitlines()
    return lines[0] if lines else ""


def _certificate(folder: Path, algorithm: str) -> bytes:
    path = folder / f"{algorithm}.pem"
    if not path.exists():
        raise Refused(refusals.KEY_ABSENT.because(path=str(path)))
    return read_file(path, limit=LARGEST_KEY_FILE)
