# SPDX-License-Identifier: Apache-2.0
"""The folder of each release: its wheel, what its demo left behind, and what the program answered about that."""

import json
import tarfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from casts.docs.places import TESTS
from casts.release.program import Desk, Program

STATES = ("XA", "XB", "XT")

GRACE_HOURS = 1_000_000
"""Nobody publishes the directory of a kept network any more: its nodes rely on their copy for a century."""


@dataclass(frozen=True)
class Release:
    """A folder beneath `tests/release/versions`, named for the version."""

    folder: Path

    @property
    def version(self) -> str:
        return self.folder.name

    @property
    def wheel(self) -> Path:
        (found,) = self.folder.glob("*.whl")
        return found

    @property
    def facts(self) -> dict:
        """Return what the released program answered about each State's node, and of what it was made."""
        return json.loads((self.folder / "facts.json").read_bytes())

    @property
    def founding(self) -> Path:
        """Return the script that founds a network of two States with the released program."""
        return self.folder / "found.py"

    def unpack(self, folder: Path) -> Path:
        """Write what the demo left behind to a folder, whose nodes rely on their directory for ever; return the demo's own."""
        with tarfile.open(self.folder / "demo.tar.xz") as archive:
            archive.extractall(folder, filter="data")
        for settings in folder.glob("demo/network/nodes/*/node.toml"):
            settings.write_text(
                f"directory_grace_hours = {GRACE_HOURS}\n{settings.read_text(encoding='utf-8')}",
                encoding="utf-8",
            )
        return folder / "demo"


RELEASES = [
    Release(one.parent) for one in sorted((TESTS / "release" / "versions").glob("*/facts.json"))
]


def home_of(network: Path, state: str) -> Path:
    return network / "nodes" / state.lower()


def answers_of(program: Program, home: Path) -> dict:
    """Return what a program answers about a home's log and about every request in it.

    No prose, and nothing that depends on the day on which it is asked.
    """
    with ExitStack() as stack:
        desk = stack.enter_context(program.terminal(home))
        threads = {one["thread"]: _thread(desk, one) for one in desk.ask("threads")}
    (log,) = program.document("log", "verify", home)["logs"]
    return {
        "threads": threads,
        "log": {name: log[name] for name in ("origin", "size", "root", "checkpoints")},
    }


def _thread(desk: Desk, summary: dict) -> dict:
    thread = summary["thread"]
    return {
        "kind": summary["kind"],
        "peer": summary["peer"],
        "status": desk.ask("standing", thread=thread)["status"],
        "packages": desk.ask("packages", thread=thread),
        "messages": [
            {name: one[name] for name in ("digest", "kind", "state", "delivery", "codes")}
            for one in desk.ask("messages", thread=thread)
        ],
    }
