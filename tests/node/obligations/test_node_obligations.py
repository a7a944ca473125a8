# SPDX-License-Identifier: Apache-2.0
"""The obligations of the two States of a thread: derived from messages and the law, and from
nothing else.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casts.law.stored import with_rows
from casts.requests import bodies
from casts.requests.play import START, Play, accepted, held
from casts.requests.reach import explored, played
from rogatory.errors import NO_ARTICLE, PRACTICE
from rogatory.node.obligations.all_obligations import obligations
from rogatory.node.obligations.obligation import ORDER, ObligationStatus
from rogatory.requests.deadlines.thread_deadlines import Filing, clocks
from rogatory.requests.kinds.registry import OPENING_KINDS
from rogatory.requests.thread.transcript import next_links
from rogatory.treaty.law import packaged_law

LAW = packaged_law("federation")
HOLD_END = datetime(2027, 1, 23, 4, 0, tzinfo=UTC)
SOON = START + timedelta(minutes=20)


def owed(play, now=SOON, *, law=LAW, filings=(), state="XA"):
    thread = play.fold(state)
    received = {envelope.digest: envelope.issued for envelope in play.at[state]}
    return obligations(thread, clocks(thread, received=received, now=now, filings=filings), law)


def named(found, name, by=None):
    return [one for one in found if one.name == name and by in (None, one.owed_by)]


def the(found, name):
    (one,) = named(found, name)
    return one


def grounded():
    """Every statement that the law's tables, a kind's own contents and the clocks make."""
    rows = [*LAW.limits, *LAW.kinds]
    rows += [cited for row in (*LAW.duties, *LAW.conditions) for cited in row.kinds.values()]
    rows += [*LAW.required, *(one.always for one in LAW.provisions if one.always), PRACTICE]
    found = {(row.article, row.certainty) for row in rows}
    return found | {(str(row.number), row.certainty) for row in LAW.articles}


def test_nothing_is_owed_that_no_table_states_in_any_thread_that_can_come_about():
    stated = grounded()
    for script, standing, _offered in explored():
        play = played(script)
        thread = play.fold()
        running = clocks(thread, received={}, now=SOON)
        for one in obligations(thread, running, LAW):
            assert (one.article, one.certainty) in stated, (one.name, script)
            assert {one.owed_by, one.owed_to} == {standing.requesting, standing.requested}
            assert one.message in {envelope.digest for envelope in play.at["XA"]}


def test_both_ends_read_the_same_debts_in_the_order_of_their_urgency():
    for script, _standing, _offered in explored():
        play = played(script)
        found = owed(play)
        assert found == owed(play, state="XB")
        places = [ORDER.index(one.status) for one in found]
        assert places == sorted(places)


AT_THE_CONTACT_POINT = {
    "preservation", "location_inquiry", "emergency_data", "technical_advice", "legal_information",
    "evidence_collection", "locate_suspect", "drill",
}  # fmt: skip
"""The kinds to which a contact point answers by article 41; of the others that is good practice."""


@pytest.mark.parametrize("kind", sorted(OPENING_KINDS))
def test_a_request_of_every_kind_is_owed_a_human(kind):
    play = Play()
    play.send("XA", kind, bodies.one_of_each()[kind])
    one = the(owed(play), "acknowledgement")
    article = "41(1)" if kind in AT_THE_CONTACT_POINT else NO_ARTICLE
    assert (one.owed_by, one.status, one.article) == ("XB", ObligationStatus.OPEN, article)
    play.send("XB", "acknowledgement", bodies.acknowledgement())
    if kind != "drill":  # which has its own
        one = the(owed(play), "acknowledgement")
        assert (one.status, one.met_by) == (ObligationStatus.MET, play.at["XA"][-1].digest)


def test_a_debt_whose_time_is_over_comes_first():
    play = Play()
    play.send("XA", "preservation", bodies.preservation())
    late = owed(play, START + timedelta(hours=5))
    assert (late[0].name, late[0].status) == ("acknowledgement", ObligationStatus.OVERDUE)


def test_the_hold_and_the_request_that_keeps_it_alive_are_owed_to_each_other():
    found = owed(held())
    hold, filing = the(found, "hold"), the(found, "mla-filing")
    assert (hold.owed_by, hold.status, hold.due, hold.article) == (
        "XB",
        ObligationStatus.LASTING,
        HOLD_END,
        "42(8)",
    )
    assert (filing.owed_by, filing.status, filing.due) == ("XA", ObligationStatus.OPEN, HOLD_END)
    preserved = the(found, "preservation")
    assert (preserved.status, preserved.met_by) == (ObligationStatus.MET, hold.message)
    assert "60" in preserved.title

    pending = owed(held(), filings=[Filing("another", filed=SOON)])
    assert the(pending, "mla-filing").status is ObligationStatus.MET
    assert the(pending, "filing-recognition").owed_by == "XB"
    assert the(pending, "hold").due == HOLD_END

    play = held()
    play.send("XB", "filing_recognised", bodies.filing_recognised("another"))
    filed = owed(play, filings=[Filing("another", filed=SOON)])
    hold = the(filed, "hold")
    assert (hold.status, hold.due) == (ObligationStatus.LASTING, None)
    assert hold.condition == "until the request for assistance is decided"

    lost = owed(held(), HOLD_END)
    assert the(lost, "mla-filing").status is ObligationStatus.OVERDUE
    assert the(lost, "hold").status is ObligationStatus.ENDED


def test_the_days_of_a_hold_are_those_of_the_ministrys_law():
    terms = tuple(
        replace(one, days=90) if one.id == "hold" and one.days else one for one in LAW.terms
    )
    assert "90" in the(owed(held(), law=with_rows(LAW, "terms", terms)), "preservation").title
    without = tuple(one for one in LAW.terms if one.id != "hold")
    assert named(owed(held(), law=with_rows(LAW, "terms", without)), "preservation") == []


def test_secrecy_binds_until_it_is_said_that_it_cannot_be_kept():
    play = held()
    found = owed(play)
    assert [the(found, name).status for name in ("secrecy", "user-not-told")] == [
        ObligationStatus.LASTING,
        ObligationStatus.LASTING,
    ]
    assert the(found, "user-not-told").article == "42(3)(g)"
    message = play.send(
        "XB", "confidentiality_failure", bodies.confidentiality_failure(play.at["XA"][0].digest)
    )
    found = owed(play)
    assert the(found, "secrecy").status is ObligationStatus.ENDED
    assert (the(found, "secrecy-told").status, the(found, "secrecy-told").met_by) == (
        ObligationStatus.MET,
        message.digest,
    )


def test_nothing_is_kept_secret_that_was_not_asked_to_be():
    play = Play()
    open_one = {"secret": False, "do_not_notify_user": False}
    play.send("XA", "preservation", bodies.preservation(confidentiality=open_one))
    names = {one.name for one in owed(play)}
    assert names.isdisjoint({"secrecy", "user-not-told", "secrecy-told"})


def test_before_a_refusal_consultation_and_reasons_are_owed_and_after_it_both_are_met():
    play = accepted()
    found = owed(play)
    assert [the(found, name).status for name in ("consultation", "reasons")] == [
        ObligationStatus.CONDITIONAL,
        ObligationStatus.CONDITIONAL,
    ]
    refused = play.send("XB", "refusal", bodies.refusal())
    found = owed(play)
    assert [the(found, name).status for name in ("consultation", "reasons", "execution")] == [
        ObligationStatus.MET,
        ObligationStatus.MET,
        ObligationStatus.ENDED,
    ]
    assert the(found, "reasons").met_by == refused.digest


def test_a_refusal_under_40_21_without_a_consultation_leaves_it_owed():
    play = accepted()
    refusal = {key: value for key, value in bodies.refusal().items() if key != "consultation"}
    play.send("XB", "refusal", refusal)
    assert the(owed(play), "consultation").status is ObligationStatus.OVERDUE
    play = accepted()
    play.send("XB", "refusal", {**refusal, "ground": "discrimination", "article": "40(22)"})
    assert named(owed(play), "consultation") == []


@pytest.mark.parametrize(
    ("about", "status"),
    [("costs", ObligationStatus.OVERDUE), ("would_refuse", ObligationStatus.MET)],
)
def test_only_a_consultation_on_the_refusal_is_the_one_owed_before_it(about, status):
    play = accepted()
    held = play.send("XB", "consultation", bodies.consultation(about=about))
    stays = ObligationStatus.MET if about == "would_refuse" else ObligationStatus.CONDITIONAL
    assert the(owed(play), "consultation").status is stays
    refusal = {**bodies.refusal(), "consultation": {"message": held.digest}}
    play.send("XB", "refusal", refusal)
    assert the(owed(play), "consultation").status is status


def test_a_question_answered_is_met_and_two_open_ones_are_two_debts():
    play = accepted()
    opening = play.at["XA"][0].digest
    first = play.send("XA", "status_enquiry", bodies.status_enquiry(opening))
    play.send("XA", "status_enquiry", {**bodies.status_enquiry(opening), "question": "When?"})
    found = named(owed(play), "status-answer", "XB")
    assert [one.status for one in found] == [ObligationStatus.OPEN, ObligationStatus.OPEN]
    reply = play.send("XB", "status_answer", bodies.status_answer(first.digest))
    found = named(owed(play), "status-answer", "XB")
    assert [(one.status, one.met_by) for one in found] == [
        (ObligationStatus.OPEN, None),
        (ObligationStatus.MET, reply.digest),
    ]


def agreed_on(*terms, kind="mla_stored_data", **changes):
    """A request that is accepted on terms, to all of which the requesting State agreed."""
    play = Play()
    play.send("XA", kind, getattr(bodies, kind)() | changes)
    acceptance = play.send("XB", "acceptance", bodies.acceptance(*terms))
    if terms:
        answer = bodies.conditions_answered(acceptance.digest, *["agreed"] * len(terms))
        play.send("XA", "conditions_answered", answer)
    return play


@pytest.mark.parametrize("ground", ["vulnerable_to_loss", "instrument"])
def test_an_expedited_answer_is_owed_on_the_ground_that_the_request_states(ground):
    """ETS 185 article 31(3) and article 44(3) of the Convention: without any number of days."""
    stated = {"expedite": {"ground": ground, "reason": "The records are deleted each night."}}
    for basis, article in ((None, "44(3)"), ("ets-185", "31(3) of ETS 185")):
        named = {"legal_basis": {"instrument": basis, "articles": ["31"]}} if basis else {}
        (owes,) = [
            the(owed(play), "execution")
            for play in [Play()]
            if play.send("XA", "mla_stored_data", bodies.mla_stored_data() | stated | named)
        ]
        assert (owes.article, owes.due) == (article, None)
        assert ("may be lost" in owes.title) is (ground == "vulnerable_to_loss")
    play = Play()
    play.send("XA", "mla_stored_data", bodies.mla_stored_data())
    assert "quickly" not in the(owed(play), "execution").title


def test_what_was_delivered_binds_its_receiver_as_it_agreed():
    play = agreed_on("Until the trial", "Destroyed after the judgment", "No evidence")
    conditions = bodies.CONDITIONS | {
        "secrecy": "Until the trial",
        "retention": "Destroyed after the judgment",
        "sensitive_material": True,
        "police_information_only": True,
        "onward_transfer": "forbidden",
    }
    delivery = play.send("XB", "delivery", {**bodies.delivery(), "conditions": conditions})
    found = owed(play)
    bound = {
        "purpose": "40(19)",
        "onward": "36(3)",
        "secrecy": "40(19)",
        "retention": "40(19)",
        "police-information": "47(1)",
        "sensitive": "34",
    }
    for name, article in bound.items():
        (one,) = named(found, name, "XA")
        assert (one.status, one.article, one.message) == (
            ObligationStatus.LASTING,
            article,
            delivery.digest,
        ), name
    assert the(found, "purpose").stated == (conditions["purpose"], conditions["proceedings"])
    assert the(found, "retention").stated == ("Destroyed after the judgment",)
    assert "without authorisation" not in the(found, "onward").title
    assert the(found, "exculpatory").status is ObligationStatus.CONDITIONAL
    assert the(found, "execution").status is ObligationStatus.MET


def test_what_its_giver_alone_states_with_a_delivery_is_no_obligation():
    """Under the Convention its articles limit purpose and transfer, and nothing sets the rest."""
    play = accepted()
    conditions = bodies.CONDITIONS | {"police_information_only": True, "retention": "One week"}
    play.send("XB", "delivery", {**bodies.delivery(), "conditions": conditions})
    found = owed(play)
    assert named(found, "police-information") == []
    assert the(found, "retention").condition == "stated with what was given; not agreed to before"
    assert the(found, "purpose").article == "40(19)"


def test_what_was_disclosed_unasked_binds_who_got_it_and_nobody_else():
    play = Play()
    play.send("XA", "spontaneous_information", bodies.spontaneous_information())
    found = owed(play)
    assert {one.owed_by for one in found} == {"XB"}
    assert (the(found, "purpose").article, the(found, "secrecy").article) == ("40(5)", "40(5)")
    free = {
        key: value for key, value in bodies.spontaneous_information().items() if key != "conditions"
    }
    play = Play()
    play.send("XA", "spontaneous_information", free)
    assert named(owed(play), "purpose") == []


def test_terms_and_costs_bind_once_they_are_accepted():
    play = accepted()
    consultation = play.send(
        "XB", "consultation", bodies.consultation(costs="Half of the translation's price")
    )
    found = owed(play)
    assert named(found, "terms") == named(found, "agreed-costs") == []
    play.send("XA", "consultation_answer", bodies.consultation_answer(consultation.digest))
    found = owed(play)
    assert (the(found, "terms").owed_by, the(found, "terms").stated) == (
        "XA",
        ("Use in the investigation named only",),
    )
    costs = the(found, "agreed-costs")
    assert (costs.owed_by, costs.article, costs.stated) == (
        "XA",
        "40(30)",
        ("Half of the translation's price",),
    )
    declined = accepted()
    consultation = declined.send("XB", "consultation", bodies.consultation())
    declined.send(
        "XA", "consultation_answer", bodies.consultation_answer(consultation.digest, "declined")
    )
    assert named(owed(declined), "terms") == []


def test_a_consent_binds_by_its_own_terms_until_the_day_that_it_states():
    play = accepted()
    play.send("XB", "delivery", bodies.delivery())
    request = play.send("XA", "use_consent_request", bodies.use_consent_request())
    assert the(owed(play), "use-consent").owed_by == "XB"
    play.send("XB", "use_consent", {**bodies.use_consent(request.digest), "until": "2027-03-01"})
    found = owed(play)
    terms = the(found, "leave-terms")
    assert (terms.owed_by, terms.stated, terms.due) == (
        "XA",
        ("At this trial only",),
        datetime(2027, 3, 2, tzinfo=UTC),
    )
    assert the(found, "use-consent").status is ObligationStatus.MET


def test_a_provider_elsewhere_is_disclosed_only_where_traffic_may_be_concerned():
    assert the(owed(held()), "preserved-traffic").status is ObligationStatus.CONDITIONAL
    play = Play()
    content = [{**bodies.DATA[0], "category": "content"}]
    play.send("XA", "preservation", bodies.preservation(data=content))
    assert named(owed(play), "preserved-traffic") == []


def test_withholding_the_path_ends_its_disclosure_and_disclosing_it_all_the_same_meets_it():
    play = held()
    opening = play.at["XA"][0].digest
    withheld = play.send("XB", "path_withheld", bodies.path_withheld(opening))
    debt = the(owed(play), "preserved-traffic")
    assert (debt.status, debt.met_by) == (ObligationStatus.ENDED, withheld.digest)
    body = bodies.preserved_traffic_disclosure(opening)
    disclosed = play.send("XB", "preserved_traffic_disclosure", body)
    debt = the(owed(play), "preserved-traffic")
    assert (debt.status, debt.met_by) == (ObligationStatus.MET, disclosed.digest)


def test_what_arose_before_a_change_of_the_basis_stays_and_what_comes_rests_on_the_new_one():
    play = accepted()
    opening = play.at["XA"][0].digest
    partial = play.send("XB", "partial_delivery", bodies.partial_delivery())
    before = named(owed(play), "onward")
    proposal = play.send("XA", "basis_proposed", bodies.basis_proposed(opening, "uncac"))
    waiting = the(owed(play), "basis-answer")
    assert (waiting.owed_by, waiting.status) == ("XB", ObligationStatus.OPEN)
    answer = play.send("XB", "basis_answered", bodies.basis_answered(proposal.digest))
    found = owed(play)
    met = the(found, "basis-answer")
    assert (met.owed_by, met.status, met.met_by) == ("XB", ObligationStatus.MET, answer.digest)
    assert [one for one in named(found, "onward") if one.message == partial.digest] == before
    assert the(found, "consultation").article == "46(26) of A/RES/58/4"
    assert "A/RES/58/4" not in the(found, "secrecy").article


@pytest.mark.parametrize("decision", ["accepted", "declined"])
def test_an_offer_of_information_owes_its_answer_and_binds_nobody_before_it_is_given(decision):
    play = Play()
    body = bodies.information_offered(legal_basis={"instrument": "ets-185", "articles": ["26"]})
    offer = play.send("XA", "information_offered", body)
    found = owed(play)
    kept = the(found, "secrecy")
    assert (str(kept.title), kept.article) == ("Keep the information secret", "26(2) of ETS 185")
    assert str(kept.condition) == "for as long as the informing State asks for secrecy"
    waiting = the(found, "offer-answer")
    assert (waiting.owed_by, waiting.status) == ("XB", ObligationStatus.OPEN)
    assert waiting.article == "26(2) of ETS 185"
    answer = play.send("XB", "offer_answered", bodies.offer_answered(offer.digest, decision))
    found = owed(play)
    met = the(found, "offer-answer")
    assert (met.owed_by, met.status, met.met_by) == ("XB", ObligationStatus.MET, answer.digest)
    assert named(found, "purpose") == named(found, "onward") == named(found, "exculpatory") == []


def given_on(conditions, *decisions, instrument=None):
    """A request whose acceptance sets conditions, which are answered, and what is delivered on others."""
    play = Play()
    stated = {} if instrument is None else {"legal_basis": {"instrument": instrument}}
    play.send("XA", "mla_stored_data", bodies.mla_stored_data() | stated)
    acceptance = play.send("XB", "acceptance", bodies.acceptance(*bodies.TERMS))
    play.send(
        "XA", "conditions_answered", bodies.conditions_answered(acceptance.digest, *decisions)
    )
    body = bodies.delivery()
    if conditions is not None:
        play.send("XB", "delivery", body | {"conditions": body["conditions"] | conditions})
    return play


def test_conditions_agreed_to_bind_once_something_is_given_and_not_where_nothing_was():
    play = given_on(None)
    waiting = the(owed(play), "terms")
    assert (waiting.status, waiting.stated) == (
        ObligationStatus.CONDITIONAL,
        bodies.TERMS[:1],
    )
    given = given_on({})
    assert the(owed(given), "terms").status is ObligationStatus.LASTING
    play.send("XA", "no_longer_required", bodies.no_longer_required(play.at["XA"][0].digest))
    assert play.fold().standing.status.value == "withdrawn"
    assert named(owed(play), "terms") == []


def test_a_condition_that_was_declined_does_not_bind_because_the_delivery_repeats_it():
    agreed, declined = bodies.TERMS
    found = owed(given_on({"secrecy": agreed.upper(), "retention": f" {declined}\n"}))
    (secret,) = [one for one in named(found, "secrecy") if one.stated]
    assert (secret.stated, secret.condition) == ((agreed.upper(),), None)
    assert named(found, "retention") == []


def test_a_condition_that_a_delivery_adds_is_shown_as_not_agreed_to():
    found = owed(given_on({"retention": "Destruction within a week"}))
    one = the(found, "retention")
    assert (one.status, one.stated) == (ObligationStatus.LASTING, ("Destruction within a week",))
    assert one.condition == "stated with what was given; not agreed to before"


def test_an_endeavour_is_shown_as_one_and_what_is_at_discretion_is_not_owed():
    play = Play()
    play.send("XA", "mla_interception", bodies.mla_interception())
    one = the(owed(play), "execution")
    assert (one.title, one.article) == ("Do what it can to execute the request", "46")
    play = Play()
    play.send("XA", "joint_investigation", bodies.joint_investigation())
    assert named(owed(play), "execution") == []


def test_a_forked_chain_owes_its_repair():
    play = Play()
    opening = play.send("XA", "preservation", bodies.preservation()).digest
    links = next_links(play.fold(), "XA")
    branches = [
        play.send(
            "XA",
            "status_enquiry",
            {**bodies.status_enquiry(opening), "question": text},
            links=links,
        )
        for text in ("When?", "How far?")
    ]
    one = the(owed(play), "repair")
    assert (one.owed_by, one.status, one.certainty) == ("XA", ObligationStatus.OPEN, "practice")
    holds, other = (branch.digest for branch in branches)
    repair = play.repair("XA", holds, 2, holds, [other])
    play.pass_on(repair)
    one = the(owed(play), "repair")
    assert (one.status, one.met_by) == (ObligationStatus.MET, repair.digest)


@pytest.mark.parametrize(
    ("instrument", "limited"),
    [
        ("un-cybercrime", True),
        ("untoc", True),
        ("ets-185", False),
        ("ets-30", False),
        ("comity", False),
    ],
)
def test_use_and_transfer_are_limited_without_a_condition_only_where_the_instrument_limits_them(
    instrument, limited
):
    """ETS 185 28(2)-(3) let the giver state a condition; an answer that states none binds no use."""
    answer = bodies.answer(complete=True)
    for stated in ({}, {"conditions": bodies.CONDITIONS}):
        play = agreed_on(kind="mla_general", legal_basis={"instrument": instrument})
        play.send("XB", "answer", answer | stated)
        assert bool(named(owed(play), "purpose")) is limited
        assert bool(named(owed(play), "onward")) is limited
    agreed = agreed_on(bodies.TERMS[0], kind="mla_general", legal_basis={"instrument": instrument})
    agreed.send("XB", "answer", answer)
    assert named(owed(agreed), "purpose")
    assert named(owed(agreed), "onward")


def test_a_hold_shorter_than_the_request_states_is_a_debt_that_both_ends_read():
    play = Play()
    play.send("XA", "preservation", bodies.with_terms(bodies.term(days=90)))
    play.send("XB", "preservation_confirmed", bodies.preservation_confirmed())
    short = the(owed(play), "preservation")
    assert (short.status, short.article) == (ObligationStatus.OVERDUE, "29(7) of ETS 185")
    assert "90" in short.title
    assert short == the(owed(play, state="XB"), "preservation")
    longer = bodies.preservation_confirmed(end="2027-03-24T04:00:00Z")
    play.send("XB", "preservation_confirmed", longer)
    assert the(owed(play), "preservation").status is ObligationStatus.MET


def test_a_request_is_executed_within_the_time_limit_that_it_states():
    play = Play()
    term = bodies.term("execution", 120, "40(26)", ["received"])
    play.send("XA", "mla_stored_data", bodies.mla_stored_data(terms=[term]))
    due = play.at["XA"][0].issued + timedelta(days=120)
    found = the(owed(play), "execution")
    assert (found.due, found.status) == (due, ObligationStatus.OPEN)
    assert the(owed(play, due), "execution").status is ObligationStatus.OVERDUE


def test_property_that_is_frozen_for_a_confiscation_is_not_confiscated_yet():
    play = Play()
    play.send("XA", "asset_confiscation", bodies.asset_confiscation())
    measure = play.send("XB", "measure_executed", bodies.measure_executed())
    debt = the(owed(play), "execution")
    assert (debt.owed_by, debt.status, debt.article) == ("XB", ObligationStatus.OPEN, "50(1)")
    whole = bodies.confiscation_executed(measure.digest)
    report = play.send("XB", "confiscation_executed", whole)
    debt = the(owed(play), "execution")
    assert (debt.status, debt.met_by) == (ObligationStatus.MET, report.digest)
    assert named(owed(play), "hearing") == []


def test_the_requesting_state_is_to_be_heard_before_a_measure_is_lifted():
    play = Play()
    play.send("XA", "asset_freezing", bodies.asset_freezing())
    assert named(owed(play), "hearing") == []
    measure = play.send("XB", "measure_executed", bodies.measure_executed())
    debt = the(owed(play), "hearing")
    assert (debt.owed_by, debt.status, debt.article) == (
        "XB",
        ObligationStatus.CONDITIONAL,
        "50(8)",
    )
    executed = the(owed(play), "execution")
    assert (executed.status, executed.met_by) == (ObligationStatus.MET, measure.digest)
    hearing = play.send("XB", "lifting_hearing", bodies.lifting_hearing(measure.digest))
    debt = the(owed(play), "hearing")
    assert (debt.status, debt.met_by) == (ObligationStatus.MET, hearing.digest)
    reply = the(owed(play), "hearing-answer")
    assert (reply.owed_by, reply.status) == ("XA", ObligationStatus.OPEN)
    answer = bodies.lifting_hearing_answer(hearing.digest)
    answered = play.send("XA", "lifting_hearing_answer", answer)
    reply = the(owed(play), "hearing-answer")
    assert (reply.status, reply.met_by) == (ObligationStatus.MET, answered.digest)
