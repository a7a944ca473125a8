# SPDX-License-Identifier: Apache-2.0
"""Where everything of a network in a folder lies: its directory, its States, their keys and homes.

secretariat/        root and targets keys (three holders each), the publisher's online key
repository/         the directory, as any static web server would serve it
states/xa/          ca/, directory.key, card.json, officers/ (software authenticators), tsa.key
workstations/xa-central-authority/      an authority's key folder, as `keys new` makes it
workstations/xa-0003/   an officer's own keys, made when a case needs them
nodes/xa/           a node's home
"""

from dataclasses import dataclass
from pathlib import Path

from rogatory.directory.ceremony.ceremony import network_id
from rogatory.directory.ceremony.keys import DirectoryKey, load_key, new_directory_key
from rogatory.disk import write_new
from rogatory.exercises.cast import Player
from rogatory.seal.software_authenticator import SoftwareAuthenticator


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the shared services of the exercise listen."""

    directory: str
    timestamps: str
    host: str = "127.0.0.1"
    """The name of this machine under which the nodes reach each other."""


@dataclass(frozen=True, slots=True)
class Federation:
    """Where everything of a network lies."""

    folder: Path

    @property
    def repository(self) -> Path:
        return self.folder / "repository"

    @property
    def first_root(self) -> bytes:
        return (self.repository / "metadata" / "1.root.json").read_bytes()

    @property
    def network(self) -> str:
        return network_id(self.first_root)

    def node(self, state: str) -> Path:
        return self.folder / "nodes" / state.lower()

    def state(self, state: str) -> Path:
        return self.folder / "states" / state.lower()

    def workstation(self, state: str, office: str) -> Path:
        return self.folder / "workstations" / f"{state.lower()}-{office}"

    def own_keys(self, state: str, player: Player) -> Path:
        """Return the folder of an officer's own keys."""
        return self.folder / "workstations" / player.known_as(state)

    def authenticator(self, state: str, player: Player) -> SoftwareAuthenticator:
        """Return an officer's software authenticator, as it was enrolled."""
        path = self.state(state) / "officers" / f"{player.known_as(state)}.json"
        return SoftwareAuthenticator.from_bytes(path.read_bytes())

    def card(self, state: str) -> bytes:
        """Return a State's card, which its own node is given by hand."""
        return (self.state(state) / "card.json").read_bytes()

    def state_key(self, state: str) -> DirectoryKey:
        """Return the key with which a State signs its entry, offline where a State is real."""
        return load_directory_key(self.state(state), "directory")

    def online_key(self) -> DirectoryKey:
        return load_directory_key(self.folder / "secretariat", "online")


def keep_directory_key(folder: Path, name: str) -> DirectoryKey:
    """Return a new directory key, kept in its holder's folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = new_directory_key()
    write_new(folder / f"{name}.key", key.private_pem(), secret=True)
    write_new(folder / f"{name}.public.json", key.public)
    return key


def load_directory_key(folder: Path, name: str) -> DirectoryKey:
    return load_key(folder / f"{name}.key", (folder / f"{name}.public.json").read_bytes())
