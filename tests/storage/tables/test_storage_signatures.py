# SPDX-License-Identifier: Apache-2.0
"""A signature's certificate is stored once for all that have it, and every signature is read as it was written."""

import pytest
from django.db import connection, transaction

import django_home
from casts.seal.authorities import DOCUMENT, NOW, new_cast
from rogatory.storage.messages.stored import Message
from rogatory.storage.tables import signatures
from rogatory.storage.tables.signatures import SignerCertificate

SIGNED = new_cast().keys.sign(DOCUMENT, NOW)


class Undone(Exception):
    pass


def a_row(digest, p256, mldsa65=None):
    return Message(
        digest=digest, thread="t", sender_state="XA", sequence=1, kind="k", message=b"m", p256=p256,
        mldsa65=mldsa65, approvals=b"a", direction="in", peer="XA", at=NOW, delivery="kept",
    )  # fmt: skip


def stored(digest):
    """The bytes in the two columns, as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT p256, mldsa65 FROM storage_message WHERE digest = %s", [digest])
        return [None if one is None else bytes(one) for one in cursor.fetchone()]


@pytest.fixture(autouse=True)
def empty():
    """No row, no certificate, and a line that knows of none."""
    django_home.emptied()
    SignerCertificate.objects.all().delete()
    signatures._certificate.cache_clear()
    connection.close()


def test_two_signatures_of_one_signer_share_its_certificate():
    keys = new_cast().keys
    one, two = keys.sign(b"one", NOW), keys.sign(b"two", NOW)
    a_row("1", one.p256, one.mldsa65).save()
    a_row("2", two.p256, two.mldsa65).save()
    assert SignerCertificate.objects.count() == 2
    assert sum(map(len, stored("2"))) < 0.55 * len(two.p256 + two.mldsa65)
    signatures._certificate.cache_clear()
    for digest, signed in (("1", one), ("2", two)):
        row = Message.objects.get(digest=digest)
        assert (row.p256, row.mldsa65) == (signed.p256, signed.mldsa65)


@pytest.mark.parametrize(
    "kept",
    [b"", b"no signature", b"\x00", b"\x01" + 60 * b"x", SIGNED.p256[:-1], SIGNED.mldsa65 + b"x"],
)
def test_what_is_no_signature_is_read_as_it_was_written(kept):
    a_row("1", kept).save()
    assert Message.objects.get(digest="1").p256 == kept
    assert Message.objects.get(digest="1").mldsa65 is None


def test_a_row_from_before_is_read_as_it_is():
    a_row("1", SIGNED.p256).save()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE storage_message SET p256 = %s", [SIGNED.mldsa65])
    assert Message.objects.get(digest="1").p256 == SIGNED.mldsa65


def written_and_undone(row):
    with transaction.atomic():
        row.save()
        raise Undone


def test_what_was_undone_with_its_certificate_is_written_whole_the_next_time():
    with pytest.raises(Undone):
        written_and_undone(a_row("1", SIGNED.p256))
    with transaction.atomic():
        with pytest.raises(Undone):
            written_and_undone(a_row("1", SIGNED.p256))
        a_row("2", SIGNED.p256).save()
    assert SignerCertificate.objects.count() == 1
    signatures._certificate.cache_clear()
    assert Message.objects.get(digest="2").p256 == SIGNED.p256


def test_a_signature_whose_certificate_is_gone_is_a_fault_and_no_other_signature():
    a_row("1", SIGNED.p256).save()
    digest = stored("1")[0][1:33].hex()
    SignerCertificate.objects.filter(digest=digest).delete()
    signatures._certificate.cache_clear()
    with pytest.raises(LookupError, match=digest):
        Message.objects.get(digest="1")


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer, and is asked each time"
)
def test_another_line_to_the_database_knows_of_no_certificate():
    """A failover may have led it to a server that lacks one."""
    a_row("1", SIGNED.p256).save()
    SignerCertificate.objects.all().delete()
    connection.close()
    a_row("2", SIGNED.p256).save()
    signatures._certificate.cache_clear()
    assert Message.objects.get(digest="2").p256 == SIGNED.p256
