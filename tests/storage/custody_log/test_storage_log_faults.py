# SPDX-License-Identifier: Apache-2.0
"""The log on a disk that fails, or in a process that is killed, at each step of an append.

Faults come in pairs, as in life: what failed and was not kept, and what failed and was kept all the
same. After each, the log holds, what was acknowledged is in it, and nothing is in it twice.
"""

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from casts.faults.fault_library import EVER, Fault
from django_home import HOME, emptied, new_home
from rogatory.custody.log import tree
from rogatory.custody.log.commitment import event_leaf
from rogatory.custody.log.tiles import tiles_of
from rogatory.storage.store import DatabaseStore

CHILDREN = Path(__file__).parents[1] / "storage_children.py"
WAL = "*/books.sqlite3-wal"

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL's own tests break its disks"
)


def opened(path):
    return contextlib.closing(sqlite3.connect(path))


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Make an empty store, which nobody has open, and let this thread use it."""
    emptied()
    made = new_home(tmp_path / "home")
    with opened(HOME.database) as source, opened(made.database) as copy:
        source.backup(copy)
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", str(made.database))
    yield made
    connection.close()


@pytest.fixture
def append(faults, home, tmp_path):
    """Append in a child under rules; (how it ended, numbers kept, numbers that failed)."""

    def appended(*rules, threads=1, each=12):
        report = tmp_path / "told"
        report.unlink(missing_ok=True)
        ran = faults.python(
            CHILDREN,
            "append_and_report",
            home.path,
            f"{threads},{each},{report}",
            rules=list(rules),
        )
        lines = [line.split(maxsplit=2) for line in report.read_text().splitlines()]
        kept = [int(words[1]) for words in lines if words[0] == "kept"]
        return ran, kept, [int(words[1]) for words in lines if words[0] == "failed"]

    return appended


def numbers_in_a_log_that_holds():
    """The events' numbers in the order of their leaves; every tile is that of the leaves."""
    store = DatabaseStore()
    events = store.events_since(0, 10_000)
    leaves = [event_leaf(each.salt, each.event) for each in events]
    assert [each.index for each in events] == list(range(len(events)))
    assert store.log_size() == len(events)
    assert store.log_tree(len(leaves)).root() == tree.root(leaves)
    node = tree.nodes_of(leaves)
    for tile in tiles_of(len(leaves)):
        wanted = [node(8 * tile.level, 256 * tile.index + n) for n in range(tile.width)]
        assert store.read_tile(tile.level, tile.index, tile.width) == b"".join(wanted)
    numbers = [json.loads(each.event)["number"] for each in events]
    assert len(set(numbers)) == len(numbers)
    return numbers


@pytest.mark.parametrize(
    ("call", "outcome", "first"),
    [("pwrite", "EIO", 3), ("pwrite", "ENOSPC", 50), ("fdatasync", "EIO", 4)],
)
def test_an_append_whose_write_fails_is_not_acknowledged_and_can_be_made_again(
    append, call, outcome, first
):
    ran, kept, failed = append(Fault(call, WAL, outcome, first=first))
    assert ran.status == 0, ran.err
    assert ran.fired
    assert len(failed) == 1
    assert kept == list(range(12))
    assert numbers_in_a_log_that_holds() == list(range(12))


def test_an_append_that_failed_and_was_kept_all_the_same_is_there_once(append, home):
    """The frames of a commit whose fdatasync failed are read by the next process to open the
    database if the disk has them after all: the writer comes again, and finds its entry.
    """
    append(each=3)
    ran, kept, failed = append(Fault("fdatasync", WAL, "kill", first=3))
    assert ran.killed
    assert failed == []
    numbers = numbers_in_a_log_that_holds()
    connection.close()
    assert set(kept) < set(numbers)
    unheard = set(numbers) - set(kept) - {0, 1, 2}
    assert len(unheard) == 1

    ran, kept, failed = append()
    assert (ran.status, kept, failed) == (0, list(range(12)), [])
    assert numbers_in_a_log_that_holds() == list(range(12))
    assert unheard < set(range(12))


def test_an_append_that_failed_and_was_not_kept_leaves_nothing(append):
    ran, kept, _failed = append(Fault("pwrite", WAL, "kill", first=40))
    assert ran.killed
    assert numbers_in_a_log_that_holds() == kept
    connection.close()
    ran, kept, _failed = append()
    assert (ran.status, kept) == (0, list(range(12)))
    assert numbers_in_a_log_that_holds() == list(range(12))


@pytest.mark.parametrize(
    ("threads", "call", "outcome", "first"),
    [
        (1, "pwrite", "kill-after", 60),
        (1, "fdatasync", "kill-after", 5),
        (1, "pwrite", "short", 30),
        (4, "pwrite", "kill", 60),
        (4, "fdatasync", "kill", 4),
        (4, "fdatasync", "kill-after", 5),
    ],
)
def test_killed_at_any_step_the_log_holds_and_has_what_was_acknowledged(
    append, threads, call, outcome, first
):
    ran, kept, _failed = append(Fault(call, WAL, outcome, first=first), threads=threads)
    assert ran.fired
    assert ran.killed == outcome.startswith("kill")
    assert set(kept) <= set(numbers_in_a_log_that_holds())
    connection.close()
    ran, kept, failed = append(threads=threads)
    assert (ran.status, failed) == (0, [])
    assert sorted(numbers_in_a_log_that_holds()) == sorted(kept)


@pytest.mark.parametrize(("call", "outcome"), [("pwrite", "ENOSPC"), ("fdatasync", "EIO")])
def test_threads_that_share_a_failing_commit_all_fail(append, call, outcome):
    ran, kept, failed = append(Fault(call, WAL, outcome, first=5, times=2), threads=4)
    assert ran.status == 0, ran.err
    assert failed
    assert len(kept) == 4 * 12
    assert sorted(numbers_in_a_log_that_holds()) == sorted(kept)


def test_on_a_disk_that_stays_full_nothing_is_acknowledged(append):
    append(each=3)
    ran, kept, failed = append(Fault("pwrite", WAL, "ENOSPC", times=EVER), threads=2, each=2)
    assert ran.status == 0, ran.err
    assert set(kept) <= {0, 1, 2}
    assert len(failed) >= 6
    assert numbers_in_a_log_that_holds() == [0, 1, 2]


def test_what_is_cut_off_the_write_ahead_log_was_never_acknowledged(append, home):
    """A power cut in mid-write: the last transaction's frames are there in part."""
    ran, kept, _failed = append(Fault("fdatasync", WAL, "kill", first=6))
    assert ran.killed
    wal = Path(f"{home.database}-wal")
    wal.write_bytes(wal.read_bytes()[:-5000])
    assert numbers_in_a_log_that_holds() == kept
    with opened(home.database) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
