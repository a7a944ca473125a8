# SPDX-License-Identifier: Apache-2.0
"""Moves that cannot be made are refused by their codes before anything was changed, on either side."""

import os
import sqlite3
import tomllib
from contextlib import closing

import psycopg
import pytest
from django.db import connection

from casts.node.movable import Movable
from casts.servers.seaweed_server import KEY
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.home.migrations import refuse_other_tables
from rogatory.bootstrap.moving.databases import NodeDatabase
from rogatory.bootstrap.moving.plan import home_at, move_folder
from rogatory.bootstrap.moving.run import give_up, move_node
from rogatory.bootstrap.moving.settings_file import settings_text
from rogatory.bootstrap.ports.object_store import objects_of
from rogatory.bootstrap.processes.supervisor import run_node
from rogatory.disk.folder_lock import FolderLock
from rogatory.errors import Refused, Unreachable
from rogatory.storage.custody_log.leaf_record import place
from rogatory.storage.row_archive.archive import part_name
from rogatory.storage.row_archive.log_rows import check_log_rows
from rogatory.storage.tables.signatures import forget_certificates

pytestmark = pytest.mark.judge


def codes(ask):
    with pytest.raises((Refused, Unreachable)) as raised:
        ask()
    return raised.value.codes


def unchanged(movable, ask):
    """Return the codes of a refusal that leaves rows, objects and files of the home as they were."""
    before, files = movable.everything(), movable.files()
    found = codes(ask)
    assert movable.everything() == before
    assert movable.files() == files
    return found


def move(movable, **settings):
    return move_node(movable.home.path, movable.to(**settings), begins=True)


def rows_on(url, statement):
    with psycopg.connect(url) as connection:
        return connection.execute(statement).fetchall()


TABLES = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"


def test_a_database_that_is_not_empty_is_refused_and_stays_as_it_is(movable, servers):
    url = servers["database_url"]
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE of_others (id int); INSERT INTO of_others VALUES (7)")
    assert unchanged(movable, lambda: move(movable, database_url=url)) == ("move-target-used",)
    assert rows_on(url, TABLES) == [(1,)]
    assert rows_on(url, "SELECT id FROM of_others") == [(7,)]


def test_a_place_of_another_node_is_refused_and_stays_as_it_is(movable, servers, tmp_path):
    other = Movable(tmp_path / "other", state="XA")
    key = other.home.object_store_key
    key.write_text(f"{KEY.access_key_id}:{KEY.secret_access_key}\n")
    key.chmod(0o600)
    move(other, **servers)
    there = other.everything()
    assert unchanged(movable, lambda: move(movable, **servers)) == (
        "move-target-foreign",
        "move-target-foreign",
    )
    assert other.everything() == there


def test_a_prefix_with_objects_of_a_node_that_never_moved_is_refused(movable, servers):
    objects = objects_of(home_at(movable.home, servers))
    digest = objects.put(b"of a node that began there")
    found = unchanged(movable, lambda: move(movable, **servers))
    assert found == ("move-target-used",)
    assert list(objects.digests()) == [digest]
    assert objects.owner() is None


def test_all_that_is_against_a_move_is_reported_at_once(movable, servers):
    with psycopg.connect(servers["database_url"]) as connection:
        connection.execute("CREATE TABLE of_others (id int)")
    movable.home.object_store_key.chmod(0o644)
    with closing(sqlite3.connect(movable.home.database)) as source:
        source.execute("DELETE FROM django_migrations WHERE app = 'storage' AND name LIKE '0006%'")
        source.commit()
    found = codes(lambda: move(movable, **servers))
    assert found == ("tables-older", "move-target-used", "key-readable")
    assert not move_folder(movable.home).exists()


def test_tables_of_another_version_at_the_new_place_are_refused(movable, servers):
    other = Movable(movable.home.path.parent / "empty", rows=0)
    url = servers["database_url"]
    move(other, database_url=url)
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM storage_move")
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('storage', '0999_later', now())"
        )
    assert unchanged(movable, lambda: move(movable, database_url=url)) == ("tables-newer",)


def test_a_database_that_other_programs_use_is_refused(movable, servers):
    url = servers["database_url"]
    with psycopg.connect(url):
        assert unchanged(movable, lambda: move(movable, database_url=url)) == (
            "move-database-used",
        )
    move(movable, database_url=url)
    with psycopg.connect(url):
        assert unchanged(movable, lambda: move_node(movable.home.path, None, begins=True)) == (
            "move-database-used",
        )


def test_a_node_that_runs_is_not_moved(movable, servers):
    (movable.home.run / "supervisor.pid").write_text(f"{os.getpid()}\n")
    assert unchanged(movable, lambda: move(movable, **servers)) == ("node-runs",)
    (movable.home.run / "supervisor.pid").unlink()
    with FolderLock(movable.home.path):
        assert unchanged(movable, lambda: move(movable, **servers)) == ("node-runs",)


def test_a_server_that_does_not_answer_changes_nothing(movable, servers):
    table = {**servers["object_store"], "endpoint": "http://127.0.0.1:9"}
    url = f"postgresql://rogatory@/none?host={movable.home.path}"
    assert unchanged(movable, lambda: move(movable, database_url=url, object_store=table)) == (
        "move-database-fails",
        "object-store-fails",
    )


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"state": "XA"}, "state is not a known setting"),
        ({"database_url": "mysql://x"}, "database_url is no postgresql:// address"),
        ({"object_store": {"endpoint": "http://192.0.2.1", "bucket": "b"}}, "no https address"),
    ],
)
def test_a_file_that_names_no_place_is_refused(movable, settings, words):
    with pytest.raises(Refused) as raised:
        move(movable, **settings)
    assert raised.value.codes == ("move-setting",)
    assert words in str(raised.value)
    assert not move_folder(movable.home).exists()


def test_a_move_to_where_the_node_is_and_one_that_was_not_begun_are_refused(movable):
    path = movable.home.path
    assert unchanged(movable, lambda: move(movable)) == ("move-nothing",)
    assert unchanged(movable, lambda: move_node(path, None, begins=True)) == ("move-nothing",)
    assert unchanged(movable, lambda: move_node(path, None, begins=False)) == ("move-none",)
    assert unchanged(movable, lambda: give_up(path)) == ("move-none",)


class Stopped(BaseException):
    pass


def stopped_at(movable, step, number=1, **settings):
    """Begin a move, and stop at a step."""

    def report(found, count):
        if (found, count) == (step, number):
            raise Stopped

    with pytest.raises(Stopped):
        move_node(movable.home.path, movable.to(**settings), begins=True, report=report)


def test_an_unfinished_move_closes_the_node_and_is_finished_or_given_up(movable, servers):
    before = movable.everything()
    stopped_at(movable, "filled", **servers)
    assert codes(lambda: run_node(movable.home, ("worker",))) == ("node-moving",)
    other = {"database_url": servers["database_url"]}
    assert codes(lambda: move(movable, **other)) == ("move-other",)
    assert codes(lambda: move_node(movable.home.path, None, begins=True)) == ("move-other",)

    place = give_up(movable.home.path)

    assert place.split()[0] in servers["database_url"]
    assert movable.everything() == before
    assert not move_folder(movable.home).exists()
    assert unchanged(movable, lambda: move(movable, **servers)) == ("move-target-used",)
    rows_on(servers["database_url"], "SELECT 1")
    with psycopg.connect(servers["database_url"], autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    stopped_at(movable, "objects", 0, **servers)
    move_node(movable.home.path, None, begins=False)
    assert movable.rows() == before[0]
    assert movable.objects() == before[1]


def test_a_move_whose_end_has_begun_is_not_given_up_and_neither_database_is_open(movable, servers):
    rows = movable.rows()
    stopped_at(movable, "left", **servers)
    assert codes(lambda: give_up(movable.home.path)) == ("move-too-late",)
    assert codes(lambda: run_node(movable.home, ("worker",))) == ("node-moved",)
    there = home_at(movable.home, servers)
    with closing(NodeDatabase(there)) as database, database.used():
        assert codes(refuse_other_tables) == ("node-moving",)
    move_node(movable.home.path, None, begins=False)
    assert movable.rows() == rows


def test_a_part_that_was_altered_or_removed_meanwhile_is_refused_and_the_node_goes_on_here(
    movable, servers
):
    before = movable.everything()
    stopped_at(movable, "tables", **servers)
    path = move_folder(movable.home) / part_name(9)
    whole = path.read_bytes()
    for change in (path.unlink, lambda: path.write_bytes(whole[:-4] + b"9]\n")):
        change()
        found = codes(lambda: move_node(movable.home.path, None, begins=False))
        assert found == ("row-archive-damaged",)
    assert movable.everything() == before
    assert rows_on(servers["database_url"], "SELECT phase FROM storage_move") == [("arriving",)]
    give_up(movable.home.path)
    assert movable.everything() == before


def test_rows_that_somebody_wrote_in_between_stop_the_move(movable, servers):
    stopped_at(movable, "compared", **servers)
    with closing(sqlite3.connect(movable.home.database)) as source:
        source.execute(
            "UPDATE storage_setting SET value = '1' WHERE name = (SELECT min(name) FROM storage_setting)"
        )
        source.commit()
    before = movable.rows()
    found = codes(lambda: move_node(movable.home.path, None, begins=False))
    assert found == ("rows-differ",)
    give_up(movable.home.path)
    assert movable.rows() == before


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE storage_logevent SET commitment = %s WHERE place = {place}", "log-rows-differ"),
        ("DELETE FROM storage_logevent WHERE place = {place} AND commitment <> %s", "log-rows-differ"),
        ("UPDATE storage_checkpoint SET note = replace(note, chr(10) || '5' || chr(10), %s)", "log-rows-differ"),
        ("UPDATE storage_loghead SET nodes = decode(%s, 'hex') || substr(nodes, 33)", "log-rows-differ"),
    ],
)  # fmt: skip
def test_a_log_whose_rows_do_not_agree_is_found(movable, servers, damage, code):
    move(movable, database_url=servers["database_url"])
    with closing(NodeDatabase(read_home(movable.home.path))) as database, database.used():
        node = f"{movable.home.network}/xb"
        check_log_rows(node)
        assert codes(lambda: check_log_rows(f"{movable.home.network}/xa")) == (code,)
        with connection.cursor() as cursor:
            cursor.execute(damage.format(place=place(1, 260)), ["cd" * 32])
        assert codes(lambda: check_log_rows(node)) == (code,)


def test_a_damaged_object_stops_the_move_and_is_named(movable, servers):
    digest = movable.digests[3]
    path = movable.home.objects / digest[:2] / digest
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(Refused) as raised:
        move(movable, **servers)
    assert raised.value.codes == ("move-objects",)
    assert raised.value.reasons[0].fields["name"] == digest
    path.write_bytes(whole)
    rows, objects = movable.rows(), movable.objects()
    move_node(movable.home.path, None, begins=False)
    assert (movable.rows(), movable.objects()) == (rows, objects)


def test_a_signature_that_has_lost_its_certificate_stops_the_move_and_the_node_stays(
    movable, servers
):
    url = servers["database_url"]
    move(movable, database_url=url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DELETE FROM storage_signercertificate")
    forget_certificates()
    settings = movable.files()
    back = codes(lambda: move_node(movable.home.path, None, begins=True))
    assert back == ("row-certificate",)
    assert rows_on(url, "SELECT phase FROM storage_move") == [("here",)]
    assert movable.files() == settings


def test_objects_alone_move_and_come_back(movable, servers):
    before = movable.everything()
    stopped_at(movable, "objects", 0, object_store=servers["object_store"])
    assert codes(lambda: run_node(movable.home, ("worker",))) == ("node-moving",)
    move_node(movable.home.path, None, begins=False)
    assert read_home(movable.home.path).database_url is None
    assert (movable.rows(), movable.objects()) == before[:2]
    move_node(movable.home.path, None, begins=True)
    assert movable.everything() == before


@pytest.mark.parametrize(
    "text",
    [
        'state = "XB"\n# a comment\nlog_epoch = 2\n\n[limits]\n# another\nrequests_at_once = 3\n',
        'state = "XB"\n"database_url" = "postgresql:///x"\n\n[limits]\nrequests_at_once = 3\n',
        '[object_store]\nendpoint = "https://a.test"\nbucket = "b"\n# c\n[limits]\nrequests_at_once = 3\n',
        'object_store = {endpoint = "https://a.test", bucket = "b"}\n',
    ],
)
def test_settings_are_replaced_and_all_else_stays(text):
    table = {"endpoint": "https://s3.test", "bucket": "evidence"}
    target = {"database_url": "postgresql:///y", "object_store": table}
    kept = {n: v for n, v in tomllib.loads(text).items() if n not in target}
    after = settings_text(text, target)
    assert tomllib.loads(after) == kept | target
    assert tomllib.loads(settings_text(after, {})) == kept
    if "# a comment" in text:
        assert "# a comment" in after
        assert settings_text(after, {}) == text
