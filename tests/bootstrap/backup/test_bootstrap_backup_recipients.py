# SPDX-License-Identifier: Apache-2.0
"""To whom a backup is encrypted: recipients of a file, or the recovery recipients that the directory lists."""

import os
from dataclasses import replace

import pytest

from casts.node.world import World, new_state
from rogatory.bootstrap.backup import keys
from rogatory.bootstrap.backup.keys import read_recipients, recipients_of
from rogatory.bootstrap.node_toml.backup import BackupTable, backup_problem
from rogatory.directory.entry.entry import RecipientRecord
from rogatory.errors import Refused
from rogatory.seal.age import HybridIdentity, X25519Identity


class Home:
    state = "XB"
    backup = BackupTable(folder="/place")


@pytest.fixture
def world():
    return World({code: new_state(code) for code in ("XA", "XB")})


def listed(world, monkeypatch, *labels):
    """Let the directory list a recipient of each label for an authority of XB; the recipients."""
    newest = world.directory.newest
    entry = newest.listed["XB"].entry
    made = [str(HybridIdentity.generate(os.urandom).recipient) for _label in labels]
    period = entry.logs[0].period
    records = [
        RecipientRecord("xb/contact-point", label, text, period)
        for label, text in zip(labels, made, strict=True)
    ]
    changed = replace(newest.listed["XB"], entry=replace(entry, recipients=tuple(records)))
    view = replace(newest, listed={**newest.listed, "XB": changed})
    monkeypatch.setattr(keys, "own_copy", lambda _home: Copy(view))
    return made


class Copy:
    """The home's copy of a directory."""

    def __init__(self, directory):
        self._directory = directory

    def view(self, _at):
        return self._directory


def test_recovery_recipients_of_the_own_state_and_no_workstation_can_open_it(world, monkeypatch):
    made = listed(world, monkeypatch, "workstation", "recovery", "recovery")
    found = recipients_of(Home, world.clock.now())
    assert sorted(map(str, found)) == sorted(made[1:])


def test_without_one_no_backup_is_written(world, monkeypatch):
    listed(world, monkeypatch, "workstation")
    with pytest.raises(Refused) as refused:
        recipients_of(Home, world.clock.now())
    assert refused.value.codes == ("backup-recipients",)


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 0), ("# nobody\n\n", 0), ("# one\nage1wrong\n", 2), ("two kinds", 1), ("mixed", 0)],
)
def test_a_list_that_is_none_is_refused_with_its_line(tmp_path, text, line):
    path = tmp_path / "recipients"
    if text == "mixed":
        both = (HybridIdentity, X25519Identity)
        text = "".join(f"{one.generate(os.urandom).recipient}\n" for one in both)
    path.write_text(text)
    with pytest.raises(Refused) as refused:
        read_recipients(path)
    assert refused.value.codes == ("backup-recipients-file",)
    assert refused.value.reasons[0].fields["line"] == line


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"folder": "relative"},
        {"folder": "/place", "bucket": "backup", "endpoint": "https://s3.example.test"},
        {"endpoint": "https://s3.example.test"},
        {"bucket": "backup", "endpoint": "http://s3.example.test"},
        {"folder": "/place", "keep_daily": 0},
        {"folder": "/place", "every_hours": "24"},
        {"folder": "/place", "record_folders": ["here"]},
        {"folder": "/place", "unknown": 1},
    ],
)
def test_a_table_that_cannot_be_used_is_refused(table):
    assert backup_problem(table)


@pytest.mark.parametrize(
    "table",
    [
        {"folder": "/place", "record_folders": ["/elsewhere"], "keep_monthly": 1},
        {"endpoint": "https://s3.example.test", "bucket": "backup", "prefix": "xb"},
    ],
)
def test_a_folder_or_a_bucket_is_enough(table):
    assert backup_problem(table) is None
