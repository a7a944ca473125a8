# SPDX-License-Identifier: Apache-2.0
"""Lists of threads, over both twins: every filter and order, page by page, and who may see what."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casts.storage.summaries import NOW, a_summary, put, thread_of
from rogatory.node.repositories.case_files import CaseFileRow
from rogatory.node.repositories.listing import Order, ThreadFilter, place_after


def listed(store, wanted=None, order=Order.ACTIVITY, limit=100, after=None):
    found = store.threads_listed(wanted or ThreadFilter(), order, limit, after)
    return [int(one.thread[-12:]) for one in found]


@pytest.mark.parametrize(
    ("change", "query"),
    [
        ({"peer": "XM"}, {"peer": "XM"}),
        ({"kind": "mla_stored_data"}, {"kind": "mla_stored_data"}),
        ({"role": "requesting"}, {"role": "requesting"}),
        ({"status": "holding"}, {"status": "holding"}),
        ({"basis": "comity"}, {"basis": "comity"}),
        ({"urgency": "urgent"}, {"urgency": "urgent"}),
        ({"needs_answer": True}, {"needs_answer": True}),
        ({"status": "refused"}, {"ended": True}),
        ({"opened": NOW + timedelta(days=9)}, {"opened_since": NOW + timedelta(days=9)}),
        ({"opened": NOW - timedelta(days=9)}, {"opened_before": NOW}),
    ],
)
def test_a_filter_lets_through_what_it_says_and_nothing_else(store, change, query):
    put(store, a_summary(1), a_summary(2, **change), a_summary(3))
    assert listed(store, ThreadFilter(**query)) == [2]
    assert store.count_threads(ThreadFilter(**query), 9) == 1


def test_what_is_not_of_an_urgency_and_what_is_open(store):
    put(store, a_summary(1, urgency="emergency"), a_summary(2, status="completed"), a_summary(3))
    assert listed(store, ThreadFilter(not_urgency="emergency")) == [3, 2]
    assert listed(store, ThreadFilter(ended=False)) == [3, 1]
    assert store.count_threads(ThreadFilter(), 2) == 2


def test_the_threads_that_an_officer_has(store):
    put(store, a_summary(1), a_summary(2))
    with store.transaction():
        for number, officer in ((1, "xb-0001"), (2, None)):
            store.put_case_file(
                CaseFileRow(
                    thread_of(number), "xb/contact-point", None, None, officer, "new", watched=False
                )
            )
    assert listed(store, ThreadFilter(assignee="xb-0001")) == [1]
    assert listed(store, ThreadFilter(assignee="xb-0002")) == []


@pytest.mark.parametrize("order", Order)
def test_pages_of_any_size_hold_each_thread_once_in_its_order(store, order):
    summaries = put(
        store,
        *(
            a_summary(
                number,
                opened=NOW + timedelta(minutes=number % 3),
                last_activity=NOW + timedelta(hours=number % 4),
                hold_end=None if number % 5 == 0 else NOW + timedelta(days=number % 2),
            )
            for number in range(1, 18)
        ),
    )
    whole = listed(store, order=order)
    kept = [one for one in summaries if order is not Order.HOLD or one.hold_end]
    assert sorted(whole) == sorted(int(one.thread[-12:]) for one in kept)
    for size in (1, 4, 16):
        found, after = [], None
        while page := store.threads_listed(ThreadFilter(), order, size, after):
            found += [int(one.thread[-12:]) for one in page]
            after = place_after(page[-1], order)
        assert found == whole


def test_a_thread_that_is_restricted_is_there_for_its_officers_only(store):
    put(store, a_summary(1), a_summary(2))
    with store.transaction():
        store.restrict(thread_of(1), ["xb-0001", "xb-0010"])
    both = [thread_of(1), thread_of(2), thread_of(3)]
    assert listed(store, ThreadFilter(reader="xb-0001")) == [2, 1]
    assert listed(store, ThreadFilter(reader="xb-0002")) == [2]
    assert listed(store) == [2, 1]
    assert store.count_threads(ThreadFilter(reader="xb-0002"), 9) == 1
    assert store.closed_to("xb-0002", both) == {thread_of(1)}
    assert store.closed_to("xb-0010", both) == frozenset()
    put(store, a_summary(1, status="holding"))
    assert listed(store, ThreadFilter(reader="xb-0002")) == [2]
    with store.transaction():
        store.restrict(thread_of(1), ["xb-0002"])
    assert listed(store, ThreadFilter(reader="xb-0001")) == [2]
    with store.transaction():
        store.restrict(thread_of(1), None)
    assert listed(store, ThreadFilter(reader="xb-0001")) == [2, 1]
    assert store.closed_to("xb-0002", both) == frozenset()


def test_threads_that_name_others_are_found_at_once(store):
    put(
        store,
        a_summary(1),
        a_summary(2, related=(thread_of(1),)),
        a_summary(3, related=(thread_of(1), thread_of(2))),
        a_summary(4),
    )
    found = store.threads_naming([thread_of(1), thread_of(2)])
    assert [one.thread for one in found] == [thread_of(2), thread_of(3)]
    assert store.threads_naming([]) == []


def test_restricting_is_written_inside_a_transaction_only(store):
    with pytest.raises(AssertionError):
        store.restrict(thread_of(1), [])


VALUES = {
    "peer": ("XA", "XM"),
    "status": ("open", "holding", "refused"),
    "urgency": ("routine", "urgent", "emergency"),
    "role": ("requested", "requesting"),
    "needs_answer": (True, False),
}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.fixed_dictionaries({name: st.sampled_from(found) for name, found in VALUES.items()}),
        max_size=8,
    ),
    query=st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(found) for name, found in VALUES.items()}
    ),
    ended=st.sampled_from([None, True, False]),
    order=st.sampled_from([Order.ACTIVITY, Order.OPENED, Order.OLDEST]),
)
def test_both_twins_list_the_same(rows, query, ended, order):
    from django_home import emptied
    from rogatory.storage.memory import MemoryStore
    from rogatory.storage.store import DatabaseStore

    emptied()
    both = (DatabaseStore(), MemoryStore())
    for store in both:
        put(store, *(a_summary(number, **row) for number, row in enumerate(rows, 1)))
    wanted = ThreadFilter(ended=ended, **query)
    assert listed(both[0], wanted, order) == listed(both[1], wanted, order)
