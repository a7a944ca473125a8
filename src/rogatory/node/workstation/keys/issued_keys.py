# SPDX-License-Identifier: Apache-2.0
"""Keys that belong to a State itself, made and certified where its CA is: of its node, or of a timestamp authority."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from rogatory.disk import PartialFolder, write_new
from rogatory.node.workstation.keys.state_ca_folder import load_state_ca
from rogatory.seal.certificates.reading import pem_to_der
from rogatory.seal.keys import SignatureAlgorithm
from rogatory.wire.digests import sha256
from rogatory.wire.randomness import Random

type StateUse = Literal["node-tls", "node-http", "receipts", "tsa"]

RECEIPTS: tuple[SignatureAlgorithm, ...] = ("p256", "mldsa65")
OTHERS: tuple[SignatureAlgorithm, ...] = ("p256",)


@dataclass(frozen=True, slots=True)
class IssuedKeys:
    """Issued keys; `prints` are the SHA-256 of each certificate, by the name of its file."""

    state: str
    until: datetime
    prints: Mapping[str, str]


def issue_keys(
    use: StateUse,
    folder: Path,
    *,
    state_ca: Path,
    hosts: Sequence[str],
    public_key: bytes | None,
    at: datetime,
    until: datetime,
    random: Random,
) -> IssuedKeys:
    """Make the keys of a use with their certificates in a new folder, whole or not at all.

    `public_key` (PEM) is certified instead, where the private half stays with its holder: then the folder has the
    certificate alone. `hosts` are those of a node's line.

    Raises:
        Refused: the period exceeds the CA's own, or the use admits no such key.
    """
    ca = load_state_ca(state_ca)
    holder, files = ca.state.lower(), dict[str, bytes]()
    if public_key is not None:
        files["tsa.pem"] = ca.certify(
            holder, use, public_key, at=at, until=until, random=random, hosts=hosts
        )
    else:
        for algorithm in RECEIPTS if use == "receipts" else OTHERS:
            issued = ca.issue(
                holder, use, algorithm, at=at, until=until, random=random, hosts=hosts
            )
            files |= {f"{algorithm}.key": issued.key, f"{algorithm}.pem": issued.certificate}
    with PartialFolder(folder.absolute(), private=True) as partial:
        for name, data in files.items():
            place = Path(os.fsdecode(partial.path)) / name
            write_new(place, data, secret=name.endswith(".key"))
    prints = {
        name: sha256(pem_to_der(data)) for name, data in files.items() if name.endswith(".pem")
    }
    return IssuedKeys(ca.state, until, prints)
