# SPDX-License-Identifier: Apache-2.0
"""Two authorities with keys of their own, and the command line run in this process."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner

from rogatory.main import main
from rogatory.node.workstation.keys_new import new_authority_keys
from rogatory.wire.identifiers import parse_authority

NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Told:
    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def codes(self):
        return [one["code"] for one in self.json["reasons"]]


def run(*words):
    """`rogatory WORDS`, with what it told."""
    answer = CliRunner().invoke(main, [str(word) for word in words])
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return Told(answer.exit_code, answer.stdout, answer.stderr)


def keys_of(authority, folder, **changes):
    given = {"state_ca": None, "passphrase": None, "at": NOW, "random": os.urandom}
    new_authority_keys(parse_authority(authority), folder, **(given | changes))
    return folder


def expired_keys(authority, folder):
    return keys_of(authority, folder, at=NOW - timedelta(days=365 * 10))


def listing(folder: Path):
    """Every name below a folder, to compare before and after."""
    return sorted(os.fsencode(path.relative_to(folder)) for path in folder.rglob("*"))
