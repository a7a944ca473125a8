# SPDX-License-Identifier: Apache-2.0
"""An archive of rows: whatever is altered, missing or foreign is refused by its code, and the database stays as it is."""

import json
import shutil

import pytest
from django.db import connection

import django_home  # noqa: F401 - sets Django up before any model is imported
from casts.storage.any_rows import delete_every_row, every_row, fill_with_any_rows
from rogatory.errors import Refused, Unreachable
from rogatory.storage.row_archive import archive as archives
from rogatory.storage.row_archive import reading
from rogatory.storage.row_archive.archive import FolderFiles, NewRowArchive, part_name
from rogatory.storage.row_archive.filling import compare_with_archive, compare_with_source
from rogatory.storage.row_archive.reading import read_rows
from rogatory.storage.row_archive.tables import carried_tables

NODE, TABLES = "ab" * 32 + "/xb", ["0001_first", "0002_second"]
TABLE = next(one for one in carried_tables() if one.name == "storage_matterentry")


def unreported(_number):
    """Report nothing."""


@pytest.fixture(autouse=True)
def _rows(monkeypatch):
    monkeypatch.setattr(archives, "PART", 2000)
    delete_every_row()
    fill_with_any_rows(20)
    yield
    delete_every_row()


@pytest.fixture
def archive(tmp_path):
    made = NewRowArchive(FolderFiles(tmp_path))
    made.begin(NODE, TABLES)
    return made


def read(archive):
    return read_rows(archive, for_postgresql=True, report=unreported)


def rows_in(archive):
    found = {table.name: [] for table in carried_tables()}
    for part in archive.parts(archive.manifest()):
        found[part.table] += part.rows
    return {name: sorted(rows, key=json.dumps) for name, rows in found.items()}


def test_an_archive_holds_every_row_in_parts_of_about_one_size(archive):
    manifest = read(archive)
    assert manifest.parts > 60
    assert rows_in(archive) == every_row()
    assert manifest.rows == {name: len(rows) for name, rows in every_row().items()}
    sizes = [
        (archive.files.folder / part_name(n + 1)).stat().st_size for n in range(manifest.parts)
    ]
    assert max(sizes) < 4000
    archive.check_head(NODE, TABLES)
    compare_with_archive(archive, manifest, "here", unreported)
    compare_with_source(archive, manifest, "here", unreported)


def test_a_row_larger_than_a_part_is_a_part_of_its_own(archive):
    row = next(TABLE.rows())
    row[0], row[TABLE.columns.index("id")] = 1000, "another"
    row[TABLE.columns.index("data")] = json.dumps("x" * 50_000)
    TABLE.write([row])
    manifest = read(archive)
    parts = [part for part in archive.parts(manifest) if part.table == TABLE.name]
    assert [len(part.rows) for part in parts if row in part.rows] == [1]
    assert rows_in(archive) == every_row()


@pytest.mark.parametrize("stop", [1, 2, 30, 60])
def test_reading_goes_on_after_the_last_part_that_is_there(archive, tmp_path, stop):
    class Stopped(BaseException):
        pass

    def report(number):
        if number == stop:
            raise Stopped

    with pytest.raises(Stopped):
        read_rows(archive, for_postgresql=True, report=report)
    before = (archive.files.folder / part_name(1)).stat().st_mtime_ns
    manifest = read(archive)
    assert (archive.files.folder / part_name(1)).stat().st_mtime_ns == before
    assert rows_in(archive) == every_row()
    whole = tmp_path / "whole"
    whole.mkdir()
    other = NewRowArchive(FolderFiles(whole))
    other.begin(NODE, TABLES)
    assert read(other).rows == manifest.rows


def all_codes(ask):
    with pytest.raises((Refused, Unreachable)) as raised:
        ask()
    return raised.value.codes


def altered(archive, name, change):
    path = archive.files.folder / name
    path.write_bytes(change(path.read_bytes()))


def one_part_less(data):
    found = json.loads(data)
    return json.dumps({**found, "parts": found["parts"] - 1}).encode()


DAMAGES = {
    "a part is missing": lambda a, n: (a.files.folder / part_name(n)).unlink(),
    "the first part is missing": lambda a, _n: (a.files.folder / part_name(1)).unlink(),
    "the last part is missing": lambda a, _n: max(a.files.folder.glob("*.rows")).unlink(),
    "a value is another": lambda a, n: altered(a, part_name(n), lambda d: d[:-4] + b"9" + d[-3:]),
    "the last part is another": lambda a, _n: altered(
        a, max(a.files.folder.glob("*.rows")).name, lambda d: d[:-4] + b"9" + d[-3:]
    ),
    "a row is gone": lambda a, n: altered(
        a, part_name(n), lambda d: b"".join(d.splitlines(keepends=True)[:-1])
    ),
    "a row is there twice": lambda a, n: altered(
        a, part_name(n), lambda d: d + d.splitlines(keepends=True)[-1]
    ),
    "a part is cut": lambda a, n: altered(a, part_name(n), lambda d: d[: len(d) // 2]),
    "a part is empty": lambda a, n: altered(a, part_name(n), lambda _d: b""),
    "two parts change places": lambda a, n: altered(
        a, part_name(n), lambda _d: (a.files.folder / part_name(n + 1)).read_bytes()
    ),
    "the head is another": lambda a, _n: altered(
        a, "archive.json", lambda d: d.replace(b"ab", b"ac", 1)
    ),
    "the manifest counts fewer parts": lambda a, _n: altered(a, "manifest.json", one_part_less),
    "the manifest is no JSON": lambda a, _n: altered(a, "manifest.json", lambda _d: b"{"),
    "the manifest is missing": lambda a, _n: (a.files.folder / "manifest.json").unlink(),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Where the first archive of all rows is kept; each test has the same rows."""
    return tmp_path_factory.mktemp("kept") / "archive"


@pytest.fixture
def whole(archive, kept):
    """An archive of all rows: read once, and then a copy."""
    folder = archive.files.folder
    if kept.exists():
        shutil.copytree(kept, folder, dirs_exist_ok=True)
    else:
        read(archive)
        shutil.copytree(folder, kept)
    assert rows_in(archive) == every_row()
    return archive


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_archive_that_was_altered_is_refused_and_the_database_is_as_it_was(whole, damage):
    archive = whole
    before = every_row()
    DAMAGES[damage](archive, 33)
    assert all_codes(lambda: rows_in(archive)) == ("row-archive-damaged",)
    assert every_row() == before


def test_an_archive_that_is_not_closed_and_was_altered_is_not_gone_on_with(archive):
    read(archive)
    (archive.files.folder / "manifest.json").unlink()
    altered(archive, part_name(5), lambda d: d[:-4] + b"9" + d[-3:])
    assert all_codes(lambda: read(archive)) == ("row-archive-damaged",)
    assert not archive.is_closed


def test_an_archive_of_another_node_of_other_tables_and_of_a_later_form_is_refused(archive):
    check = archive.check_head
    assert all_codes(lambda: check("cd" * 32 + "/xa", TABLES)) == ("row-archive-foreign",)
    assert all_codes(lambda: check(NODE, TABLES[:1])) == ("row-archive-tables",)
    assert all_codes(lambda: check("other", [*TABLES, "0003_third"])) == (
        "row-archive-foreign",
        "row-archive-tables",
    )
    altered(archive, "archive.json", lambda d: d.replace(b'"row-archive":1', b'"row-archive":2'))
    assert all_codes(lambda: check(NODE, TABLES)) == ("row-archive-damaged",)


def test_rows_that_differ_from_the_archive_are_found_in_either_comparison(archive):
    manifest = read(archive)
    before = every_row()
    row = list(TABLE.rows())[7]
    changes = (
        f'UPDATE "{TABLE.name}" SET officer = officer || %s WHERE serial = %s',
        f'DELETE FROM "{TABLE.name}" WHERE %s <> officer AND serial = %s',
    )
    for change in changes:
        with connection.cursor() as cursor:
            cursor.execute(change, ["x", row[0]])
        with pytest.raises(Refused) as raised:
            compare_with_archive(archive, manifest, "here", unreported)
        (reason,) = raised.value.reasons
        assert (reason.code.id, reason.fields["table"], reason.fields["count"]) == (
            "rows-differ", TABLE.name, 1,
        )  # fmt: skip
        assert all_codes(lambda: compare_with_source(archive, manifest, "here", unreported)) == (
            "rows-differ",
        )
    TABLE.write([row])
    assert every_row() == before
    compare_with_archive(archive, manifest, "here", unreported)
    TABLE.write([another(row)])
    assert all_codes(lambda: compare_with_archive(archive, manifest, "here", unreported)) == (
        "rows-differ",
    )
    assert all_codes(lambda: compare_with_source(archive, manifest, "here", unreported)) == (
        "rows-differ",
    )


def another(row):
    found = list(row)
    found[0], found[TABLE.columns.index("id")] = 2000, "another"
    return found


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such values")
def test_values_that_have_no_place_in_postgresql_are_reported_and_no_archive_is_closed(
    archive, monkeypatch
):
    monkeypatch.setattr(reading, "MOST_REASONS", 3)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE.name} SET officer = 'x' || char(0)")
    before = every_row()
    with pytest.raises(Refused) as raised:
        read(archive)
    assert {*raised.value.codes} == {"row-value"}
    assert len(raised.value.codes) == 3
    assert [one.fields["column"] for one in raised.value.reasons] == ["officer"] * 3
    assert not archive.is_closed
    assert every_row() == before
    read_rows(archive, for_postgresql=False, report=unreported)
    assert rows_in(archive) == before
