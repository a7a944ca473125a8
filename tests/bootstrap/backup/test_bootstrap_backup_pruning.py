# SPDX-License-Identifier: Apache-2.0
"""Which backups stay, and that what they need stays with them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.node.backups import FixedClock, day, without_recovery
from rogatory.bootstrap.backup.drill import DrillKeys, drill
from rogatory.bootstrap.backup.looking import backups_of, check_backup
from rogatory.bootstrap.backup.manifest import BackupManifest, new_id
from rogatory.bootstrap.backup.outcome import RestoreRun
from rogatory.bootstrap.backup.pruning import kept_by_rule, prune
from rogatory.bootstrap.backup.run import BackupRun, back_up, back_up_if_due
from rogatory.bootstrap.node_toml.backup import BackupTable
from rogatory.bootstrap.ports.object_store import objects_of
from rogatory.errors import Refused


class Home:
    backup = BackupTable(folder="/place", keep_daily=3, keep_weekly=2, keep_monthly=2)


def at(moment, number=0):
    return BackupManifest(
        id=new_id(moment, lambda size: bytes([number]) * size), node="n/xb", at=moment, newest=moment, epoch=1,
        log_size=1, log_root="", rows=1, objects=0, segments=0, size=1, written=1, destructions=0, recipients="",
        tables=(), lists=(),
    )  # fmt: skip


def test_the_newest_of_days_weeks_and_months_stay_and_the_last_verified():
    start = datetime(2026, 9, 1, 3, tzinfo=UTC)
    found = [at(start + timedelta(hours=12 * n)) for n in range(2 * 91)]
    verified = found[7].id
    kept = kept_by_rule(Home, found, verified)
    moments = sorted(one.at for one in found if one.id in kept)
    assert [f"{one:%m-%d %H}" for one in moments] == [
        "09-04 15", "10-31 15", "11-28 15", "11-29 15", "11-30 15",
    ]  # fmt: skip


@given(st.lists(st.integers(0, 24 * 400), min_size=1, max_size=60, unique=True), st.integers(0, 59))
def test_the_newest_and_the_verified_always_stay_and_pruning_again_removes_nothing(hours, index):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    found = [at(start + timedelta(hours=n)) for n in sorted(hours)]
    verified = found[index % len(found)].id
    kept = kept_by_rule(Home, found, verified)
    assert {found[-1].id, verified} <= kept
    assert len(kept) <= 1 + 3 + 2 + 2 + 1
    left = [one for one in found if one.id in kept]
    assert kept_by_rule(Home, left, verified) == kept


def test_what_no_backup_names_goes_and_what_one_names_stays(node, persons):
    node.set(**node.table, keep_daily=1, keep_weekly=1, keep_monthly=1)
    lost = objects_of(node.home).put(b"in the first backup alone")
    first = node.back_up(at=day(2)).id
    path = node.home.objects / lost[:2] / lost
    path.unlink()
    second = node.back_up(at=day(3)).id
    keys = DrillKeys(node.escrow(), [persons["first"]], [persons["second"]], [persons["backup"]])
    drill(node.path, keys, RestoreRun(backup=second))
    third = node.back_up(at=day(4)).id
    (node.place / "rows" / "20261104T000000000Z-00000000.00000001.rows.age").write_bytes(
        b"left by a kill"
    )

    assert prune(node.path, dry=True).removed == (first,)
    assert len(backups_of(node.path).backups) == 3
    done = prune(node.path)

    assert (done.kept, done.removed) == ((second, third), (first,))
    assert [one.id for one in backups_of(node.path).backups] == [second, third]
    assert not any(first in one.name or "000000000Z" in one.name for one in node.place.rglob("*"))
    assert len(list(node.place.glob("objects/*/*"))) == 8 + 1 + 2
    for backup in (second, third):
        check_backup(node.path, backup, lambda _number: None)
    home = node.empty_home()
    node.restore(home, backup=second)
    assert without_recovery(home.rows()) == without_recovery(node.movable.rows())


def test_nothing_is_removed_while_a_backup_is_not_of_this_key(node, place_left):
    node.back_up(at=day(2))
    node.back_up(at=day(2, hour=4))
    (other,) = sorted(node.place.glob("backups/*"))[:1]
    other.write_bytes(other.read_bytes().replace(b'"rows":', b'"rows":1'))
    before = place_left()
    with pytest.raises(Refused) as refused:
        prune(node.path)
    assert refused.value.codes == ("backup-key",)
    assert place_left() == before


def test_a_backup_is_due_after_the_stated_hours(node):
    first = back_up_if_due(node.path, BackupRun(clock=FixedClock(day(2))))
    assert first is not None
    assert back_up_if_due(node.path, BackupRun(clock=FixedClock(day(2, hour=20)))) is None
    second = back_up_if_due(node.path, BackupRun(clock=FixedClock(day(3))), prunes=True)
    assert second is not None
    assert second.removed == ()
    third = back_up(node.path, BackupRun(clock=FixedClock(day(3, hour=5))), prunes=True)
    assert third.removed == (second.manifest.id,)
