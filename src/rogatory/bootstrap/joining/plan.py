# SPDX-License-Identifier: Apache-2.0
"""A joining State's statements, made once: `plan.json` in the folder of its joining.

    plan.json      this
    1.root.json    the network's first root, once it was found to be the one that was read out
    state-key/     the State key            ca/       the State CA
    keys/          authorities' keys        entry/    the draft of the entry
    node/          the node's home, unless it lies elsewhere

The folder is the ministry's, on a machine of its own; of all this only the node's home goes to the
node's machine. The state of the joining is not stored: each step looks.
"""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rogatory.directory.entry.fields import DIGEST, LINE, distinct, line, read_fields
from rogatory.disk import read_file, write_new
from rogatory.wire import canonical
from rogatory.wire.digests import parse_digest
from rogatory.wire.fields import Fields
from rogatory.wire.forms import Nullable
from rogatory.wire.identifiers import parse_state
from rogatory.wire.words import P_, FilledText

PLAN = "plan.json"

LONGEST_PATH = 4096
"""The longest path on Linux (PATH_MAX)."""


@dataclass(frozen=True, slots=True)
class JoiningPlan:
    """The plan of a State that joins: its network, the places of its own things, and its first
    peer.
    """

    folder: Path
    state: str
    network: str
    directory: str
    publisher: str
    node_url: str
    console_url: str
    timestamps: tuple[str, ...]
    time_zone: str
    languages: tuple[str, ...]
    peer: str
    home: str | None = None
    """The node's home, where it is not `node/` in the folder."""
    key: str | None = None
    """The State key's folder, where it is not `state-key/`."""

    @property
    def first_root(self) -> Path:
        return self.folder / "1.root.json"

    @property
    def state_key(self) -> Path:
        return Path(self.key) if self.key else self.folder / "state-key"

    @property
    def state_ca(self) -> Path:
        return self.folder / "ca"

    @property
    def entry(self) -> Path:
        return self.folder / "entry"

    @property
    def node(self) -> Path:
        return Path(self.home) if self.home else self.folder / "node"

    @property
    def listing(self) -> Path:
        """Return the path of the statements about the node's keys, for the entry."""
        return self.folder / "listing.json"

    @property
    def authorities(self) -> tuple[str, ...]:
        low = self.state.lower()
        return f"{low}/contact-point", f"{low}/central-authority"

    def authority_keys(self, authority: str) -> Path:
        return self.folder / "keys" / authority.partition("/")[2]


def create_plan(plan: JoiningPlan) -> JoiningPlan:
    """Write a plan down, in its form; the folder may exist, a plan in it may not."""
    checked = replace(
        plan, state=parse_state(plan.state.upper()), network=parse_digest(plan.network)
    )
    checked.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    document = {name: value for name, value in asdict(checked).items() if name != "folder"}
    write_new(checked.folder / PLAN, canonical.encode(document))
    return read_joining_plan(checked.folder)


def read_joining_plan(folder: Path) -> JoiningPlan:
    """Return the plan of a folder; refuses one that is not in its form."""
    data = read_file(folder / PLAN, limit=1 << 16)
    return read_fields(
        canonical.decode_object(data),
        FilledText(P_("plan")),
        lambda of: _plan(of, folder.resolve()),
    )


def _plan(of: Fields, folder: Path) -> JoiningPlan:
    path = Nullable(line(LONGEST_PATH))
    return JoiningPlan(
        folder=folder,
        state=of.read("state", line(2)),
        network=of.read("network", DIGEST),
        directory=of.read("directory", LINE),
        publisher=of.read("publisher", LINE),
        node_url=of.read("node_url", LINE),
        console_url=of.read("console_url", LINE),
        timestamps=of.read("timestamps", distinct(LINE)),
        time_zone=of.read("time_zone", LINE),
        languages=of.read("languages", distinct(LINE, least=1)),
        peer=of.read("peer", line(2)),
        home=of.read("home", path),
        key=of.read("key", path),
    )
