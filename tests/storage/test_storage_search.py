# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - a transaction that fails half-way is one of the things shown
"""The searched texts of threads, over both twins: in six languages, inside and outside, page by
page.
"""

import pytest
from django.db import connection, transaction

from casts.storage.summaries import a_summary, put, thread_of
from django_home import emptied
from rogatory.node.repositories.listing import ThreadFilter
from rogatory.node.search.folding import document, office_term, query_terms
from rogatory.storage import models
from rogatory.storage.search import _compared

OURS, THEIRS = "xb/contact-point", "xb/central-authority"

TEXTS = {
    1: "The provider deletes log-in records of 192.0.2.17 at café-online.example",
    2: "Le prestataire efface les journaux de connexion de l'Élysée",
    3: "Поставщик удаляет записи о входе; ёлка",
    4: "El proveedor borra los registros del señor Núñez",
    5: "请求保全存储的电子数据，案件编号 BO-2026-77",
    6: "طَلَبُ حِفْظِ البيانات الإلكترونيّة المُخزَّنة لدى مزوّد الخدمة",
    7: "XA ask of ip addresses",
}


def indexed(store, texts=None, **more):
    for number, text in (texts or TEXTS).items():
        put(store, a_summary(number))
        with store.transaction():
            store.put_text(thread_of(number), text=document(text), **more)


def found(store, query, offices=(), limit=100, before=None, **wanted):
    held = [office_term(one) for one in offices]
    answer = store.threads_saying(query_terms(query), held, ThreadFilter(**wanted), limit, before)
    return [int(one.thread[-12:]) for one in answer.summaries], answer.before


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("LOG-IN records", 1),
        ("192.0.2.17", 1),
        ("cafe-ONLINE", 1),
        ("elysee", 2),
        ("journaux Élysée", 2),
        ("УДАЛЯЕТ елка", 3),
        ("nunez", 4),
        ("保全", 5),
        ("电子数据", 5),
        ("数据 BO-2026-77", 5),
        ("البيانات", 6),
        ("طلب حفظ", 6),
        ("مزود", 6),
        ("الالكترونية", 6),
        ('"ask of"', 7),
        ("xa", 7),
        ("ip", 7),
    ],
)
def test_a_word_of_any_of_the_six_languages_is_found_however_it_is_written(store, query, number):
    indexed(store)
    assert found(store, query) == ([number], None)


@pytest.mark.parametrize("query", ["保数", "records journaux", '"of ask"', "zz", "192.0.3"])
def test_what_nobody_said_is_not_found(store, query):
    indexed(store)
    assert found(store, query) == ([], None)


@pytest.mark.parametrize(
    "query",
    [
        '"" OR "the"',
        'the" OR "said',
        "said: the",
        "NOT records",
        "NEAR(the records)",
        "the*",
        "'; OR 11=11 --",
        "{inside}: the",
        "the\x00records",
        "^the",
        "%e%r%",
        "r_c",
    ],
)
def test_no_query_is_more_than_text(store, query):
    indexed(store)
    with store.transaction():
        store.put_text(thread_of(1), inside=document("hidden the note"), offices="")
    numbers, _before = found(store, query)
    assert set(numbers) <= {1}
    text = document(TEXTS[1])
    assert bool(numbers) == all(term in text for term in query_terms(query))


def test_what_is_said_inside_is_found_by_officers_of_authorities_that_take_part(store):
    indexed(store)
    with store.transaction():
        store.put_text(
            thread_of(1), inside=document("Rang the provider"), offices=office_term(OURS)
        )
    assert found(store, "rang", [OURS])[0] == [1]
    assert found(store, "rang deletes", [OURS, THEIRS])[0] == [1]
    for offices in ([], [THEIRS], ["xb/contact"], ["contact-point"]):
        assert found(store, "rang", offices)[0] == []
    assert found(store, "deletes")[0] == [1]


def test_a_text_is_written_anew_and_what_is_gone_is_not_found(store):
    indexed(store)
    with store.transaction():
        store.put_text(thread_of(1), text=document("Something else"))
        store.put_text(thread_of(1), inside=document("note"), offices=office_term(OURS))
    assert found(store, "records")[0] == []
    assert found(store, "something", [OURS])[0] == [1]
    assert found(store, "note", [OURS])[0] == [1]


def test_a_text_of_a_transaction_that_fails_never_was(store):
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.put_text(thread_of(1), text="abcdef")
        raise ZeroDivisionError
    assert found(store, "abcdef")[0] == []
    with pytest.raises(AssertionError):
        store.put_text(thread_of(1), text="abcdef")


def test_restricted_and_filtered_threads_are_not_found(store):
    indexed(store, dict.fromkeys(range(1, 6), "the same words"))
    put(store, a_summary(2, peer="XM"))
    with store.transaction():
        store.restrict(thread_of(3), ["xb-0001"])
    assert found(store, "same", reader="xb-0002")[0] == [5, 4, 2, 1]
    assert found(store, "same", reader="xb-0001", peer="XM")[0] == [2]


def test_a_search_goes_on_from_where_a_page_ended(store):
    indexed(store, dict.fromkeys(range(1, 8), "the same words"))
    seen, before = [], None
    while True:
        numbers, before = found(store, "same", limit=3, before=before)
        seen += numbers
        if before is None:
            break
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_views_are_kept_by_officer_and_name(store):
    from casts.storage.summaries import NOW

    with store.transaction():
        store.put_view("xb-0001", "Mine", "?mine=yes", NOW)
        store.put_view("xb-0001", "Arcadia", "?state=XA", NOW)
        store.put_view("xb-0002", "Mine", "?state=XM", NOW)
        store.put_view("xb-0001", "Mine", "?mine=yes&needs=yes", NOW)
    assert list(store.views("xb-0001").items()) == [
        ("Arcadia", "?state=XA"),
        ("Mine", "?mine=yes&needs=yes"),
    ]
    with store.transaction():
        store.delete_view("xb-0001", "Mine")
    assert store.views("xb-0001") == {"Arcadia": "?state=XA"}
    assert store.views("xb-0002") == {"Mine": "?state=XM"}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="it reads a plan of PostgreSQL")
def test_a_rare_word_is_looked_up_and_not_searched_for_in_every_text():
    emptied()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO storage_threadtext (thread, said, inside, offices)"
                " SELECT n, repeat(md5(n::text), 9), md5((-n)::text), '' FROM generate_series(1, 20000) n"
            )
            # As the server does by itself after a while.
            cursor.execute("SELECT gin_clean_pending_list('storage_threadtext_said')")
            cursor.execute("ANALYZE storage_threadtext")
        rows = models.ThreadText.objects.filter(_compared(["ransomware"], []), id__lt=10**9)
        plan = rows.order_by("-id").values_list("thread", "id")[:200].explain()
        transaction.set_rollback(True)
    assert "storage_threadtext_said" in plan
