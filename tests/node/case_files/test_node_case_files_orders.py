# SPDX-License-Identifier: Apache-2.0
"""Domestic orders: their dates, their limits, and what they leave uncovered of what was promised."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.law.provisions import cited, under
from casts.node.case_files import (
    DUTY,
    EXAMINER,
    LAWYER,
    a_renewal,
    an_order,
    case_file_alerts,
    codes,
    confirmed,
    filed,
    live,
    ordered,
    recognised,
    refused,
    requested,
    store_of,
)
from casts.node.world import NOW, bodies
from rogatory.errors import Refused
from rogatory.node.case_files.case_file import CaseFile
from rogatory.node.case_files.case_file_deadlines import case_file_clocks, domestic_order_clocks
from rogatory.node.case_files.journal import read_case_file
from rogatory.node.case_files.order_rules import DOMESTIC_ORDER, period_reasons
from rogatory.node.case_files.ordering import end_order, record_order, renew_order
from rogatory.node.case_files.orders import (
    ORDERS,
    Custodian,
    CustodianPresence,
    DomesticOrder,
    OrderKind,
)
from rogatory.node.views import thread_view
from rogatory.requests.deadlines.thread_deadlines import DeadlineLevel
from rogatory.treaty.articles import articles_cited
from rogatory.treaty.law import WORLD, packaged_law
from rogatory.treaty.powers import domestic_order
from rogatory.treaty.regimes import limit_of

DAY = timedelta(days=1)
LIMIT = limit_of(under(), DOMESTIC_ORDER, "preservation")
OTHER_STATE = Custodian("Thalassia Cloud", CustodianPresence.OFFERING_SERVICES)


def clock_of(node, thread, name="domestic-order"):
    now = node.clock.now()
    return next(
        one for one in case_file_clocks(read_case_file(node, thread), now) if one.name == name
    )


@pytest.mark.parametrize("kind", OrderKind)
def test_each_kind_of_order_rests_on_its_article(kind):
    law, facts = packaged_law(WORLD), ORDERS[kind]
    named = {"preservation": "preservation-order", "production": "production-order"}
    measure = domestic_order(law, named.get(kind, kind))
    basis = cited(facts.cites)
    assert articles_cited(law, basis.article) == articles_cited(law, measure.article)
    assert basis.certainty == measure.certainty


def test_an_order_is_recorded_as_its_paper_says(world, node, thread):
    new = an_order(world, secret_until=world.clock.now() + 30 * DAY)
    recorded = record_order(node, thread, new, DUTY)
    (order,) = read_case_file(node, thread).orders
    assert order.id == recorded.entry.id
    assert (order.reference, order.issuer, order.scope) == (new.reference, new.issuer, new.scope)
    assert (order.issued, order.starts, order.until) == (new.issued, new.issued, new.ends)
    assert (order.by, order.recorded) == (DUTY, world.clock.now())
    assert order.secret_until == new.secret_until
    assert node.store.case_file(thread).watched


@pytest.mark.law_line(29)
@pytest.mark.parametrize("kind", [OrderKind.PRESERVATION, OrderKind.PARTIAL_DISCLOSURE])
def test_an_order_to_preserve_runs_ninety_days_at_most(world, node, thread, kind):
    before = store_of(world)
    now = world.clock.now()
    with pytest.raises(Refused) as caught:
        record_order(
            node,
            thread,
            an_order(world, kind=kind, ends=now + 90 * DAY + timedelta(seconds=1)),
            DUTY,
        )
    (reason,) = caught.value.reasons
    assert reason.code.id == "matter-order-too-long"
    assert dict(reason.fields) == {
        "days": 91,
        "most": 90,
        "article": "25(2)",
        "certainty": "parallel",
    }
    assert store_of(world) == before
    assert record_order(node, thread, an_order(world, 90, kind=kind), DUTY).entry


@given(st.integers(0, 400 * 86_400))
def test_a_period_is_within_the_limit_or_refused(seconds):
    length = timedelta(seconds=seconds)
    reasons = list(period_reasons(LIMIT, OrderKind.PRESERVATION, NOW, NOW + length))
    assert bool(reasons) == (length > timedelta(days=90))
    assert list(period_reasons(LIMIT, OrderKind.PRODUCTION, NOW, NOW + length)) == []


def test_an_order_has_all_that_makes_it_one_and_all_reasons_are_reported(world, node, thread):
    now, before = world.clock.now(), store_of(world)
    new = an_order(
        world,
        reference=" ",
        issuer="",
        scope="",
        custodian=Custodian(""),
        categories=("everything",),
        issued=now + DAY,
        starts=now,
        ends=now - DAY,
    )
    codes = refused(record_order, node, thread, new, DUTY)
    assert codes == [
        *["matter-text-missing"] * 4,
        "matter-order-category",
        "matter-order-ahead",
        "matter-order-backwards",
    ]
    assert store_of(world) == before


def test_an_order_that_is_over_covers_nothing(world, node, thread):
    now = world.clock.now()
    old = an_order(world, issued=now - 9 * DAY, ends=now - DAY)
    assert refused(record_order, node, thread, old, DUTY) == ["matter-order-over"]


@pytest.mark.law_line(39)
@pytest.mark.parametrize("kind", [OrderKind.REALTIME_TRAFFIC, OrderKind.INTERCEPTION])
def test_an_intrusive_measure_needs_an_independent_decision_at_each_step(world, node, thread, kind):
    before = store_of(world)
    assert refused(record_order, node, thread, an_order(world, 10, kind=kind), DUTY) == [
        "matter-order-not-independent"
    ]
    assert refused(
        record_order, node, thread, an_order(world, 10, kind=kind, issuer="", scope=""), DUTY
    ) == ["matter-text-missing", "matter-text-missing", "matter-order-not-independent"]
    assert store_of(world) == before
    order = ordered(world, thread, 10, kind=kind, independent=True)
    later = a_renewal(world, world.clock.now() + 20 * DAY)
    assert refused(renew_order, node, thread, order, later, DUTY) == [
        "matter-order-not-independent"
    ]


@pytest.mark.law_line(13)
def test_a_provider_that_only_offers_services_gives_subscriber_information_or_it_is_said(
    world, node, thread
):
    new = an_order(
        world,
        kind=OrderKind.PRODUCTION,
        custodian=OTHER_STATE,
        categories=("subscriber", "traffic", "content"),
    )
    (warning,) = record_order(node, thread, new, DUTY).warnings
    assert warning.code.id == "matter-production-beyond"
    assert warning.fields["categories"] == "traffic, content"
    only = an_order(
        world, kind=OrderKind.PRODUCTION, custodian=OTHER_STATE, categories=("subscriber",)
    )
    assert record_order(node, thread, only, DUTY).warnings == ()
    here = an_order(world, kind=OrderKind.PRODUCTION, categories=("content",))
    assert record_order(node, thread, here, DUTY).warnings == ()


def test_partial_disclosure_beyond_provider_and_path_is_said(world, node, thread):
    new = an_order(world, kind=OrderKind.PARTIAL_DISCLOSURE, categories=("traffic", "content"))
    assert codes(record_order(node, thread, new, DUTY).warnings) == ["matter-disclosure-beyond"]
    only_user = an_order(
        world, kind=OrderKind.PARTIAL_DISCLOSURE, categories=("user_identification",)
    )
    assert record_order(node, thread, only_user, DUTY).warnings == ()


def test_a_custodian_who_need_not_keep_a_secret_request_secret_is_said(world, node, thread):
    warnings = record_order(node, thread, an_order(world, secret=False), DUTY).warnings
    assert codes(warnings) == ["matter-secrecy-missing"]
    soon = an_order(world, secret_until=world.clock.now() + DAY)
    assert codes(record_order(node, thread, soon, DUTY).warnings) == ["matter-secrecy-short"]
    open_request = requested(world, confidentiality={"secret": False, "do_not_notify_user": False})
    assert record_order(node, open_request, an_order(world, secret=False), DUTY).warnings == ()


@pytest.mark.law_line(29)
def test_an_order_that_ends_before_the_hold_promised_abroad_is_said(world, node, thread):
    confirmed(world, thread, days=60)
    (warning,) = record_order(node, thread, an_order(world, 30), DUTY).warnings
    assert warning.code.id == "matter-hold-not-covered"
    assert (warning.fields["peer"], warning.fields["article"]) == ("XA", "42(8)")
    assert record_order(node, thread, an_order(world, 60), DUTY).warnings == ()


def test_a_hold_kept_until_a_decision_is_covered_by_no_order_with_an_end(world, node, thread):
    confirmed(world, thread)
    filed(world, thread)
    warnings = record_order(node, thread, an_order(world, 90), DUTY).warnings
    assert codes(warnings) == ["matter-hold-open-not-covered"]


def test_lifting_the_only_order_under_a_hold_is_said(world, node, thread):
    confirmed(world, thread)
    order = ordered(world, thread)
    warnings = end_order(node, thread, order, DUTY, reason="Lifted").warnings
    assert codes(warnings) == ["matter-hold-without-order"]
    seizing = ordered(world, thread, 10, kind=OrderKind.SEARCH_SEIZURE)
    second_order = ordered(world, thread)
    assert end_order(node, thread, second_order, DUTY, reason="Seized").warnings == ()
    assert read_case_file(node, thread).order(seizing).ended is None


def test_lifting_the_only_order_under_a_hold_without_an_end_names_the_event(world, node, thread):
    confirmed(world, thread)
    filed(world, thread)
    order = ordered(world, thread)
    (warning,) = end_order(node, thread, order, DUTY, reason="Lifted").warnings
    assert warning.code.id == "matter-hold-open-without-order"
    assert "until its request is decided" in warning.sentence()


def test_the_asking_state_promises_nothing(world, thread):
    confirmed(world, thread)
    new = an_order(world, 30)
    assert record_order(world.node("XA"), thread, new, "xa-0001").warnings == ()


@pytest.mark.law_line(29)
def test_a_renewal_before_the_end_gives_a_further_period(world, node, thread):
    order = ordered(world, thread, 90)
    world.clock.forward(days=89)
    ends = world.clock.now() + 91 * DAY
    after = renew_order(node, thread, order, a_renewal(world, ends), DUTY).case_file
    (found,) = after.orders
    assert (found.until, found.period_start, found.ends) == (ends, found.ends, ends - 90 * DAY)
    world.clock.forward(days=60)
    further = ends + 90 * DAY
    renewed = renew_order(node, thread, order, a_renewal(world, further), DUTY).case_file.orders[0]
    assert (renewed.until, renewed.period_start) == (further, ends)


@pytest.mark.law_line(29)
def test_a_renewal_issued_after_the_end_is_refused_and_one_recorded_late_is_not(
    world, node, thread
):
    order = ordered(world, thread, 90)
    world.clock.forward(days=91)
    now, before = world.clock.now(), store_of(world)
    late = a_renewal(world, now + 80 * DAY)
    assert refused(renew_order, node, thread, order, late, DUTY) == ["matter-order-renewed-late"]
    assert store_of(world) == before
    in_time = a_renewal(world, now + 80 * DAY, issued=now - 5 * DAY)
    assert codes(renew_order(node, thread, order, in_time, DUTY).warnings) == [
        "matter-recorded-late"
    ]


def test_a_renewal_that_is_none_is_refused(world, node, thread):
    order = ordered(world, thread, 30)
    end, now = read_case_file(node, thread).orders[0].until, world.clock.now()
    shorter = a_renewal(world, end, reference="", issued=now + DAY)
    assert refused(renew_order, node, thread, order, shorter, DUTY) == [
        "matter-text-missing",
        "matter-order-ahead",
        "matter-order-not-longer",
    ]
    longer = a_renewal(world, end + 91 * DAY)
    assert refused(renew_order, node, thread, order, longer, DUTY) == ["matter-order-too-long"]
    unknown = refused(renew_order, node, thread, "none", a_renewal(world, end + DAY), DUTY)
    assert unknown == ["matter-order-unknown"]
    end_order(node, thread, order, DUTY, reason="Lifted")
    assert refused(renew_order, node, thread, order, a_renewal(world, end + DAY), DUTY) == [
        "matter-order-ended"
    ]


def test_an_order_is_ended_with_a_reason_and_not_ahead_of_time(world, node, thread):
    order = ordered(world, thread)
    ahead = world.clock.now() + DAY
    for none in ("", "-", "n/a"):
        assert refused(end_order, node, thread, order, DUTY, reason=none, at=ahead) == [
            "matter-text-missing",
            "matter-order-end-ahead",
        ]
    after = end_order(node, thread, order, DUTY, reason="Lifted").case_file
    assert after.orders[0].ended.reason == "Lifted"
    assert not node.store.case_file(thread).watched
    assert clock_of(node, thread).level is DeadlineLevel.ENDED


@pytest.mark.parametrize("officer", [EXAMINER, LAWYER, "xa-0001"])
def test_only_who_may_record_orders_of_this_case_file_does(world, node, thread, officer):
    before = store_of(world)
    assert refused(record_order, node, thread, an_order(world), officer)
    assert store_of(world) == before


@pytest.mark.law_line(29)
def test_the_domestic_clock_is_apart_from_the_treatys(world, node, thread):
    confirmed(world, thread, days=60)
    ordered(world, thread, 90)
    world.clock.forward(days=50)
    shown = thread_view.thread(node, thread)
    treaty = {one.name: one for one in shown.clocks}
    domestic = clock_of(node, thread)
    assert shown.provisions[treaty["hold"].cites].article == "42(8)"
    assert treaty["hold"].days_left == 10
    assert cited(domestic.cites) == ("25(2)", "parallel")
    assert domestic.days_left == 40
    assert "domestic-order" not in treaty
    recognised(world, thread, filed(world, thread))
    hold = {one.name: one for one in thread_view.thread(node, thread).clocks}["hold"]
    assert (hold.level, hold.due) == (DeadlineLevel.OPEN_ENDED, None)
    assert clock_of(node, thread).days_left == 40


@pytest.mark.parametrize(
    ("days", "levels"),
    [
        (90, {0: "calm", 59: "calm", 60: "notice", 76: "warning", 85: "critical", 90: "overdue"}),
        (10, {0: "calm", 4: "calm", 5: "warning", 8: "critical", 10: "overdue"}),
        (1, {0: "calm", 1: "overdue"}),
    ],
)
def test_an_order_presses_as_its_end_comes_near_and_not_before(world, node, thread, days, levels):
    ordered(world, thread, days)
    for day, level in levels.items():
        world.clock.at = NOW + timedelta(days=day)
        assert clock_of(node, thread).level == level, day


@given(length=st.integers(1, 90 * 86_400), moments=st.lists(st.integers(0, 120 * 86_400)))
def test_a_clock_only_ever_presses_more(length, moments):
    order = DomesticOrder(
        id="o", kind=OrderKind.PRESERVATION, custodian=Custodian("P"), reference="r", issuer="i",
        independent=False, issued=NOW, starts=NOW, ends=NOW + timedelta(seconds=length), scope="s",
        categories=("traffic",), secret=False, secret_until=None, recorded=NOW, by=DUTY,
    )  # fmt: skip
    case_file = CaseFile("t", "xb/contact-point", frozenset(), None, orders=(order,))
    ladder = [
        DeadlineLevel.CALM,
        DeadlineLevel.NOTICE,
        DeadlineLevel.WARNING,
        DeadlineLevel.CRITICAL,
        DeadlineLevel.OVERDUE,
    ]
    seen = [
        ladder.index(clock.level)
        for moment in sorted(moments)
        for clock in domestic_order_clocks(case_file, NOW + timedelta(seconds=moment))
    ]
    assert seen == sorted(seen)


@pytest.mark.law_line(29)
def test_seventy_days_of_a_hold_and_its_orders_call_somebody_at_each_step_once(world, thread):
    confirmed(world, thread, days=60)
    node = world.node("XB")
    order = ordered(world, thread, 30)
    live(world, 28, "XA", "XB")
    renew_order(node, thread, order, a_renewal(world, NOW + 60 * DAY), DUTY)
    live(world, 42, "XA", "XB")
    pages = case_file_alerts(world)
    assert len({page.id for page in pages}) == len(pages)
    steps = [page.reason.split(" (")[1].split(",")[0] for page in pages]
    assert steps == ["warning", "critical", "warning", "critical", "overdue", "overdue"]
    assert all("for xb/contact-point" in page.reason for page in pages)
    assert "the data are promised to XA" in pages[1].reason
    days = [(page.at - NOW).days for page in pages]
    assert days == [16, 25, 46, 55, 60, 67]
    held = [("hold", "warning"), ("hold", "critical"), ("hold", "expired")]
    owed = [("mla-filing", level) for level in ("notice", "warning", "critical", "overdue")]
    for state, expected in (("XA", [*owed, *held]), ("XB", held)):
        calls = [page.id for page in case_file_alerts(world, state, "clock/")]
        assert len(set(calls)) == len(calls)
        assert sorted(tuple(call.split("/")[2:]) for call in calls) == sorted(expected)
    assert case_file_alerts(world, "XA") == []


def test_an_order_outlives_the_request_that_it_served_and_is_still_heard_of(world, thread):
    ordered(world, thread, 20)
    digest = world.node("XA").store.transcript(thread)[0].digest
    world.sent(
        "xa/contact-point",
        "xb/contact-point",
        "no_longer_required",
        bodies.no_longer_required(digest),
        thread=thread,
    )
    world.settle()
    live(world, 21, "XB")
    ids = [page.id.split("/")[-1] for page in case_file_alerts(world)]
    assert ids == ["warning", "critical", "overdue"]
    assert "promised" not in case_file_alerts(world)[-1].reason


def test_a_call_reveals_no_name_and_no_account(world, thread):
    confirmed(world, thread)
    ordered(world, thread, 20)
    live(world, 25, "XB")
    for page in case_file_alerts(world):
        for secret in ("Borealia Mail", "Gs 12/26", "Log-in", "shop@mail.example"):
            assert secret not in page.reason
