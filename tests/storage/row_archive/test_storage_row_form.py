# SPDX-License-Identifier: Apache-2.0
"""Values of rows have one form, whichever database gives them: it is tried on the one of this process."""

import base64
import json
from datetime import UTC, datetime
from random import Random

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from hypothesis import given
from hypothesis import strategies as st

from casts.storage.any_rows import any_value, delete_every_row, every_row, fill_with_any_rows
from rogatory.storage.queue.jobs import Job
from rogatory.storage.row_archive.row_form import form_of
from rogatory.storage.row_archive.tables import LEFT_OUT, carried_tables, go_on_after, last_number

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
MOMENT = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)).map(
    lambda at: at.replace(tzinfo=UTC)
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
TABLES = {table.name: table for table in carried_tables()}


@pytest.fixture(autouse=True, scope="module")
def _without_rows():
    delete_every_row()


def through_the_database(table, **archived):
    """Write a row whose other columns have plain values; return the columns as they are read again."""
    row = [
        archived.get(column, None if field.null else any_value(field, Random(1), 1))
        for column, field in zip(table.columns, table.fields, strict=True)
    ]
    with transaction.atomic():
        table.write([row])
        (found,) = table.rows()
        assert table.rows_of([row[0]]) == {row[0]: found}
        transaction.set_rollback(True)
    return {name: found[table.columns.index(name)] for name in archived}


@given(text=TEXT, at=MOMENT, data=st.binary(max_size=60), value=JSON)
def test_every_value_comes_out_of_the_database_in_the_form_in_which_it_went_in(
    text, at, data, value
):
    archived = {
        "target": form_of(models.TextField()).archived(text),
        "at": form_of(models.DateTimeField()).archived(at),
    }
    assert through_the_database(TABLES["storage_callattempt"], **archived) == archived
    archived = {
        "id": "x" + text[:20],
        "body": form_of(models.JSONField()).archived(json.dumps(value)),
    }
    assert through_the_database(TABLES["storage_draft"], **archived) == archived
    archived = {"data": base64.b64encode(data).decode()}
    assert through_the_database(TABLES["storage_card"], **archived) == archived


@given(
    number=st.integers(-(2**63), 2**63 - 1),
    small=st.integers(-(2**31), 2**31 - 1),
    real=st.floats(allow_nan=False, allow_infinity=False),
)
def test_numbers_keep_every_digit(number, small, real):
    found = through_the_database(TABLES["storage_peerline"], skew=number, failures=small)
    assert found == {"skew": number, "failures": small}
    archived = form_of(models.FloatField()).archived(real)
    found = through_the_database(TABLES["storage_allowance"], balance=archived)
    assert found == {"balance": archived}
    assert str(found["balance"]) == str(archived)


def test_json_is_the_same_whatever_order_and_notation_a_database_gives_it():
    form = form_of(models.JSONField())
    assert form.archived('{"b": 1, "a": [1e22, -0.0, 100.0]}') == form.archived(
        '{"a":[10000000000000000000000,0.0,100.0],"b":1}'
    )
    assert form.archived("1.5e300") == form.archived("15" + "0" * 299)
    assert form.archived("1") != form.archived("true")
    assert form.archived("null") == "null"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (models.TextField(), "a\0b", "contains a NUL character"),
        (models.CharField(max_length=2), "abc", "is longer than 2 characters"),
        (models.CharField(max_length=2), "ab", None),
        (models.IntegerField(), 2**31, "is no whole number of 32 bits"),
        (models.IntegerField(), -(2**31), None),
        (models.JSONField(), json.dumps({"a": ["x\0"]}), "contains a NUL character"),
        (models.JSONField(), json.dumps({"a\0": 1}), "contains a NUL character"),
        (models.JSONField(), json.dumps("\ud800"), "contains half a character"),
        (models.JSONField(), json.dumps(["\\u0000", "🙂"]), None),
    ],
)
def test_what_postgresql_does_not_store_is_known_before(field, value, words):
    problem = form_of(field).problem(value, field)
    assert (None if problem is None else str(problem)) == words


def test_a_kind_of_column_without_a_form_is_refused():
    with pytest.raises(TypeError):
        form_of(models.DurationField())


def test_every_table_of_the_database_goes_along_or_says_why_not():
    known = {table.name for table in carried_tables()} | set(LEFT_OUT) | {"django_migrations"}
    lost = {"storage_nonceera", "storage_seennonce", "storage_requestcount"}
    here = set(connection.introspection.table_names()) - lost
    assert {name for name in here - known if not name.startswith("storage_threadtext_fts")} == set()
    assert known - here == set()
    assert {model._meta.db_table for model in apps.get_models()} <= known


def test_tombstones_come_first_and_each_row_after_those_that_it_refers_to():
    names = [table.name for table in carried_tables()]
    assert names[0] == "storage_destroyed"
    for table in carried_tables():
        for field in table.fields:
            if field.related_model is not None:
                assert names.index(field.related_model._meta.db_table) < names.index(table.name)


def test_rows_are_read_in_pages_and_go_on_after_any_key():
    delete_every_row()
    fill_with_any_rows(60)
    for table in carried_tables():
        rows = list(table.rows())
        assert len(rows) == table.count()
        assert len({json.dumps(row[0]) for row in rows}) == len(rows)
        for place in (0, 15, 16, 59):
            if place < len(rows):
                assert list(table.rows(rows[place][0])) == rows[place + 1 :]
    assert sum(map(len, every_row().values())) > 3000
    delete_every_row()


def test_a_number_that_was_given_is_not_given_again():
    delete_every_row()
    table = TABLES["storage_job"]
    go_on_after(table, 4711)
    assert last_number(table) == 4711
    at = datetime.now(UTC)
    assert Job.objects.create(kind="k", key="k", payload={}, run_at=at).id == 4712
    assert last_number(table) == 4712
    assert last_number(TABLES["storage_setting"]) is None
    delete_every_row()
