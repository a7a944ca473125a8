# SPDX-License-Identifier: Apache-2.0
"""Lists of requests: what opens on the desk does not leave it for being old, and rows of an earlier
version are written anew by the worker.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.world import bodies
from rogatory.errors import Refused
from rogatory.node.listing import rewrite_rows
from rogatory.node.listing.thread_list import read_place, thread_list, write_place
from rogatory.node.messages.apply import LONGEST_CASE_NUMBER, LONGEST_OFFENCE
from rogatory.node.repositories.listing import Order, ThreadFilter, ThreadPlace
from rogatory.node.views.deadline_alerts import watch_clocks
from rogatory.node.views.duty_desk import MOST_THREADS, duty_desk
from rogatory.node.worker.schedule import start_schedule
from rogatory.node.worker.work import run_until_idle


def requested(world):
    sent = world.sent("xa/contact-point", "xb/contact-point", "preservation", bodies.preservation())
    world.settle()
    return sent.thread


def flooded(node, thread, count, **changes):
    """Other threads that were active later, by far more than any page shows."""
    pattern = node.store.summary(thread)
    with node.store.transaction():
        for number in range(count):
            later = timedelta(days=1, minutes=number)
            node.store.put_summary(
                replace(
                    pattern,
                    thread=f"019aaf00-0000-7000-8000-{number:012}",
                    opened=pattern.opened + later,
                    last_activity=pattern.last_activity + later,
                    **changes,
                )
            )


@pytest.mark.parametrize("changes", [{"status": "completed", "needs_answer": False}, {}])
def test_an_old_request_that_waits_stays_on_the_desk_whatever_came_since(world, changes):
    node, thread = world.node("XB"), requested(world)
    flooded(node, thread, 3 * MOST_THREADS, **changes)
    desk = duty_desk(node)
    assert thread in {row.summary.thread for row in desk.waiting}
    assert len(desk.waiting) <= MOST_THREADS
    assert desk.needing == (1 if changes else 3 * MOST_THREADS + 1)


def test_clocks_of_an_old_open_thread_are_watched_whatever_came_since(world):
    node, thread = world.node("XB"), requested(world)
    flooded(node, thread, 6000, status="completed", needs_answer=False)
    world.clock.forward(days=30)
    watch_clocks(node)
    assert any(page.id.startswith("clock/") for page in node.store.pages(thread=thread))


def test_a_restricted_thread_is_on_the_desk_of_its_officers_only(world):
    node, thread = world.node("XB"), requested(world)
    with node.store.transaction():
        node.store.restrict(thread, ["xb-0010"])
    assert not duty_desk(node, "xb-0001").waiting
    assert duty_desk(node, "xb-0001").needing == 0
    assert [row.summary.thread for row in duty_desk(node, "xb-0010").waiting] == [thread]
    assert thread_list(node, ThreadFilter(), reader="xb-0001").rows == ()
    (row,) = thread_list(node, ThreadFilter(), reader="xb-0010").rows
    assert row.summary.thread == thread


def test_rows_of_an_earlier_version_are_written_anew_by_the_worker(world, monkeypatch):
    node = world.node("XB")
    threads = [requested(world) for _ in range(5)]
    monkeypatch.setattr(rewrite_rows, "THREADS_AT_ONCE", 2)
    basis = node.store.summary(threads[0]).basis
    assert basis
    with node.store.transaction():
        for thread in threads:
            node.store.put_summary(replace(node.store.summary(thread), basis=""))
    start_schedule(node)
    run_until_idle(node, "w")
    assert {node.store.summary(thread).basis for thread in threads} == {basis}
    assert node.store.setting(rewrite_rows.SETTING) == rewrite_rows.VERSION
    start_schedule(node)
    assert rewrite_rows.JOB not in {job.kind for job in node.queue.waiting()}


def test_a_row_says_which_case_of_which_offence_it_is_about(world):
    node, opening = world.node("XB"), bodies.preservation()
    row = node.store.summary(requested(world))
    assert (row.case_number, row.offence) == (opening["case_number"], opening["offence"]["title"])
    assert row.language == "en"


def test_a_long_text_of_a_peer_does_not_fill_the_lists(world):
    plain = bodies.preservation()
    offence = {**plain["offence"], "title": "f" * 250}
    body = {**plain, "case_number": "7" * 150, "offence": offence}
    sent = world.sent("xa/contact-point", "xb/contact-point", "preservation", body)
    world.settle()
    row = world.node("XB").store.summary(sent.thread)
    assert (len(row.case_number), len(row.offence)) == (LONGEST_CASE_NUMBER, LONGEST_OFFENCE)


def test_a_place_reads_as_it_was_written_and_nothing_else_is_one(world):
    place = ThreadPlace(world.clock.now().replace(microsecond=17), requested(world))
    assert read_place(write_place(place)) == place
    for text in ("", "~", "2026-11-24~", f"x~{place.thread}", "2026-11-24T03:00:00.000000~x"):
        with pytest.raises(Refused, match="no place"):
            read_place(text)


def test_a_page_of_a_script_is_as_long_as_it_asks(world):
    node = world.node("XB")
    threads = sorted(
        requested(world) for _ in range(3)
    )  # Of one moment: the identifier orders them.
    found = thread_list(node, ThreadFilter(), reader="xb-0001", order=Order.OLDEST, rows=2)
    assert [row.summary.thread for row in found.rows] == threads[:2]
    rest = thread_list(
        node, ThreadFilter(), reader="xb-0001", order=Order.OLDEST, rows=2, after=found.after
    )
    assert [row.summary.thread for row in rest.rows] == threads[2:]
    assert rest.after is None
