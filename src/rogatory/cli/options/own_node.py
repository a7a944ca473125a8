# SPDX-License-Identifier: Apache-2.0
"""How a command names its own State's node: by its home on this machine, or by its address."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options import evidence as options
from rogatory.cli.options.typed_number import typed_officer
from rogatory.cli.output.counted import counted
from rogatory.wire.canonical import Json

if TYPE_CHECKING:
    from rogatory.node.workstation.own_node import OwnNode

node = click.option(
    "--node",
    required=True,
    metavar="URL|HOME",
    help="The own State's node: its home where it is on this machine, or its https address.",
)

officer = typed_officer(
    "Who does it, such as xb-0010; needed with a home. A line gives the node only the authority.",
    required=False,
)


def size_of(facts: Mapping[str, Json]) -> str:
    """Return how large a package is, in words."""
    segments, size = facts["segments"], facts["payload_size"]
    assert isinstance(segments, int)
    assert isinstance(size, int)
    return f"{counted(segments, 'segment')}, {counted(size, 'byte')}"


def home_of(node: str, officer: str | None) -> tuple[Path, str] | None:
    """Return the home and the officer, or None where the node is named by its address."""
    if connections.is_address(node):
        return None
    if officer is None:
        raise click.UsageError("A node named by its home wants --officer: who does this is noted.")
    return Path(node), officer


def line_to(node: str, key_folder: Path | None, trust_path: Path | None) -> "OwnNode":
    """Return the node at an address, by the authority's key and a copy of the directory."""
    if key_folder is None:
        raise click.UsageError("A node named by its address wants --key: the line is signed.")
    return connections.own_node(node, options.authority_folder(key_folder), trust_path)
