# SPDX-License-Identifier: Apache-2.0
"""The tables: no drift from the models, settings as the design says, officers who can log in."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from test_storage_store import a_package

from django_home import emptied
from rogatory.custody.log import tree
from rogatory.custody.log.commitment import event_leaf
from rogatory.custody.log.tiles import extend
from rogatory.custody.log.tree import CompactRange
from rogatory.node.repositories.packages import PackageTotals
from rogatory.storage import models
from rogatory.storage.models import Officer
from rogatory.storage.store import DatabaseStore


def test_the_migrations_say_what_the_models_say():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def migration(name):
    migrations = MigrationLoader(None).disk_migrations
    (wanted,) = (one for (_, number), one in migrations.items() if number.endswith(f"_{name}"))
    return wanted


def before(name):
    """The migration that the one of that name follows."""
    return migration(name).dependencies[0][1]


class Steps(MigrationLoader):
    """Each migration that was ever made, none of them squashed: as a home of that age has them."""

    def load_disk(self):
        super().load_disk()
        self.disk_migrations = {
            key: one for key, one in self.disk_migrations.items() if not one.replaces
        }


def tables_before(name):
    """The models as they were before the migration of that name."""
    return Steps(None).project_state(("storage", before(name))).apps


def step_by_step(last=None):
    """Migrate as far as the migration of that name of ours, or to the end."""
    executor = MigrationExecutor(connection)
    executor.loader = Steps(connection)
    executor.migrate([("storage", last)] if last else executor.loader.graph.leaf_nodes())


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Opens databases of its own, each without a table."""
    numbers = iter(range(9))

    def opened():
        connection.close()
        name = str(tmp_path / f"{next(numbers)}.sqlite3")
        monkeypatch.setitem(connection.settings_dict, "NAME", name)

    yield opened
    connection.close()


OTHERS = {"django_migrations", "sqlite_sequence"}
"""Tables that say how the others came about."""


def schema():
    """All tables, with columns, foreign keys, indexes, triggers, and how many rows ours have; their order aside."""
    found = {}
    with connection.cursor() as cursor:

        def rows(sql, *given):
            cursor.execute(sql, given)
            return cursor.fetchall()

        for kind, name, sql in rows("SELECT type, name, sql FROM sqlite_master"):
            if kind == "table" and name not in OTHERS:
                indexes = rows(
                    'SELECT name, origin, "unique", partial FROM pragma_index_list(%s)', name
                )
                found[name] = (
                    {one[1:] for one in rows("SELECT * FROM pragma_table_xinfo(%s)", name)},
                    {one[2:] for one in rows("SELECT * FROM pragma_foreign_key_list(%s)", name)},
                    {
                        (
                            index if origin == "c" else "",
                            *others,
                            tuple(
                                one[2] for one in rows("SELECT * FROM pragma_index_info(%s)", index)
                            ),
                        )
                        for index, origin, *others in indexes
                    },
                    rows(f"SELECT count(*) FROM {name}") if name.startswith("storage_") else None,
                )
            elif kind == "trigger" or (kind == "index" and sql and " WHERE " in sql):
                found[name] = sql
    return found


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it makes databases of its own")
@pytest.mark.parametrize("last", ["followed_logs", "touches", None])
def test_a_database_of_any_age_comes_to_the_same_tables(elsewhere, last):
    elsewhere()
    step_by_step(migration(last).name if last else None)
    call_command("migrate", verbosity=0)
    by_age = schema()
    elsewhere()
    call_command("migrate", verbosity=0)  # as a new home is made: by the squashed ones
    assert schema() == by_age
    assert len(by_age) > 60


def test_packages_of_before_their_totals_were_kept_are_counted_once():
    emptied()
    store = DatabaseStore()
    with store.transaction():
        store.put_package(a_package(complete=True, payload_size=7))
        store.put_package(a_package("6e" * 32, complete=True, payload_size=30))
        store.put_package(a_package("7e" * 32))
    models.PackageTotal.objects.all().delete()
    (count,) = (one for one in migration("package_totals").operations if isinstance(one, RunPython))
    count.code(apps, None)
    assert store.package_totals() == PackageTotals(2, 37)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it makes a database of its own")
def test_a_log_of_before_there_were_epochs_becomes_epoch_1(elsewhere):
    leaves = [event_leaf(bytes(32), b"%d" % n) for n in range(300)]
    grown = extend(CompactRange(), lambda _tile: b"", leaves)
    elsewhere()
    step_by_step(before("log_epochs"))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO storage_logevent VALUES"
            " (%s, %s, 'o', 'opened', %s, %s, NULL, %s, '', '2026-11-24 03:00:00', NULL)",
            [(n, f"{n:064}", b"%d" % n, b"s", bytes(32)) for n in range(300)],
        )
        for tile, data in grown.tiles:
            cursor.execute(
                'INSERT INTO storage_logtile (level, "index", data) VALUES (%s, %s, %s)',
                [tile.level, tile.index, data],
            )
        head = [grown.tree.size, grown.tree.packed()]
        cursor.execute("INSERT INTO storage_loghead VALUES (1, %s, %s)", head)
        cursor.execute("INSERT INTO storage_checkpoint VALUES (300, 'note')")
    call_command("migrate", "storage", verbosity=0)
    store = DatabaseStore()
    assert (store.log_epoch(), store.log_size()) == (1, 300)
    assert store.log_tree(300).root() == store.log_tree(300, 1).root() == tree.root(leaves)
    assert store.log_tree(290).root() == tree.root(leaves[:290])
    assert [each.index for each in store.events_since(0, 999)] == list(range(300))
    assert (store.checkpoint(300), store.checkpoint()) == ("note", "note")
    step_by_step(before("log_epochs"))
    with connection.cursor() as cursor:
        cursor.execute('SELECT level, "index", data FROM storage_logtile ORDER BY 1, 2')
        assert cursor.fetchall() == sorted((t.level, t.index, d) for t, d in grown.tiles)


def test_reasons_of_before_their_language_was_kept_are_of_no_known_language():
    emptied()
    at = "2026-11-24 03:00:00"
    texts = ['Ill, "as he says"', "", "病了"]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO storage_standin (id, authority, officer, starts, ends, by, at, reason)"
            " VALUES (%s, 'xb/contact-point', 'xb-0003', %s, %s, 'xb-0002', %s, %s)",
            [(f"stand-in/{n}", at, at, at, text) for n, text in enumerate(texts)],
        )
        cursor.executemany(
            "INSERT INTO storage_handover (id, authority, document, digest, by, at, remark)"
            " VALUES (%s, 'xb/contact-point', %s, 'd', 'xb-0002', %s, %s)",
            [("confirmed", b"{}", at, "Read."), ("open", b"{}", at, None)],
        )
    (change,) = (one for one in migration("words").operations if isinstance(one, RunPython))
    change.code(tables_before("words"), None)
    store = DatabaseStore()
    reasons = [one.reason for one in reversed(store.stand_ins("xb/contact-point"))]
    assert reasons == texts
    assert {one.language for one in reasons} == {"und"}
    assert store.hand_over("confirmed").remark == "Read."
    assert store.hand_over("confirmed").remark.language == "und"
    assert store.hand_over("open").remark is None


OLD_TEXTS = (
    "XA gave no receipt: [peer-silent] It is silent.",
    'a quote " and a line\nmore',
    "é" * 9000,
)


def test_sentences_of_before_there_were_statements_are_shown_as_they_were_written():
    emptied()
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO storage_page (id, at, reason, urgency) VALUES (%s, %s, %s, 'routine')",
            [(f"page/{n}", "2026-11-24 03:00:00", text) for n, text in enumerate(OLD_TEXTS)],
        )
        cursor.executemany(
            "INSERT INTO storage_peerline (state, failures, problem) VALUES (%s, 1, %s)",
            [("XA", OLD_TEXTS[0]), ("XB", ""), ("XM", None)],
        )
    (change,) = (one for one in migration("statements").operations if isinstance(one, RunPython))
    change.code(tables_before("statements"), None)
    for n, text in enumerate(OLD_TEXTS):
        (reason,) = models.Page.objects.get(id=f"page/{n}").reason.reasons
        shown = reason.fields["text"]
        assert reason.code.id == "older-text"
        assert shown == text or (text.startswith(shown) and len(shown) == 3000)
    stored = DatabaseStore()
    with stored.transaction():
        problems = [stored.peer_line(state).problem for state in ("XA", "XB", "XM")]
    assert [problem and problem.codes for problem in problems] == [("older-text",), None, None]


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 20_000)]
)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is set up by its operator")
def test_the_database_is_opened_so_that_a_commit_outlives_a_power_cut(pragma, value):
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == value
    assert connection.transaction_mode == "IMMEDIATE"


def test_an_officer_is_known_by_number_in_small_letters():
    emptied()
    officer = Officer.objects.create_user("XB-0003", roles=["lawyer"], display_name="Lawyer")
    assert Officer.objects.get_by_natural_key("Xb-0003") == officer
    assert officer.number == "xb-0003"
    assert not officer.has_usable_password()
    assert (officer.get_full_name(), officer.get_short_name()) == ("Lawyer", "xb-0003")


@pytest.mark.parametrize("number", ["", "mustermann", "xb-3", "xb-0003\n", "xb-123456789"])
def test_a_name_is_no_number(number):
    emptied()
    with pytest.raises(ValidationError):
        Officer.objects.create_user(number)
    assert Officer.objects.count() == 0


def test_an_officer_with_a_password_logs_in_by_the_log_in_library():
    from allauth.account.auth_backends import AuthenticationBackend
    from django.test import RequestFactory

    emptied()
    officer = Officer.objects.create_user("xb-0003", "four random words here")
    backend, request = AuthenticationBackend(), RequestFactory().get("/")
    credentials = {"username": "xb-0003", "password": "four random words here"}
    assert backend.authenticate(request, **credentials) == officer
    assert backend.authenticate(request, **credentials | {"password": "another"}) is None
