# SPDX-License-Identifier: Apache-2.0
"""Statistics for the Conference: true counts, and nothing from which anybody could be known."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.node.case_files import DUTY, LAWYER, XA, XB, requested
from casts.node.world import NOW, bodies
from rogatory.errors import Refused
from rogatory.node.statistics.cooperation import spreadsheet_rows, statistics
from rogatory.node.statistics.suppression import FEWEST_SHOWN, published_counts
from rogatory.wire.moments import format_moment

DAY = timedelta(days=1)
LATER = NOW + 60 * DAY

pytestmark = pytest.mark.law_line(50)


def statistics_of(world, state="XB", **changes):
    world.clock.at = max(world.clock.at, LATER)
    return statistics(world.node(state), NOW - DAY, LATER, **changes)


def table(found, name, role="requested"):
    return next(one.counts for one in found.tables if (one.role, one.name) == (role, name))


def acknowledged(world, thread, minutes):
    world.clock.forward(minutes=minutes)
    world.sent(XB, XA, "acknowledgement", bodies.acknowledgement(), thread=thread)
    world.settle()


def confirmed(world, thread, minutes):
    world.clock.forward(minutes=minutes)
    now = world.clock.now()
    body = bodies.preservation_confirmed(format_moment(now), format_moment(now + 60 * DAY))
    world.sent(XB, XA, "preservation_confirmed", body, thread=thread)
    world.settle()


def test_requests_are_counted_by_kind_state_outcome_and_urgency_and_times_are_medians(world):
    threads = [requested(world) for _ in range(6)]
    for thread, minutes in zip(threads, (10, 20, 30, 40, 50, 60), strict=True):
        started = world.clock.at
        world.clock.at = NOW
        acknowledged(world, thread, minutes)
        world.clock.at = max(started, world.clock.at)
    for state, role in (("XB", "requested"), ("XA", "requesting")):
        found = statistics_of(world, state)
        assert table(found, "kind", role).cells == {"preservation": 6}
        assert table(found, "state", role).cells == {"XA" if state == "XB" else "XB": 6}
        assert table(found, "outcome", role).cells == {"acknowledged": 6}
        assert table(found, "urgency", role).cells == {"urgent": 6}
        other = "requested" if role == "requesting" else "requesting"
        assert table(found, "kind", other).total == 0
        medians = {(one.name, one.kind): one.minutes for one in found.medians if one.role == role}
        assert medians == {("acknowledge", None): 35, ("acknowledge", "preservation"): 35}
        assert (found.article, found.certainty) == ("57", "memory")


def test_of_fewer_than_five_nothing_is_shown_not_even_their_kind(world):
    for _ in range(FEWEST_SHOWN - 1):
        acknowledged(world, requested(world), 5)
    found = statistics_of(world)
    assert all(one.counts.total is None for one in found.tables if one.role == "requested")
    assert all(one.counts.cells == {} for one in found.tables)
    assert found.medians == ()
    assert "preservation" not in str(list(spreadsheet_rows(found)))


def test_a_small_count_is_hidden_with_another_so_that_the_total_does_not_reveal_it(world):
    for _ in range(6):
        requested(world)
    requested(world, "mla_stored_data", "xa/central-authority", "xb/central-authority")
    kinds = table(statistics_of(world), "kind")
    assert kinds.total == 7
    assert kinds.cells == {"mla_stored_data": None, "preservation": None}


def test_no_median_is_made_of_fewer_than_five(world):
    threads = [requested(world) for _ in range(6)]
    for thread in threads[:4]:
        confirmed(world, thread, 5)
    names = {one.name for one in statistics_of(world).medians}
    assert "hold" not in names
    confirmed(world, threads[4], 5)
    assert "hold" in {one.name for one in statistics_of(world).medians}


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 30), max_size=8))
def test_from_what_is_published_no_small_count_can_be_computed(counts):
    found = published_counts(counts)
    total = sum(counts.values())
    if 0 < total < FEWEST_SHOWN:
        assert (found.total, found.cells) == (None, {})
        return
    assert found.total == total
    assert found.cells.keys() == {key for key, count in counts.items() if count}
    shown = {key: count for key, count in found.cells.items() if count is not None}
    assert all(count == counts[key] >= FEWEST_SHOWN for key, count in shown.items())
    hidden = found.cells.keys() - shown.keys()
    left = total - sum(shown.values())
    assert (left == 0) == (not hidden)
    if hidden:
        assert len(hidden) >= 2
        assert left >= FEWEST_SHOWN
    small = {key for key, count in counts.items() if 0 < count < FEWEST_SHOWN}
    assert small <= hidden
    if not small:
        assert not hidden


def test_nothing_that_identifies_a_case_a_person_or_an_account_is_in_it(world):
    threads = [requested(world) for _ in range(6)]
    for thread in threads:
        acknowledged(world, thread, 5)
    written = json.dumps([list(row) for row in spreadsheet_rows(statistics_of(world))]) + repr(
        statistics_of(world)
    )
    stored = world.node("XB").store.transcript(threads[0])
    secrets = [
        *threads,
        *(one.digest for one in stored),
        "AR-2026-0417",
        "xa-0001",
        DUTY,
        "shop@mail.example",
        "192.0.2.17",
        "Borealia Mail",
        "contact-point",
        "Criminal Code",
    ]
    for secret in secrets:
        assert secret not in written


def test_what_a_peer_calls_a_kind_or_an_urgency_is_not_printed(world):
    node = world.node("XB")
    for thread in [requested(world) for _ in range(6)]:
        summary = node.store.summary(thread)
        with node.store.transaction():
            node.store.put_summary(replace(summary, kind="=cmd()|x", urgency="=1+1", status="?"))
    found = statistics_of(world)
    assert table(found, "kind").cells == {"other": 6}
    assert table(found, "urgency").cells == {"other": 6}
    assert table(found, "outcome").cells == {"other": 6}


@pytest.mark.parametrize(
    ("since", "until", "codes"),
    [
        (NOW, NOW + 27 * DAY, ["statistics-period"]),
        (NOW, NOW - DAY, ["statistics-period"]),
        (NOW, LATER + DAY, ["statistics-ahead"]),
        (LATER, LATER + DAY, ["statistics-period", "statistics-ahead"]),
    ],
)
def test_a_day_or_a_period_that_still_runs_is_no_statistics(world, since, until, codes):
    world.clock.at = LATER
    with pytest.raises(Refused) as caught:
        statistics(world.node("XB"), since, until)
    assert list(caught.value.codes) == codes


def test_requests_outside_the_period_are_not_counted(world):
    for _ in range(6):
        requested(world)
    world.clock.at = NOW + 200 * DAY
    found = statistics(world.node("XB"), NOW + DAY, NOW + 100 * DAY)
    assert table(found, "kind").total == 0


def test_an_officer_needs_a_role_for_it(world):
    assert statistics_of(world, officer=LAWYER).tables
    with pytest.raises(Refused) as caught:
        statistics_of(world, officer=DUTY)
    assert caught.value.codes == ("officer-role",)
