# SPDX-License-Identifier: Apache-2.0
"""Common parts of the commands for keys: the folder that they make, and how fingerprints are printed."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from rogatory.cli.output.reporting import grouped, print_text
from rogatory.wire.spoken_digest import spoken


def new_folder(help_text: str = "A folder that does not exist yet.") -> Callable[[Any], Any]:
    """Return the option `--out`: where keys are written."""
    return click.option(
        "--out", "folder", required=True, type=click.Path(path_type=Path), help=help_text
    )


def print_fingerprints(fingerprints: Mapping[str, str]) -> None:
    """Print the fingerprint of each certificate, for the eye and for the telephone."""
    for name, fingerprint in fingerprints.items():
        print_text(f"  {name:8} {grouped(fingerprint)}")
        print_text(f"  by telephone  {spoken(fingerprint)}")
