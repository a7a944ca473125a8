# SPDX-License-Identifier: Apache-2.0
"""The folder of a State CA: p256.key, p256.pem, mldsa65.key, mldsa65.pem, and what it withdrew."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from rogatory.disk import PartialFolder, write_new
from rogatory.node.workstation.keys.key_files import read_public, read_secret
from rogatory.node.workstation.keys.revocation_record import first_lists
from rogatory.seal.certificates.state_ca import StateCa, new_state_ca
from rogatory.wire.randomness import Random

BEGINS_EARLIER = timedelta(hours=1)
"""A CA counts from a little before it was made, so that what it issues can, too."""

FILES = ("p256.key", "p256.pem", "mldsa65.key", "mldsa65.pem")


def load_state_ca(folder: Path) -> StateCa:
    """Return the State CA kept in a folder; refuses key files that others may read."""
    return StateCa.from_pem(
        {
            name: read_secret(folder / name)
            if name.endswith(".key")
            else read_public(folder / name)
            for name in FILES
        }
    )


def new_state_ca_folder(
    state: str, folder: Path, *, years: int, at: datetime, random: Random
) -> StateCa:
    """Make a State CA and keep it in a new folder, whole or not at all."""
    ca = new_state_ca(state, at=at - BEGINS_EARLIER, years=years, random=random)
    with PartialFolder(folder, private=True) as partial:
        for name, data in ca.to_pem().items():
            write_new(Path(os.fsdecode(partial.path)) / name, data, secret=name.endswith(".key"))
        for name, data in first_lists(ca, at).items():
            write_new(Path(os.fsdecode(partial.path)) / name, data)
    return ca
