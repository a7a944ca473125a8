# SPDX-License-Identifier: Apache-2.0
"""The terms that a request states: judged before it leaves, remarked where it arrives, moved by nobody."""

from datetime import date

import pytest

from casts.law.cases import CENTRAL_XA, CENTRAL_XB, XA, XB, codes
from casts.node.terms import (
    DAY,
    ITS_KIND,
    ITS_TERM,
    TREATY,
    UNDER_TREATY,
    about_terms,
    budapest,
    clock,
    confirmed,
    corrected,
    judged,
    remarks,
    sent,
    treaty,
)
from casts.node.world import bodies
from rogatory.errors import Refused
from rogatory.node.drafting.terms import proposals, with_proposals
from rogatory.node.law.annotations import annotations
from rogatory.node.law.judge import before_executing
from rogatory.node.law.request_terms.terms import terms_towards
from rogatory.node.messages.send import send
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.contents.body import check
from rogatory.wire.moments import format_moment, parse_moment


def test_thirty_days_are_fine_under_comity_and_warn_under_budapest(world):
    budapest(world, "XA", "XB")
    comity = {"instrument": "comity"}
    body = bodies.preservation(legal_basis=comity, terms=[bodies.term(days=30, article="-")])
    found = judged(world, body)
    assert (about_terms(found.blocks), about_terms(found.warnings)) == ([], [])
    assert remarks(world, "XB", sent(world, body)) == []

    short = bodies.with_terms(bodies.term(days=30), bodies.AFTER_FILING)
    found = judged(world, short)
    assert (about_terms(found.blocks), about_terms(found.warnings)) == ([], ["law-term-short"])
    (warned,) = [one for one in found.warnings if one.code.id == "law-term-short"]
    assert (warned.fields["article"], warned.fields["recorded"]) == ("29(7) of ETS 185", 60)
    assert remarks(world, "XB", sent(world, short)) == ["law-term-short"]


@pytest.mark.law_line(26)
def test_a_hold_under_the_minimum_is_sent_and_is_a_breach_at_both_ends(world):
    budapest(world, "XA", "XB")
    thread = sent(world, bodies.with_terms())
    confirmed(world, thread, 30)
    mine, theirs = clock(world, "XA", thread), clock(world, "XB", thread)
    assert mine == theirs
    assert (mine.level.value, mine.article) == ("critical", "29(7) of ETS 185")
    noted = annotations(world.node("XA"), thread).values()
    assert "law-hold-short" in codes([one for notes in noted for one in notes])
    assert thread_state(world.node("XA"), thread).standing.status.value == "holding"


@pytest.mark.law_line(26)
@pytest.mark.parametrize(("days", "expected"), [(30, ["law-hold-short"]), (61, [])])
@pytest.mark.parametrize("basis", [{"instrument": "ets-185", "articles": ["29"]}, None])
def test_a_hold_under_the_minimum_is_a_breach_at_both_ends_without_stated_terms(
    world, basis, days, expected
):
    """No clock of the thread has a minimum there, so each end reads the breach in its own law's data."""
    budapest(world, "XA", "XB")
    body = bodies.with_terms() if basis else bodies.preservation()
    body = {name: value for name, value in body.items() if name != "terms"}
    thread = sent(world, body)
    stated = confirmed(world, thread, days)
    for state in ("XA", "XB"):
        assert clock(world, state, thread) is None
        (digest,) = (
            entry.envelope.digest
            for entry in thread_state(world.node(state), thread).entries
            if entry.envelope.kind == "preservation_confirmed"
        )
        found = annotations(world.node(state), thread).get(digest, ())
        assert codes(found) == expected
        standing = thread_state(world.node(state), thread).standing
        assert (standing.status.value, standing.hold.end) == (
            "holding",
            parse_moment(stated["hold_end"]),
        )


def test_both_ends_agree_on_thread_and_clocks_with_different_law_data(world):
    """One end has the treaty and its terms; the other has never heard of it."""
    treaty(world, "XA")
    term = bodies.term("execution", 120, "9(2)", ["received"])
    body = bodies.mla_stored_data(legal_basis=UNDER_TREATY, terms=[term])
    thread = sent(world, body, "mla_stored_data", CENTRAL_XA, CENTRAL_XB)
    mine, theirs = (thread_state(world.node(state), thread).standing for state in ("XA", "XB"))
    assert mine == theirs
    ours, other = (clock(world, state, thread, "term-execution") for state in ("XA", "XB"))
    assert (ours.due, ours.level, ours.started) == (other.due, other.level, other.started)
    assert ours.due - ours.started == 120 * DAY
    assert ours.article == "9(2) of MLAT 1987"
    noted = [one for each in annotations(world.node("XB"), thread).values() for one in each]
    assert "law-basis-unknown" in codes(noted)


def test_the_terms_of_a_bilateral_treaty_are_proposed_and_differences_remarked(world):
    treaty(world, "XA", "XB")
    body = bodies.mla_stored_data(legal_basis=UNDER_TREATY)
    (proposed,) = proposals(world.node("XA"), "mla_stored_data", "XB", body)
    assert proposed == bodies.term("execution", 120, "9(2)", ["received"])
    found = judged(world, body, "mla_stored_data", CENTRAL_XA, CENTRAL_XB)
    assert about_terms(found.shows) == ["law-term-unsaid"]

    longer = body | {"terms": [proposed | {"days": 150}]}
    found = judged(world, longer, "mla_stored_data", CENTRAL_XA, CENTRAL_XB)
    assert about_terms(found.blocks) == ["law-term-long"]
    with pytest.raises(Refused) as caught:
        sent(world, longer, "mla_stored_data", CENTRAL_XA, CENTRAL_XB)
    assert "law-term-long" in caught.value.codes


def test_a_difference_of_law_data_is_a_remark_and_blocks_nothing_at_the_receiver(world):
    treaty(world, "XA")
    corrected(world, "XB", instruments=[TREATY], kinds=[ITS_KIND], terms=[ITS_TERM | {"days": 90}])
    term = bodies.term("execution", 120, "9(2)", ["received"])
    body = bodies.mla_stored_data(legal_basis=UNDER_TREATY, terms=[term])
    thread = sent(world, body, "mla_stored_data", CENTRAL_XA, CENTRAL_XB)
    assert remarks(world, "XB", thread) == ["law-term-long"]
    both = [clock(world, state, thread, "term-execution") for state in ("XA", "XB")]
    assert both[0].due == both[1].due
    assert both[0].due - both[0].started == 120 * DAY


def test_a_term_of_another_article_or_of_none_on_record_is_a_warning(world):
    budapest(world, "XA", "XB")
    terms = [bodies.term(article="42(8)"), bodies.term("execution", 30, "27(1)", ["received"])]
    found = judged(world, bodies.with_terms(*terms))
    assert about_terms(found.warnings) == ["law-term-article", "law-term-unknown"]
    assert about_terms(found.blocks) == []


def test_terms_are_taken_over_once_and_nothing_that_was_typed_is_lost(world):
    node = world.node("XA")
    typed = {"id": "execution", "days": "soon", "from": [], "article": ""}
    body = bodies.with_terms(bodies.term(days=90)) | {"terms": [bodies.term(days=90), typed, None]}
    taken = with_proposals(node, "preservation", "XB", body)
    assert taken["terms"] == [bodies.term(days=90), typed, bodies.AFTER_FILING]
    assert with_proposals(node, "preservation", "XB", taken)["terms"] == taken["terms"]
    assert {**taken, "terms": None} == {**body, "terms": None}


def test_what_is_taken_over_can_be_sent_as_it_is(world):
    body = {key: value for key, value in bodies.with_terms().items() if key != "terms"}
    taken = with_proposals(world.node("XA"), "preservation", "XB", body)
    assert check("preservation", taken) == []
    assert [one["id"] for one in taken["terms"]] == ["hold", "after_filing"]


def test_a_hold_of_two_hundred_days_that_ends_tomorrow_warns_before_it_is_confirmed(world):
    budapest(world, "XA", "XB")
    thread = sent(world, bodies.with_terms())
    now = world.clock.now()
    body = bodies.preservation_confirmed(format_moment(now - 200 * DAY), format_moment(now + DAY))
    found = before_executing(world.node("XB"), thread, "preservation_confirmed", body)
    (warned,) = [one for one in found.warnings if one.code.id == "law-hold-short"]
    assert warned.fields["days"] in {0, 1}
    assert "law-hold-short" not in codes(found.blocks)
    confirmed(world, thread, 1, now - 200 * DAY)
    assert clock(world, "XA", thread).level.value == "critical"


def test_a_hold_counts_from_the_receipt_of_a_request_that_was_under_way(world):
    budapest(world, "XA", "XB")
    thread = world.sent(XA, XB, "preservation", bodies.with_terms()).thread
    world.clock.forward(days=20)
    world.settle()
    now = world.clock.now()
    opening = thread_state(world.node("XB"), thread).standing.opening
    assert now - opening.issued >= 20 * DAY
    ends = opening.issued + 61 * DAY
    body = bodies.preservation_confirmed(format_moment(opening.issued), format_moment(ends))
    found = before_executing(world.node("XB"), thread, "preservation_confirmed", body)
    assert "law-hold-short" in codes(found.warnings)


def test_a_hold_shorter_than_the_request_states_under_comity_is_remarked(world):
    body = bodies.preservation(
        legal_basis={"instrument": "comity"}, terms=[bodies.term(days=30, article="-")]
    )
    thread = sent(world, body)
    confirmed(world, thread, 20)
    assert remarks(world, "XA", thread) == ["law-term-hold-short"]
    assert clock(world, "XA", thread).level.value == "critical"
    confirmed(world, thread, 31)
    assert clock(world, "XA", thread).level.value == "met"


def test_interpol_is_a_channel_and_no_basis(world):
    basis = {"instrument": "interpol", "articles": ["-"]}
    found = judged(world, bodies.preservation(legal_basis=basis))
    assert "law-basis-is-channel" in codes(found.blocks)
    draft = world.drafted(XA, XB, "preservation", bodies.preservation(legal_basis=basis))
    with pytest.raises(Refused):
        send(world.node("XA"), world.approved(draft).id, draft.drafted_by)
    by_police = bodies.preservation(legal_basis={"instrument": "comity"}, channel="interpol")
    assert about_terms(judged(world, by_police).warnings) == []


@pytest.mark.parametrize(
    ("channel", "level", "expected"),
    [
        ("contact_point", "routine", []),
        ("central_authority", "routine", []),
        ("interpol", "routine", ["law-channel-other"]),
        ("diplomatic_channel", "routine", ["law-channel-other"]),
    ],
)
def test_a_channel_that_the_instrument_does_not_name_is_a_warning(world, channel, level, expected):
    urgency = {"level": level}
    found = judged(world, bodies.preservation(channel=channel, urgency=urgency))
    assert about_terms(found.warnings) == expected


@pytest.mark.parametrize(
    ("level", "expected"), [("routine", ["law-channel-urgent"]), ("urgent", [])]
)
def test_interpol_is_for_the_urgent_where_the_instrument_says_so(world, level, expected):
    urgency = {"level": level} | ({"reason": "Deletion is due."} if level == "urgent" else {})
    body = bodies.mla_stored_data(channel="interpol", urgency=urgency)
    found = judged(world, body, "mla_stored_data", CENTRAL_XA, CENTRAL_XB)
    assert about_terms(found.warnings) == expected


TO_CENTRE = {
    "id": "xb-27-9-e",
    "state": "XB",
    "instrument": "ets-185",
    "article": "27(9)(e)",
    "matter": "channel",
    "value": "central-authority",
    "made": "2010-01-01",
    "source": "note of the depositary",
    "certainty": "seen",
}
IN_SPANISH = TO_CENTRE | {"id": "xb-lang", "article": "27(2)", "matter": "language", "value": "es"}
BY_THE_COURT = {
    "legal_basis": {"instrument": "ets-185", "articles": ["31"]},
    "channel": "competent_authority",
    "urgency": {"level": "urgent", "reason": "Deletion is due."},
}


def about_declared(reasons):
    wanted = {"law-channel-declared", "law-language-declared"}
    return [one for one in reasons if one.code.id in wanted]


def test_what_a_state_declared_on_channel_and_language_warns_at_both_ends_and_blocks_nothing(world):
    budapest(world, "XA", "XB")
    body = bodies.mla_stored_data(**BY_THE_COURT)
    before = judged(world, body, "mla_stored_data", CENTRAL_XA, CENTRAL_XB)
    assert about_declared(before.warnings) == []
    for state in ("XA", "XB"):
        corrected(world, state, declarations=[TO_CENTRE, IN_SPANISH])
    found = judged(world, body, "mla_stored_data", CENTRAL_XA, CENTRAL_XB)
    channel, language = about_declared(found.warnings)
    assert (channel.fields["state"], channel.fields["accepted"]) == ("XB", "central authority")
    assert (channel.basis.article, channel.basis.certainty) == ("27(9)(e) of ETS 185", "seen")
    assert (language.fields["accepted"], language.fields["language"]) == ("es", "en")
    assert about_declared(found.blocks) == []
    thread = sent(world, body, "mla_stored_data", CENTRAL_XA, CENTRAL_XB)
    received = [one for notes in annotations(world.node("XB"), thread).values() for one in notes]
    assert codes(about_declared(received)) == ["law-channel-declared", "law-language-declared"]
    mine, theirs = (thread_state(world.node(state), thread).standing for state in ("XA", "XB"))
    assert mine == theirs
    through = body | {"channel": "central_authority"}
    found = judged(world, through, "mla_stored_data", CENTRAL_XA, CENTRAL_XB)
    assert codes(about_declared(found.warnings)) == ["law-language-declared"]


@pytest.mark.parametrize("grade", ["reported", "memory"])
def test_a_declaration_that_is_only_reported_says_so_and_asks_for_a_lawyer(world, grade):
    budapest(world, "XA", "XB")
    body = bodies.mla_stored_data(**BY_THE_COURT)
    unseen = {"certainty": grade, "source": "recalled"}
    for state in ("XA", "XB"):
        corrected(world, state, declarations=[TO_CENTRE | unseen, IN_SPANISH | unseen])
    found = judged(world, body, "mla_stored_data", CENTRAL_XA, CENTRAL_XB)
    assert about_declared(found.warnings) == []
    wanted = {"law-channel-reported", "law-language-reported"}
    warned = [one for one in found.warnings if one.code.id in wanted]
    assert {*codes(warned)} == wanted
    for one in warned:
        assert "XB is reported to" in one.sentence()
        assert "A lawyer must look up the declaration" in one.sentence()
    assert not wanted & {*codes(found.blocks)}
    thread = sent(world, body, "mla_stored_data", CENTRAL_XA, CENTRAL_XB)
    received = [one for notes in annotations(world.node("XB"), thread).values() for one in notes]
    assert wanted <= {*codes(received)}


@pytest.mark.parametrize(("equivalent", "expected"), [("CONFIDENTIAL", 0), (None, 1)])
def test_a_marking_without_the_other_states_beside_it_is_a_warning(world, equivalent, expected):
    marked = {**bodies.classification(), "equivalent": equivalent}
    stated = {name: text for name, text in marked.items() if text is not None}
    found = judged(world, bodies.preservation() | {"classification": stated})
    assert codes(found.warnings).count("law-marking-unmatched") == expected
    assert "law-marking-unmatched" not in codes(found.blocks)


def test_the_commands_terms_are_those_that_a_draft_takes_over(world):
    node, on = world.node("XA"), date(2026, 11, 24)
    found = terms_towards(node, "preservation", "XB", "ets-185", on)
    assert found == [bodies.term(), bodies.AFTER_FILING]
    with pytest.raises(Refused) as caught:
        terms_towards(node, "no_kind", "XQ", "no-treaty", on)
    assert len(caught.value.codes) == 3
