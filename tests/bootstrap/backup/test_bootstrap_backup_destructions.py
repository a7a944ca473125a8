# SPDX-License-Identifier: Apache-2.0
"""A restore destroys again what was destroyed after the backup (decision 112)."""

import shutil

import pytest
from django.db import connection, transaction

from casts.node.backups import day
from rogatory.bootstrap.ports.object_store import objects_of
from rogatory.errors import Refused
from rogatory.storage.custody_log.destroyed import Destroyed
from rogatory.storage.row_archive.log_rows import check_log_rows


def one_row(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


@pytest.fixture
def destroyed(node, tmp_path):
    """A message, an event and an object that were destroyed after the first backup; what they are."""
    (tmp_path / "elsewhere").mkdir()
    node.set(**node.table, record_folders=[str(tmp_path / "elsewhere")])
    first = node.back_up(at=day(2)).id
    with node.movable.database() as database, database.used():
        (message,) = one_row("SELECT digest FROM storage_message ORDER BY id LIMIT 1")
        event, commitment = one_row(
            "SELECT digest, commitment FROM storage_logevent ORDER BY place LIMIT 1"
        )
        with transaction.atomic():
            for kind, digest in (("message", message), ("event", event)):
                Destroyed.objects.create(
                    digest=digest, kind=kind, object="0b" * 32, authority="xb/court", commitment=commitment,
                    log=f"{node.home.network}/xb/1", place=0, destruction="de" * 32,
                )  # fmt: skip
    gone = node.movable.digests[0]
    store = objects_of(node.home)
    store.remove(gone, day(3))
    store.finish_removals(day(5), lambda _due: ())
    node.back_up(at=day(6))
    return first, message, event, gone


def test_an_older_backup_does_not_bring_back_what_was_destroyed(node, destroyed):
    first, message, event, gone = destroyed
    home = node.empty_home()

    done = node.restore(home, backup=first)

    assert done.destroyed == 2
    with home.database() as database, database.used():
        assert one_row("SELECT COUNT(*) FROM storage_message WHERE digest = %s", message) == (0,)
        assert one_row("SELECT kind FROM storage_destroyed WHERE digest = %s", message) == (
            "message",
        )
        found = one_row(
            "SELECT event, salt, thread, officer FROM storage_logevent WHERE digest = %s", event
        )
        assert [bytes(found[0]), bytes(found[1]), *found[2:]] == [b"", b"", None, ""]
        check_log_rows(f"{home.home.network}/xb", waiting=True)
    with pytest.raises(Refused) as refused:
        objects_of(home.home).get(gone)
    assert refused.value.codes == ("object-removed",)
    others = set(node.movable.digests) - {gone}
    assert set(objects_of(home.home).digests()) == others


def test_a_record_that_is_away_keeps_a_restore_closed_until_it_is_declared_lost(
    node, destroyed, tmp_path
):
    first = destroyed[0]
    home = node.empty_home()
    elsewhere = tmp_path / "elsewhere"
    shutil.rmtree(elsewhere)
    with pytest.raises(Refused) as refused:
        node.restore(home, backup=first)
    assert refused.value.codes == ("restore-record-absent",)
    assert not home.home.database.exists()
    assert node.restore(home, backup=first, lost_records=frozenset({str(elsewhere)})).destroyed == 2


def test_entries_that_were_removed_at_one_place_are_known_from_the_other(node, destroyed):
    first = destroyed[0]
    newest = max((node.place / "destructions").iterdir())
    newest.unlink()
    home = node.empty_home()
    assert node.restore(home, backup=first).destroyed == 2


def test_a_record_shorter_than_when_the_backup_was_made_is_refused(node, destroyed):
    home = node.empty_home()
    for path in (node.place / "destructions").iterdir():
        path.unlink()
    with pytest.raises(Refused) as refused:
        node.restore(home)
    assert refused.value.codes == ("restore-record-absent",)
    assert not home.home.database.exists()


def test_a_record_that_was_altered_is_refused(node, destroyed):
    home = node.empty_home()
    path = min((node.place / "destructions").iterdir())
    path.write_bytes(path.read_bytes().replace(b'"destruction":1', b'"destruction":2'))
    with pytest.raises(Refused) as refused:
        node.restore(home)
    assert refused.value.codes == ("restore-record-absent",)


def test_destructions_that_fill_several_files_are_all_repeated(node, monkeypatch, request):
    monkeypatch.setattr("rogatory.bootstrap.backup.destructions.MOST_TOGETHER", 1)
    first, _message, _event, gone = request.getfixturevalue("destroyed")
    assert len(list((node.place / "destructions").iterdir())) > 2
    home = node.empty_home()
    assert node.restore(home, backup=first).destroyed == 2
    with pytest.raises(Refused) as refused:
        objects_of(home.home).get(gone)
    assert refused.value.codes == ("object-removed",)


def test_a_destruction_is_appended_once_however_many_backups_follow(node, destroyed):
    before = sorted((node.place / "destructions").iterdir())
    node.back_up(at=day(7))
    assert sorted((node.place / "destructions").iterdir()) == before
