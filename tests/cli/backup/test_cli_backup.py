# SPDX-License-Identifier: Apache-2.0
"""The commands on backups, as an operator gives them: written, tried by two persons, lost, restored."""

import json
import os
import shutil
from datetime import UTC, datetime

import pytest

import django_home  # noqa: F401 - sets Django up, as the processes that are started do
from casts.node.backups import BackedUp, without_recovery
from casts.node.movable import Movable
from casts.steady import warm
from rogatory.seal.age import X25519Identity, write_identity_file

pytestmark = pytest.mark.processes


@pytest.fixture
def node(tmp_path):
    persons = {name: X25519Identity.generate(os.urandom) for name in ("backup", "first", "second")}
    made = BackedUp(Movable(tmp_path / "home"), tmp_path, persons)
    for name, identity in persons.items():
        (tmp_path / f"{name}.txt").write_bytes(
            write_identity_file(identity, datetime(2026, 12, 1, tzinfo=UTC))
        )
        (tmp_path / f"{name}.pub").write_text(f"{identity.recipient}\n")
    return made


def ran(*words, status=0):
    done = warm.command(*words)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def test_a_node_is_saved_tried_lost_and_restored_by_its_commands(node):
    folder, escrow = node.folder, node.folder / "escrow.age"
    secrets = [
        "--escrow", escrow, "--first-identity", folder / "first.txt",
        "--second-identity", folder / "second.txt", "--identity", folder / "backup.txt",
    ]  # fmt: skip
    ran(
        "backup",
        "escrow",
        node.path,
        escrow,
        "--first",
        folder / "first.pub",
        "--second",
        folder / "second.pub",
    )
    assert "objects" in ran("backup", "run", node.path)
    assert "No backup is due yet." in ran("backup", "run", node.path, "--due")
    assert "all as written" in ran("backup", "check", node.path)
    (listed,) = json.loads(ran("backup", "list", node.path, "--json"))["backups"]

    tried = json.loads(ran("backup", "drill", node.path, *secrets, "--json"))
    assert tried["backup"] == listed["backup"]
    assert (
        json.loads(ran("backup", "list", node.path, "--json"))["verified"]["id"] == listed["backup"]
    )
    assert [one.name for one in (node.path / "backup").iterdir() if one.is_dir()] == []

    rows, objects, settings = node.movable.everything()
    shutil.rmtree(node.path)
    printed = ran("restore", node.path, *secrets)

    assert f"rogatory node recover {node.path}" in printed
    assert "Lost for good is what was done between" in printed
    assert without_recovery(node.movable.rows()) == without_recovery(rows)
    assert (node.movable.objects(), (node.path / "node.toml").read_text()) == (objects, settings)
    refused = json.loads(ran("restore", node.path, *secrets[6:], "--json", status=1))
    assert {one["code"] for one in refused["reasons"]} == {"restore-target-used"}
