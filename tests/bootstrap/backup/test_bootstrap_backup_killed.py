# SPDX-License-Identifier: Apache-2.0
"""Killed at every step, and on disks that fail: earlier backups are whole, a half restore is known and goes on."""

import json
from pathlib import Path

import pytest

from casts.faults.every_step import killed_at_every_step
from casts.faults.fault_library import EVER, Fault
from casts.node.backups import without_recovery
from casts.steady import warm
from rogatory.bootstrap.backup.looking import backups_of, check_backup
from rogatory.bootstrap.home.restore_plan import new_plan, write_plan
from rogatory.bootstrap.ports.object_store import objects_of
from rogatory.bootstrap.processes.admission import read_admission
from rogatory.bootstrap.processes.child import migrate_tables
from rogatory.errors import Refused

pytestmark = [pytest.mark.processes, pytest.mark.judge]

DRIVER = Path(__file__).with_name("backup_driver.py")


def start_refused(home):
    """Return why no process of the node starts."""
    migrate_tables(home)
    with pytest.raises(Refused) as refused:
        read_admission(home)
    return refused.value.codes


def whole(node):
    """Every complete backup, each file of which was compared."""
    found = [one.id for one in backups_of(node.path).backups]
    for one in found:
        check_backup(node.path, one, lambda _number: None)
    return found


def test_a_backup_killed_at_every_step_leaves_whole_ones_and_the_next_ends(node):
    first = node.back_up().id
    kills = killed_at_every_step(DRIVER, "run", node.path)
    assert len(kills) > 15
    assert {"before write_manifest", "after write_manifest", "before remove"} <= set(kills)
    found = whole(node)
    # The rule keeps one of a day: the last; the first one of this test went with those that were killed.
    assert found[-1] > first
    listed = {one.name for one in (node.place / "rows").iterdir()}
    assert {name.partition(".")[0] for name in listed} == set(found)
    home = node.empty_home()
    node.restore(home)
    assert without_recovery(home.rows()) == without_recovery(node.movable.rows())
    assert home.objects() == node.movable.objects()


def test_a_restore_killed_at_every_step_is_not_started_and_goes_on(node, persons):
    node.back_up()
    home = node.empty_home()
    kills = killed_at_every_step(DRIVER, "restore", home.home.path, persons["backup"].encode())
    assert len(kills) > 25
    assert {"before begin_arrival", "after open_arrived", "done 1"} <= set(kills)
    assert without_recovery(home.rows()) == without_recovery(node.movable.rows())
    assert home.objects() == node.movable.objects()
    assert not (home.home.path / "restore").exists()


def test_a_home_whose_restore_was_killed_before_the_first_row_makes_no_new_node(node):
    home = node.empty_home().home
    write_plan(home, new_plan("20261201T000000000Z-00000000", str(node.place), bytes))
    assert start_refused(home) == ("restore-unfinished",)
    assert not home.database.exists()


DISKS = [
    (Fault("write", "*/place/rows/*", "ENOSPC", first=9, times=EVER), "disk-full"),
    (Fault("write", "*/place/objects/*", "ENOSPC", times=EVER), "disk-full"),
    (Fault("fsync", "*/place/lists/*", "EIO", times=EVER), "disk-failing"),
    (Fault("write", "*/place/backups/*", "ENOSPC", times=EVER), "disk-full"),
]


def test_a_full_or_failing_disk_is_reported_and_earlier_backups_are_whole(node, faults):
    node.back_up()
    before = whole(node)
    (node.home.objects / "00").mkdir(exist_ok=True)
    for number, (rule, code) in enumerate(DISKS):
        objects_of(node.home).put(b"fresh %d" % number)
        ran = faults.run("backup", "run", node.path, "--json", rules=[rule])
        assert ran.fired
        assert ran.status == 4, ran.err
        assert [one["code"] for one in json.loads(ran.out)["reasons"]] == [code]
        assert whole(node) == before
    ended = warm.command("backup", "run", node.path, "--no-prune")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert len(whole(node)) == 2


def test_a_full_disk_ends_a_restore_and_the_same_command_goes_on(node, persons, faults, tmp_path):
    node.back_up()
    home = node.empty_home()
    identity = tmp_path / "identity.txt"
    identity.write_text(f"{persons['backup'].encode()}\n")
    command = ("restore", home.home.path, "--identity", identity, "--json")
    for rule, code in (
        (
            Fault("pwrite", "*/restored/books.sqlite3*", "ENOSPC", first=40, times=EVER),
            "backup-database-fails",
        ),
        (Fault("write", "*/restored/objects/*", "ENOSPC", first=3, times=EVER), "disk-full"),
    ):
        ran = faults.run(*command, rules=[rule])
        assert ran.fired
        assert [one["code"] for one in json.loads(ran.out)["reasons"]] == [code], ran.out
        assert start_refused(home.home) == ("restore-unfinished",)
    ended = warm.command(*command)
    assert ended.returncode == 0, ended.stdout
    assert without_recovery(home.rows()) == without_recovery(node.movable.rows())
    assert home.objects() == node.movable.objects()
