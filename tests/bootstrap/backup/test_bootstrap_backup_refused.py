# SPDX-License-Identifier: Apache-2.0
"""Bad input of a restore, a drill or a backup: a coded refusal, and nothing is changed."""

import io
import os
import shutil
import tarfile

import pytest

from casts.node.backups import FixedClock, day, without_recovery
from rogatory.bootstrap.backup import restoring
from rogatory.bootstrap.backup.drill import DrillKeys, drill
from rogatory.bootstrap.backup.escrow import EscrowPersons, make_home, open_escrow, write_escrow
from rogatory.bootstrap.backup.inventory import read_list
from rogatory.bootstrap.backup.looking import check_backup
from rogatory.bootstrap.backup.outcome import RestoreRun
from rogatory.bootstrap.backup.places import own, place_of
from rogatory.errors import Refused
from rogatory.seal.age import encrypt


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def refused(act):
    with pytest.raises(Refused) as found:
        act()
    return found.value.codes


@pytest.fixture
def saved(node):
    node.back_up()
    return node


@pytest.fixture
def home(saved):
    return saved.empty_home()


def altered(path, change):
    path.write_bytes(change(path.read_bytes()))


def one(saved, pattern, number=5):
    return sorted(saved.place.glob(pattern))[number]


DAMAGES = {
    "a part of the rows is altered": (
        lambda s: altered(one(s, "rows/*.rows.age"), lambda d: d[:-9] + bytes(9)), "backup-damaged"),
    "a part of the rows is missing": (lambda s: one(s, "rows/*.rows.age").unlink(), "backup-damaged"),
    "two parts have changed places": (
        lambda s: altered(one(s, "rows/*.rows.age", 1), lambda _d: one(s, "rows/*.rows.age", 2).read_bytes()),
        "backup-damaged"),
    "a part is made up for the same recipients": (
        lambda s: altered(one(s, "rows/*.rows.age"),
            lambda _d: encrypt(b"{}\n", [s.persons["backup"].recipient], bytes)), "backup-damaged"),
    "the list is altered": (lambda s: altered(one(s, "lists/*", 0), lambda d: d[:-3] + b'0"]'), "backup-damaged"),
    "the list is missing": (lambda s: one(s, "lists/*", 0).unlink(), "backup-damaged"),
    "what the backup states is altered": (
        lambda s: altered(one(s, "backups/*", 0), lambda d: d.replace(b'"rows":', b'"rows":1')), "backup-key"),
    "what the backup states is of another form": (
        lambda s: altered(one(s, "backups/*", 0), lambda _d: b""), "backup-key"),
    "the place is another node's": (
        lambda s: altered(s.place / "place.json", lambda d: d.replace(b"/xb", b"/xc")), "backup-place-foreign"),
    "the place is of a later form": (
        lambda s: altered(s.place / "place.json", lambda d: d.replace(b": 1", b": 2")), "backup-place-newer"),
    "the place has no backup": (lambda s: shutil.rmtree(s.place / "backups"), "backup-none"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_or_foreign_backup_is_refused_before_anything_is_changed(saved, home, damage):
    change, code = DAMAGES[damage]
    before = files(home.home.path)
    change(saved)
    assert refused(lambda: saved.restore(home)) == (code,)
    assert files(home.home.path) == before
    assert not home.home.database.exists()


def test_a_wrong_identity_and_a_wrong_key_are_refused(saved, home, persons):
    before = files(home.home.path)
    saved.persons = persons | {"backup": persons["first"]}
    assert refused(lambda: saved.restore(home)) == ("age-no-match",)
    saved.persons = persons
    key = home.home.backup_key
    kept = key.read_bytes()
    key.write_bytes(b"00" * 32 + b"\n")
    assert refused(lambda: saved.restore(home)) == ("backup-key",)
    key.write_bytes(b"no key\n")
    assert refused(lambda: saved.restore(home)) == ("backup-key-form",)
    key.write_bytes(kept)
    assert files(home.home.path) == before
    assert refused(lambda: saved.restore(home, backup="20200101T000000000Z-00000000")) == (
        "backup-unknown",
    )


def test_a_backup_of_other_tables_is_refused(saved, home, monkeypatch):
    monkeypatch.setattr(restoring, "table_names", lambda: ["0001_first", "0099_later"])
    assert refused(lambda: saved.restore(home)) == ("row-archive-tables",)
    assert not home.home.database.exists()


def test_a_used_database_and_a_used_store_are_both_named(saved, home):
    saved.restore(home)
    before = without_recovery(home.rows()), home.objects()
    assert refused(lambda: saved.restore(home)) == ("restore-target-used", "restore-target-used")
    assert (without_recovery(home.rows()), home.objects()) == before


@pytest.mark.parametrize(("kind", "absent"), [("object", 1), ("segment", 1), ("layout", 2)])
def test_objects_that_are_damaged_in_the_place_are_named_and_all_else_is_restored(
    saved, home, kind, absent
):
    """A package without its layout lacks both its segments."""
    listed = read_list(one(saved, "lists/*", 0).read_bytes())
    damaged = next(found for found in listed if found.kind.value == kind)
    altered(saved.place / damaged.path, lambda d: d[:-9] + bytes(9))
    done = saved.restore(home)
    assert len(done.absent) == absent
    assert without_recovery(home.rows()) == without_recovery(saved.movable.rows())


def test_what_is_damaged_in_the_place_is_found_and_written_again(saved):
    damaged = one(saved, "objects/*/*.age", 0)
    altered(damaged, lambda d: d[:-9] + bytes(9))
    first = saved.back_up().id
    assert refused(lambda: check_backup(saved.path, None, lambda _n: None)) == ("backup-damaged",)
    assert not damaged.exists()
    saved.back_up()
    for backup in (first, None):
        check_backup(saved.path, backup, lambda _n: None)
    home = saved.empty_home()
    assert saved.restore(home, backup=first).absent == ()
    assert home.objects() == saved.movable.objects()


class TestPlace:
    def test_a_place_that_is_away_or_empty_gets_no_backup(self, saved, tmp_path):
        away = tmp_path / "away"
        saved.place.rename(away)
        assert refused(saved.back_up) == ("backup-place-absent",)
        saved.place.mkdir()
        assert refused(saved.back_up) == ("backup-place-empty",)
        assert list(saved.place.iterdir()) == []
        saved.back_up(new_place=True)

    def test_everything_against_a_backup_is_named_at_once(self, saved):
        shutil.rmtree(saved.place)
        (saved.path / "backup.recipients").write_text("age1nobody\n")
        saved.home.backup_key.write_bytes(b"no key\n")
        assert refused(saved.back_up) == (
            "backup-place-absent",
            "backup-key-form",
            "backup-recipients-file",
        )

    def test_another_nodes_place_is_refused(self, saved):
        altered(saved.place / "place.json", lambda d: d.replace(b"/xb", b"/xc"))
        before = files(saved.place)
        assert refused(saved.back_up) == ("backup-place-foreign",)
        assert files(saved.place) == before
        assert refused(lambda: own(place_of(saved.home), saved.home, "other/xb", is_new=False)) == (
            "backup-place-foreign",
        )


class TestEscrow:
    def test_one_person_opens_nothing(self, saved, persons):
        escrow, first, second = saved.escrow(), [persons["first"]], [persons["second"]]
        assert refused(lambda: open_escrow(escrow, second, first)) == ("age-no-match",)
        assert refused(lambda: open_escrow(escrow, first, first)) == ("age-no-match",)
        assert b"AGE-SECRET" not in escrow.read_bytes()
        found = open_escrow(escrow, first, second)
        keys = {
            f"keys/{p.relative_to(saved.path / 'keys')}"
            for p in (saved.path / "keys").rglob("*")
            if p.is_file()
        }
        assert set(found) == keys | {"node.toml", "directory/1.root.json", "backup.recipients"}

    def test_files_of_the_home_that_the_settings_name_are_in_it(self, saved, persons, tmp_path):
        policy = saved.path / "policies" / "witness.txt"
        policy.parent.mkdir()
        policy.write_text("none\n")
        with (saved.path / "node.toml").open("a") as file:
            file.write('\n[witness]\npolicy = "policies/witness.txt"\n')
        url = "postgresql://u@h/n?sslrootcert=ca/db.pem&host=/run/none"
        (saved.path / "ca").mkdir()
        (saved.path / "ca" / "db.pem").write_text("CA")
        lines = (saved.path / "node.toml").read_text()
        (saved.path / "node.toml").write_text(f'database_url = "{url}"\n{lines}')
        found = open_escrow(saved.escrow("more.age"), [persons["first"]], [persons["second"]])
        assert {"policies/witness.txt", "ca/db.pem", "backup.recipients"} <= set(found)
        assert not any(one.startswith(("/", "objects", "run", "books")) for one in found)
        made = make_home(found, tmp_path / "made")
        assert made.witness_policy == "none\n"

    def test_a_tar_that_names_another_place_is_refused(self, saved, persons, tmp_path):
        for name in ("../outside", "/etc/passwd", "objects/ab/abc", "books.sqlite3"):
            out = io.BytesIO()
            with tarfile.open(fileobj=out, mode="w") as tar:
                tar.addfile(tarfile.TarInfo(name), io.BytesIO())
            inner = encrypt(out.getvalue(), [persons["second"].recipient], os.urandom)
            path = tmp_path / "odd.age"
            path.write_bytes(encrypt(inner, [persons["first"].recipient], os.urandom))
            codes = refused(lambda p=path: open_escrow(p, [persons["first"]], [persons["second"]]))
            assert codes == ("escrow-form",), name

    def test_both_must_be_two_and_one_layer_is_none(self, saved, persons, tmp_path):
        twice = EscrowPersons([persons["first"].recipient], [persons["first"].recipient])
        assert refused(lambda: write_escrow(saved.path, tmp_path / "twice.age", twice)) == (
            "escrow-same",
        )
        assert not (tmp_path / "twice.age").exists()
        one_layer = tmp_path / "one.age"
        one_layer.write_bytes(encrypt(b"tar", [persons["first"].recipient], bytes))
        assert refused(lambda: open_escrow(one_layer, [persons["first"]], [persons["second"]])) == (
            "escrow-layers",
        )

    def test_a_drill_finds_an_escrow_that_is_old_and_a_backup_that_differs(
        self, saved, persons, monkeypatch
    ):
        escrow = saved.escrow()
        keys = DrillKeys(escrow, [persons["first"]], [persons["second"]], [persons["backup"]])
        (saved.path / "keys" / "fresh.key").write_bytes(b"made since")
        assert refused(lambda: drill(saved.path, keys, RestoreRun())) == ("escrow-old",)
        (saved.path / "keys" / "fresh.key").unlink()
        drill(saved.path, keys, RestoreRun(clock=FixedClock(day(3))))
        assert [path.name for path in (saved.place / "verified").iterdir()] == [
            "20261103T030000Z.json"
        ]
        with saved.movable.database() as database, database.used():
            from django.db import connection

            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM storage_receipt")
                cursor.execute("DELETE FROM storage_message")
        assert refused(lambda: drill(saved.path, keys, RestoreRun())) == ("drill-differs",)
        assert len(list((saved.place / "verified").iterdir())) == 1
        assert [path for path in (saved.path / "backup").iterdir() if path.is_dir()] == []
