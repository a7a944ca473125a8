# SPDX-License-Identifier: Apache-2.0
"""Which objects the rows name: in the database, and in the twin."""

import threading
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction

from casts.steady.patience import PATIENCE
from casts.storage.any_rows import OF_THE_LOG, WITH_OBJECTS, delete_every_row, fill_with_any_rows
from casts.storage.rows import NOW, a_draft, a_message
from django_home import emptied
from rogatory.node.repositories.drafts import DraftEnd, Ending
from rogatory.storage import object_removal
from rogatory.storage.object_removal import NAMES_NOTHING, naming_columns
from rogatory.storage.row_archive.tables import LEFT_OUT
from rogatory.storage.store import DatabaseStore
from rogatory.storage.tables.signatures import SignerCertificate
from rogatory.storage.transactions.writing import connections_closed
from rogatory.wire.digests import sha256

ATTACHED, OTHER, UNNAMED = (sha256(name) for name in (b"order.pdf", b"other.pdf", b"nothing"))
ALL = (ATTACHED, OTHER, UNNAMED)
LONG_AGO = NOW - timedelta(days=900)

WITHOUT_ROWS = OF_THE_LOG | WITH_OBJECTS | set(LEFT_OUT) | {"storage_packagedocument"}
"""Tables in which `fill_with_any_rows` writes nothing."""

OWN_CERTIFICATE = "of this test"
"""The name of a certificate beside those that are there, which lines to the database know by their names."""


def drafted(digest, number=1, **changes):
    attached = {"name": "a.pdf", "media_type": "application/pdf", "size": 3, "sha256": digest}
    return a_draft(number, attachments=(attached,), **changes)


def test_bytes_are_named_by_a_message_a_draft_and_a_document_of_the_same_content(store):
    message = a_message(message=b'{"attachments":[{"sha256":"%s"}]}' % ATTACHED.encode())
    with store.transaction():
        store.add_message(message)
        store.add_draft(drafted(OTHER))
    digests = (*ALL, sha256(message.approvals))
    assert store.named_among(digests, ended_after=LONG_AGO) == {*digests} - {UNNAMED}
    assert store.named_among((), ended_after=LONG_AGO) == frozenset()


@pytest.mark.parametrize("how", list(Ending))
def test_a_draft_that_ended_names_what_was_attached_until_the_moment_that_is_asked_for(store, how):
    with store.transaction():
        store.add_draft(drafted(ATTACHED))
        store.add_draft(drafted(OTHER, 2))
        store.end_draft(a_draft().id, DraftEnd(how, "xa-0001", NOW))
    before, after = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)
    assert store.named_among(ALL, ended_after=before) == {ATTACHED, OTHER}
    assert store.named_among(ALL, ended_after=after) == {OTHER}


def test_a_draft_that_was_sent_or_has_a_twin_in_use_names_what_is_attached(store):
    with store.transaction():
        for number in (1, 2):
            store.add_draft(drafted(ATTACHED, number))
        store.add_draft(drafted(OTHER, 3))
        store.mark_sent(a_draft(3).id, "d1" * 32)
        store.end_draft(a_draft(1).id, DraftEnd(Ending.DISCARDED, "xa-0001", NOW))
    later = NOW + timedelta(days=900)
    assert store.named_among(ALL, ended_after=later) == {ATTACHED, OTHER}


def test_a_digest_within_a_longer_run_of_digits_is_named(store):
    with store.transaction():
        store.put_setting("odd", {"run": f"0{ATTACHED}{OTHER}f"})
    assert store.named_among(ALL, ended_after=LONG_AGO) == {ATTACHED, OTHER}


def put_into(table, column, value):
    """Write a value into a column of one row; True where there is a row."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}" LIMIT 1')
        if cursor.fetchone() is None:
            return False
        place = "ctid" if connection.vendor == "postgresql" else "rowid"
        first = f'(SELECT {place} FROM "{table}" ORDER BY {place} LIMIT 1)'
        cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE {place} = {first}', [value])
    return True


def fields_by_column():
    """Return every field of every model, by table and column."""
    return {
        f"{model._meta.db_table}.{field.column}": field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    }


@pytest.fixture
def any_rows():
    emptied()
    fill_with_any_rows()
    own = SignerCertificate.objects.create(digest=OWN_CERTIFICATE, der=b"")
    yield
    own.delete()
    delete_every_row()


@pytest.mark.usefixtures("any_rows")
def test_every_column_of_every_table_names():
    """A table that is added tomorrow is looked through, too."""
    expected, without_rows, fields = set(), set(), fields_by_column()
    for table in naming_columns():
        for column in table.columns:
            field = fields[f"{table.table}.{column}"]
            if (field.max_length or 64) < 64:
                continue
            digest = sha256(f"{table.table}.{column}".encode())
            kind = field.get_internal_type()
            value = {"JSONField": f'{{"a": ["{digest}"]}}', "BinaryField": digest.encode()}
            if field.model is SignerCertificate:
                SignerCertificate.objects.filter(digest=OWN_CERTIFICATE).update(digest=digest)
            elif not put_into(table.table, column, value.get(kind, digest)):
                without_rows.add(table.table)
                continue
            expected.add(digest)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE storage_draft SET ended = NULL")
    assert DatabaseStore().named_among({*expected, UNNAMED}, ended_after=LONG_AGO) == expected
    assert len(expected) > 100
    assert without_rows <= WITHOUT_ROWS


def test_columns_that_are_left_out_exist():
    assert fields_by_column().keys() >= set(NAMES_NOTHING)


def test_a_name_that_moves_from_row_to_row_meanwhile_is_seen(monkeypatch):
    """A row is deleted that was not read yet, and written where all was read: one of both is seen, and nobody waits."""
    emptied()
    store, real = DatabaseStore(), list(naming_columns())
    with store.transaction():
        store.add_draft(drafted(ATTACHED))

    def move():
        with connections_closed(), store.transaction():
            store.put_setting("moved", ATTACHED)
            store.end_draft(a_draft().id, DraftEnd(Ending.DISCARDED, "xa-0001", LONG_AGO))

    class Meanwhile:
        def values(self, _ended_after):
            thread = threading.Thread(target=move)
            thread.start()
            thread.join(PATIENCE)
            assert not thread.is_alive(), "the writer waited for the reader"
            return iter(())

    settings = [one for one in real if one.table == "storage_setting"]
    drafts = [one for one in real if one.table == "storage_draft"]
    monkeypatch.setattr(object_removal, "naming_columns", lambda: [*settings, Meanwhile(), *drafts])
    assert store.named_among(ALL, ended_after=LONG_AGO + timedelta(days=1)) == {ATTACHED}
    assert store.setting("moved") == ATTACHED


def test_nothing_of_the_look_is_left_on_the_line_to_the_database():
    emptied()
    store = DatabaseStore()
    with pytest.raises(TypeError):
        store.named_among([["no text"]], ended_after=LONG_AGO)
    store.named_among(ALL, ended_after=LONG_AGO)
    with store.transaction():
        store.put_setting("written", 1)
    assert store.setting("written") == 1
