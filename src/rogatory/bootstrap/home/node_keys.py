# SPDX-License-Identifier: Apache-2.0
"""Making a node's keys, one for each use, and what the State must list of them."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.keys import (
    log_key_file,
    log_mldsa44_file,
    read_secret_file,
    witness_file,
)
from rogatory.custody.log.epoch import LogOrigin
from rogatory.disk.new_file import write_new
from rogatory.node.witnesses.trust import witness_name
from rogatory.seal.certificates.reading import load_pem, to_der
from rogatory.seal.certificates.state_ca import Issued, StateCa
from rogatory.seal.cosigner import Cosigner, Cosigning
from rogatory.seal.notes import NoteSigner


@dataclass(frozen=True, slots=True)
class NodeListing:
    """The public halves: certificates in DER, and keys of log and witness (C2SP vkeys)."""

    node_tls: bytes
    node_http: bytes
    receipts: dict[str, bytes]
    log_origin: str
    log_vkeys: tuple[str, str]
    """Ed25519 and ML-DSA-44."""
    witness_vkeys: tuple[str, ...]


def make_node_keys(
    home: Home,
    ca: StateCa,
    *,
    at: datetime,
    until: datetime,
    random: Callable[[int], bytes] = os.urandom,
) -> NodeListing:
    """Make the keys for line, requests and receipts, certified by the State CA, and log and witness.

    Raises:
        Refused: a key is there already, or the period exceeds the CA's own.
    """
    holder = home.state.lower()

    def issue(use: str, algorithm: str, hosts: tuple[str, ...] = ()) -> Issued:
        return ca.issue(
            holder,
            use,  # type: ignore[arg-type]  # a plain word below is one of them
            algorithm,  # type: ignore[arg-type]  # likewise
            at=at,
            until=until,
            random=random,
            hosts=hosts,
        )

    folder = home.node_keys
    host, _port = home.address(home.node_url)
    tls = _keep(folder / "tls", issue("node-tls", "p256", (host,)))
    http = _keep(folder / "http", issue("node-http", "p256"))
    receipts = {
        algorithm: _keep(folder / "receipts" / algorithm, issue("receipts", algorithm))
        for algorithm in ("p256", "mldsa65")
    }
    vkeys = make_log_keys(home, 1, random=random)
    witness = make_witness_keys(home, random=random)
    return NodeListing(tls, http, receipts, home.log_origin, vkeys, witness)


def make_log_keys(
    home: Home, epoch: int, *, random: Callable[[int], bytes] = os.urandom
) -> tuple[str, str]:
    """Make the keys of an epoch of the log, Ed25519 and ML-DSA-44; returns the vkeys that the State
    must list. One that is there already stays.
    """
    origin = str(LogOrigin(home.network, home.state, epoch))
    path, second = log_key_file(home, epoch), log_mldsa44_file(home, epoch)
    if not second.exists():
        made = Cosigner.generate(origin, Cosigning.MLDSA44, random)
        write_new(second, made.encode().encode("ascii") + b"\n", secret=True)
    if not path.exists():
        signer = NoteSigner.generate(origin, random)
        write_new(path, signer.encode().encode("ascii") + b"\n", secret=True)
    ed25519 = NoteSigner.parse(read_secret_file(path).decode("ascii").strip()).vkey
    return ed25519, Cosigner.parse(read_secret_file(second).decode("ascii").strip()).key.vkey


def make_witness_keys(
    home: Home, *, random: Callable[[int], bytes] = os.urandom
) -> tuple[str, ...]:
    """Make the keys by which the node cosigns other States' logs, one of each kind; returns what
    the State must list of them.

    Raises:
        Refused: there is one already.
    """
    name = witness_name(home.network, home.state)
    vkeys = []
    for algorithm in Cosigning:
        cosigner = Cosigner.generate(name, algorithm, random)
        secret = cosigner.encode().encode("ascii") + b"\n"
        write_new(witness_file(home, algorithm), secret, secret=True)
        vkeys.append(cosigner.key.vkey)
    return tuple(vkeys)


def install_authority_keys(home: Home, authority: str, signing: Path) -> None:
    """Copy an authority's signing keys (`signing/` of its key folder) into the node's home.

    Only these: its age identity never comes near a node. Where the ECDSA key is on a token, its
    description goes along; the token's PIN is put beside it by hand (`p256.pin`, mode 0600).
    """
    folder = home.authority_keys / authority.partition("/")[2]
    folder.mkdir(mode=0o700)
    for name in ("p256.key", "p256.token.json", "p256.pem", "mldsa65.key", "mldsa65.pem"):
        source = signing / name
        if source.exists():
            write_new(folder / name, source.read_bytes(), secret=name.endswith(".key"))


def _keep(path: Path, issued: Issued) -> bytes:
    write_new(path.with_name(path.name + ".key"), issued.key, secret=True)
    write_new(path.with_name(path.name + ".pem"), issued.certificate)
    return to_der(load_pem(issued.certificate))
