# SPDX-License-Identifier: Apache-2.0
"""Opening a sealed package as the options of a command say: with whose identities, judged by which directory."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rogatory.cli.options import evidence as options
from rogatory.cli.options.recovery import Unlocked, unlocked
from rogatory.cli.options.two_officers import two_officers
from rogatory.node.workstation.consent.signing import Responsible
from rogatory.node.workstation.opening import Opening
from rogatory.node.workstation.verification.seal_trust import trust_for_sealed
from rogatory.node.workstation.verification.trust import read_trust

if TYPE_CHECKING:
    from rogatory.node.workstation.keys.authority_folder import AuthorityFolder


@dataclass(frozen=True, slots=True)
class UnlockedPackage:
    """A package that can be opened. `compared` if its seal is judged by a directory."""

    folder: "AuthorityFolder"
    own: Unlocked
    opening: Opening
    by: Responsible
    compared: bool


def unlocked_package(
    sealed: Path,
    key_folder: Path,
    trust_path: Path | None,
    passphrase_file: Path | None,
    given: dict[str, Any],
    *,
    act: str,
    items: Sequence[str] | None = None,
) -> UnlockedPackage:
    """Return the sealed package with what opens it; `items` are named if not everything comes out."""
    folder = options.authority_folder(key_folder)
    trusted = read_trust(trust_path) if trust_path else None
    trust = trust_for_sealed(sealed, trusted, options.now())
    network = trust.seal.network if trust.seal else None
    officers = two_officers(folder, given, trusted, options.now())
    actor = options.actor_of(folder, given, network=network, directory=trust_path)
    bag = trust.seal.bag if trust.seal else None
    own = unlocked(folder, given, passphrase_file, actor, officers, act=act, bag=bag, items=items)
    return UnlockedPackage(
        folder,
        own,
        Opening(identities=own.identities, trust=trust),
        Responsible(actor=own.actor, reason=given["reason"], officers=officers),
        compared=trusted is not None,
    )
