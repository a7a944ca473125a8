# SPDX-License-Identifier: Apache-2.0
"""The newest backup of a node: the doctor and the metrics say when the next is late, or there is none."""

import math
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from casts.node.backups import FixedClock
from rogatory.bootstrap.backup.newest import LATE_AFTER, newest_backup, noted_newest
from rogatory.bootstrap.backup.run import BackupRun, back_up_if_due
from rogatory.bootstrap.doctor.backups import backups, of_backups
from rogatory.bootstrap.doctor.look import A_PAGE, Look
from rogatory.bootstrap.monitoring.exposition import exposition
from rogatory.bootstrap.monitoring.node_metrics import node_metrics

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
INTERVAL = 24 * 3600.0


def codes(node, now=NOW, look=None):
    facts = backups(node.home, now, look or Look())
    return [one.kind.id for one in of_backups(facts)]


def metrics(node, now=NOW):
    """Return the metrics of backups; other rows of this home are random."""
    found = [one for one in node_metrics(node.home, now) if one.name.startswith("rogatory_backup")]
    lines = [line for line in exposition(found).decode().splitlines() if line[0] != "#"]
    return {name: float(value) for name, _space, value in (one.rpartition(" ") for one in lines)}


@pytest.fixture
def edge():
    """The last moment at which a backup of now is not late."""
    return NOW + timedelta(seconds=INTERVAL + LATE_AFTER)


def test_a_node_without_a_backup_is_named(node):
    assert codes(node) == ["doctor-backup-none"]
    assert metrics(node) == {
        "rogatory_backup_age_seconds": math.inf,
        "rogatory_backup_interval_seconds": INTERVAL,
    }
    assert codes(node, look=A_PAGE) == []


def test_a_backup_is_late_three_hours_after_it_was_due(node, edge):
    node.back_up(at=NOW)
    for look in (Look(), A_PAGE):
        assert codes(node, edge, look) == ["doctor-backup-current"]
        assert codes(node, edge + timedelta(seconds=1), look) == ["doctor-backup-late"]
    found = metrics(node, edge)
    assert found["rogatory_backup_age_seconds"] == INTERVAL + LATE_AFTER
    node.back_up(at=edge)
    assert codes(node, edge + timedelta(hours=1)) == ["doctor-backup-current"]
    assert metrics(node, edge)["rogatory_backup_age_seconds"] == 0


def test_the_interval_is_that_of_the_settings(node, edge):
    node.back_up(at=NOW)
    node.set(**node.table, every_hours=48)
    assert codes(node, edge + timedelta(seconds=1)) == ["doctor-backup-current"]
    assert metrics(node)["rogatory_backup_interval_seconds"] == 2 * INTERVAL


def test_the_doctor_reads_the_place_and_a_page_what_is_noted(node, edge):
    node.back_up(at=NOW)
    for path in (node.place / "backups").iterdir():
        path.unlink()
    assert codes(node) == ["doctor-backup-none"]
    assert codes(node, look=A_PAGE) == ["doctor-backup-current"]
    shutil.rmtree(node.place)
    assert codes(node, edge) == ["backup-place-absent"]


def test_a_run_that_finds_none_due_notes_the_newest(node):
    """As after a restore: the home is new, and backups are there."""
    made = node.back_up(at=NOW)
    (node.home.backup_work / "newest").unlink()
    assert back_up_if_due(node.path, BackupRun(clock=FixedClock(NOW + timedelta(hours=1)))) is None
    assert noted_newest(node.home) == newest_backup(node.home) == made.at == NOW


def test_a_backup_of_another_key_is_no_newest_backup(node):
    node.back_up(at=NOW)
    node.home.backup_key.write_text("00" * 32 + "\n")
    assert codes(node) == ["backup-key"]


def test_a_home_without_a_place_for_backups_is_advised_unless_it_is_an_exercise(node):
    path = node.path / "node.toml"
    path.write_text(path.read_text().partition("[backup]")[0])
    facts = backups(node.home, NOW, Look())
    assert [one.kind.id for one in of_backups(facts | {"exercise": False})] == [
        "doctor-backup-unset"
    ]
    assert list(of_backups(facts | {"exercise": True})) == []
    assert metrics(node) == {}
