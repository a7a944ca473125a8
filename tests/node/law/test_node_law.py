# SPDX-License-Identifier: Apache-2.0
"""The gates of the law: what keeps a request or an answer here, what is warned of, what is shown."""

from dataclasses import replace
from datetime import date

import pytest

from casts.law.cases import (
    XA,
    XB,
    a_correction,
    a_preservation,
    a_request,
    answered,
    codes,
    refused,
)
from casts.node.law import (
    OUTSIDE,
    SERIOUS,
    accepted,
    answer_in,
    blocks,
    blocks_of_refusal,
    opened,
    preserved,
)
from casts.node.world import bodies
from rogatory.errors import Refused
from rogatory.node.corrections.correct_law import propose, review
from rogatory.node.drafts.draft import NewMessage, draft_message
from rogatory.node.law.annotations import annotations
from rogatory.node.law.decisions import decide
from rogatory.node.law.judge import before_executing, before_leaving, before_sending
from rogatory.node.letters.of_node import letter, values_of
from rogatory.node.messages.send import send
from rogatory.node.threads.transcript import thread_state

CONVENTION = {"instrument": "un-cybercrime", "articles": ["44", "40"]}
COMITY = {"instrument": "comity", "articles": ["-"]}
TREATY = a_correction(
    "treaty-with-borealia",
    section="instruments",
    row={
        "id": "mlat-xa-xb",
        "name": "Treaty between Arcadia and Borealia on mutual legal assistance",
        "reference": "invented",
        "membership": "pair",
        "between": ["XA", "XB"],
        "addressee": "state",
        "source": "invented",
        "certainty": "practice",
        "assistance_treaty": "yes",
        "serves": {
            "mla_stored_data": {
                "articles": ["3"],
                "covers": "any",
                "rank": 40,
                "limits": [],
                "needs": [],
                "certainty": "practice",
            }
        },
    },
)


# The basis


@pytest.mark.law_line(1)
def test_the_convention_is_not_cited_where_it_is_not_in_force_between_the_two(world):
    """Thalassia's membership began on 2 September 2026; on the day before nothing rests on it."""
    world.clock.at = world.clock.at.replace(year=2026, month=11, day=24)
    node = world.node("XA")
    body = bodies.preservation()
    serves = world.approved(world.drafted(XA, "xt/contact-point", "preservation", body))
    assert blocks(world, serves) == []
    world.clock.at = world.clock.at.replace(month=9, day=1)
    found = codes(before_sending(node, serves).blocks)
    assert found == ["basis-not-in-force"]


@pytest.mark.law_line(1)
def test_a_basis_that_the_data_do_not_know_carries_nothing(world):
    body = bodies.preservation(legal_basis={"instrument": "our-custom", "articles": ["1"]})
    draft = world.drafted(XA, XB, "preservation", body)
    assert "law-basis-unknown" in blocks(world, draft)


@pytest.mark.law_line(2)
def test_every_basis_is_listed_and_another_treaty_on_assistance_is_shown(world):
    lawful = before_sending(world.node("XA"), a_request(world))
    assert {basis.instrument for basis in lawful.bases if basis.serves} >= {
        "un-cybercrime",
        "comity",
    }
    assert all(basis.why_not for basis in lawful.bases if not basis.serves)
    assert "treaty-goes-first" not in codes(lawful.shows)
    record = propose(world.node("XA"), TREATY, "xa-0010")
    review(world.node("XA"), record.id, "xa-0011", accept=True, reason="It is in force.")
    assert "treaty-goes-first" in codes(before_sending(world.node("XA"), a_request(world)).shows)


@pytest.mark.law_line(3)
@pytest.mark.parametrize(
    ("offence", "basis", "expected"),
    [
        (OUTSIDE, CONVENTION, {"basis-offence-outside"}),
        (SERIOUS, CONVENTION, set()),
        (bodies.OFFENCE, CONVENTION, set()),
        (OUTSIDE, COMITY, set()),
    ],
)
def test_the_convention_reaches_its_offences_and_serious_crimes(world, offence, basis, expected):
    draft = world.answered(a_request(world, offence=offence, legal_basis=basis))
    assert set(blocks(world, draft)) == expected
    shown = codes(before_sending(world.node("XA"), draft).shows)
    assert ("law-outside-convention" in shown) == (offence is OUTSIDE and basis is COMITY)


@pytest.mark.law_line(4)
def test_police_cooperation_under_article_47_is_for_convention_offences_alone(world):
    body = bodies.law_enforcement_cooperation()
    draft = world.answered(world.drafted(XA, XB, "law_enforcement_cooperation", body))
    assert blocks(world, draft) == []
    for offence in (OUTSIDE, SERIOUS):
        other = replace(draft, body=body | {"offence": offence})
        found = blocks(world, other)
        assert "scope-convention-offences-only" in found


@pytest.mark.law_line(7)
def test_article_4_is_warned_of_as_no_basis(world):
    basis = {"instrument": "un-cybercrime", "articles": ["44", "4"]}
    node = world.node("XA")
    assert "scope-article-four" in codes(
        before_sending(node, a_request(world, legal_basis=basis)).warnings
    )
    assert "scope-article-four" not in codes(before_sending(node, a_request(world)).warnings)


@pytest.mark.law_line(11)
def test_a_category_that_a_kind_may_not_ask_for_is_refused(world):
    draft, node = a_request(world), world.node("XA")
    live = replace(draft, kind="mla_realtime_traffic")
    content = dict(draft.body) | {"data": [bodies.DATA[0] | {"category": "content"}]}
    assert "power-category-not-of-kind" not in codes(before_sending(node, live).blocks)
    found = before_sending(node, replace(live, body=content))
    assert "power-category-not-of-kind" in codes(found.blocks)


@pytest.mark.law_line(13)
def test_what_a_production_order_does_not_reach_abroad_is_warned_of(world):
    node = world.node("XA")
    subscriber = [bodies.DATA[0] | {"category": "subscriber"}]
    abroad = [{"description": "The provider's servers", "state": "XT"}]

    def warned(**changes):
        found = before_sending(node, a_request(world, **changes)).warnings
        return "power-production-order-reach" in codes(found)

    assert warned(items_or_accounts=abroad)
    assert not warned(items_or_accounts=abroad, data=subscriber)
    assert not warned(items_or_accounts=abroad, power=["search_access", "seize_secure"])
    assert not warned()


# Before executing


@pytest.mark.law_line(38)
def test_nothing_is_executed_before_its_questions_are_answered(world):
    thread = opened(world)
    draft = answer_in(world, thread, "acceptance", bodies.acceptance())
    node = world.node("XB")
    assert "law-question-open" in codes(before_leaving(node, draft).blocks)
    assert "law-question-open" in refused(node, lambda: send(node, draft.id, "xb-0010"))
    assert send(node, world.approved(draft).id, "xb-0010").kind == "acceptance"


@pytest.mark.law_line(38)
def test_a_request_that_aims_at_persecution_is_not_executed(world):
    thread = opened(world)
    draft = world.approved(answer_in(world, thread, "acceptance", bodies.acceptance()))
    answered(
        world, "XB", thread, "discrimination", "yes", topic="before-executing", officer="xb-0010"
    )
    node = world.node("XB")
    assert refused(node, lambda: send(node, draft.id, "xb-0010")) == ["law-question-forbids"]


@pytest.mark.law_line(36)
def test_a_hold_on_traffic_data_is_confirmed_with_the_check_of_article_43(world):
    thread = opened(world, "preservation", bodies.preservation(), sender=XA, addressee=XB)
    node = world.node("XB")
    draft = answer_in(
        world,
        thread,
        "preservation_confirmed",
        bodies.preservation_confirmed(),
        sender=XB,
        addressee=XA,
    )
    (question,) = [one for one in before_leaving(node, draft).asked if one.id == "provider-abroad"]
    assert question.article == "43(1)"
    assert "law-question-open" in refused(node, lambda: send(node, draft.id, "xb-0001"))
    world.answered(draft, **{"provider-abroad": "yes"})
    send(node, world.approved(draft).id, "xb-0001")
    (proof,) = [one for one in node.store.decisions(thread) if one.question == "provider-abroad"]
    assert (proof.answer, proof.officer) == ("yes", "xb-0001")
    assert "law-path-owed" in codes(
        before_executing(node, thread, "preservation_confirmed").warnings
    )


@pytest.mark.law_line(36)
def test_a_hold_on_subscriber_information_alone_asks_for_no_path(world):
    data = [bodies.DATA[0] | {"category": "subscriber"}]
    body = bodies.preservation(data=data)
    thread = opened(world, "preservation", body, sender=XA, addressee=XB)
    questions = before_executing(world.node("XB"), thread, "preservation_confirmed").asked
    assert "provider-abroad" not in {one.id for one in questions}


@pytest.mark.law_line(39)
def test_content_and_live_measures_wait_for_an_independent_authorisation(world):
    node = world.node("XB")
    content = opened(
        world, body=bodies.mla_stored_data(data=[bodies.DATA[0] | {"category": "content"}])
    )
    live = opened(world, "mla_interception", bodies.mla_interception())
    for thread in (content, live):
        questions = before_executing(node, thread, "acceptance").open_questions
        (question,) = [one for one in questions if one.article.startswith("24(2)")]
        given = {
            "subject": thread,
            "topic": "before-executing",
            "question": question.id,
            "answer": "District Court",
            "reason": "Its order was read.",
            "officer": "xb-0010",
        }
        assert refused(node, lambda given=given: decide(node, **given)) == [
            "law-authorisation-parts"
        ]
        parts = {"authority": "District Court", "reference": "B 1", "scope": "One account"}
        for until in ("soon", "2026-02-30"):
            details = parts | {"until": until}
            assert refused(
                node, lambda given=given, details=details: decide(node, **given, details=details)
            ) == ["law-authorisation-parts"]
        decide(node, **given, details=parts | {"until": "2026-12-31"})
        left = before_executing(node, thread, "acceptance").open_questions
        assert question.id not in {one.id for one in left}


@pytest.mark.law_line(39)
def test_an_authorisation_that_has_ended_authorises_nothing(world):
    thread = opened(world, "mla_interception", bodies.mla_interception())
    node = world.node("XB")
    world.answered(answer_in(world, thread, "acceptance", bodies.acceptance()))
    assert codes(before_executing(node, thread, "acceptance").blocks) == []
    world.clock.forward(days=91)
    assert codes(before_executing(node, thread, "acceptance").blocks) == ["law-authorisation-ended"]


@pytest.mark.law_line(41)
def test_personal_data_leave_after_a_decision_on_their_protection(world):
    thread = opened(world)
    accepted(world, thread)
    node = world.node("XB")
    lawful = before_executing(node, thread, "delivery")
    assert [one.id for one in lawful.open_questions] == ["personal-data"]
    decide(
        node,
        subject=thread,
        topic="data-protection",
        question="personal-data",
        answer="yes",
        reason="On the conditions that the package states.",
        officer="xb-0010",
        details={"conditions": ["No onward transfer without our leave"]},
    )
    assert before_executing(node, thread, "delivery").blocks == ()


@pytest.mark.law_line(41)
def test_personal_data_that_may_not_be_transferred_stay_here(world):
    thread = opened(world)
    accepted(world, thread)
    answered(world, "XB", thread, "personal-data", "no", topic="data-protection", officer="xb-0010")
    (reason,) = before_executing(world.node("XB"), thread, "delivery").blocks
    assert (reason.code.id, reason.fields["article"]) == ("law-question-forbids", "36(1)")


# Shown


@pytest.mark.law_line(19)
def test_what_the_addressee_does_itself_is_shown(world):
    shown = codes(before_sending(world.node("XA"), a_preservation(world)).shows)
    assert "law-acts-unsaid" in shown


@pytest.mark.law_line(44)
def test_the_wish_for_secrecy_is_on_every_message(world):
    thread = opened(world, "preservation", bodies.preservation(), sender=XA, addressee=XB)
    for kind in ("acknowledgement", "preservation_confirmed", "refusal"):
        assert "law-secrecy" in codes(before_executing(world.node("XB"), thread, kind).shows)


@pytest.mark.law_line(46)
def test_police_information_is_shown_to_be_no_evidence(world):
    body = bodies.law_enforcement_cooperation()
    draft = world.drafted(XA, XB, "law_enforcement_cooperation", body)
    assert "law-police-information" in codes(before_sending(world.node("XA"), draft).shows)
    thread = opened(world, "law_enforcement_cooperation", body, sender=XA, addressee=XB)
    assert "law-police-information" in codes(
        before_executing(world.node("XB"), thread, "answer").shows
    )


@pytest.mark.law_line(25)
def test_where_the_custodian_is_not_known_the_location_inquiry_is_shown(world):
    draft = a_preservation(world, custodian={"known": False})
    assert "law-location-first" in codes(before_sending(world.node("XA"), draft).shows)


@pytest.mark.law_line(48)
@pytest.mark.parametrize(("article", "is_stated"), [(14, True), (16, True), (13, False)])
def test_material_that_is_to_be_shielded_is_named_from_the_first_message_on(
    world, article, is_stated
):
    offence = bodies.OFFENCE | {"convention_article": article}
    lawful = before_sending(world.node("XA"), a_request(world, offence=offence))
    assert ("law-sensitive-offence" in codes(lawful.shows)) is is_stated
    thread = opened(world, body=bodies.mla_stored_data(offence=offence))
    node, body = world.node("XB"), bodies.delivery()
    unsaid = before_executing(node, thread, "delivery", body).warnings
    assert ("law-sensitive-unsaid" in codes(unsaid)) is is_stated
    flagged = body | {"conditions": bodies.CONDITIONS | {"sensitive_material": True}}
    review = before_executing(node, thread, "delivery", flagged)
    assert "law-sensitive-unsaid" not in codes(review.warnings)
    assert ("law-sensitive-offence" in codes(review.shows)) is is_stated


def test_every_reason_says_its_article_and_certainty(world):
    lawful = before_sending(world.node("XA"), a_preservation(world))
    for reason in (*lawful.blocks, *lawful.warnings, *lawful.shows):
        sentence = reason.sentence()
        assert "article" in sentence, sentence
        assert any(word in sentence for word in ("seen", "parallel", "memory", "practice")), (
            sentence
        )


def test_the_day_of_the_judgement_is_the_nodes(world):
    assert world.clock.at.date() == date(2026, 11, 24)


def test_data_without_an_identifier_are_remarked_at_both_ends(world):
    bulk = [{**bodies.DATA[0]}, {"description": "All log-ins of a day", "category": "traffic"}]
    bulk[1]["period"] = bodies.DATA[0]["period"]
    draft = a_preservation(world, data=bulk)
    (warned,) = [
        one
        for one in before_sending(world.node("XA"), draft).warnings
        if one.code.id == "law-data-unidentified"
    ]
    assert warned.fields["item"] == 2
    thread = world.sent(XA, XB, "preservation", bodies.preservation(data=bulk)).thread
    world.settle()
    noted = [one for notes in annotations(world.node("XB"), thread).values() for one in notes]
    assert "law-data-unidentified" in codes(noted)


def test_a_request_may_leave_out_articles_where_its_instrument_has_none(world):
    for basis, warned in (({"instrument": "comity"}, False), ({"instrument": "ets-185"}, True)):
        draft = a_preservation(world, legal_basis=basis)
        found = codes(before_sending(world.node("XA"), draft).warnings)
        assert ("law-basis-articles-unsaid" in found) is warned


@pytest.mark.parametrize("level", ["urgent", "emergency"])
def test_a_language_holds_up_no_emergency(world, level):
    urgency = {"level": level, "reason": "A person is in danger."}
    send_in_chinese = {"language": "zh", "body": bodies.preservation(urgency=urgency)}
    message = NewMessage(
        "preservation", XA, XB, send_in_chinese["language"], send_in_chinese["body"]
    )
    if level == "urgent":
        with pytest.raises(Refused) as caught:
            draft_message(world.node("XA"), message, "xa-0001")
        assert "language-not-accepted" in caught.value.codes
        return
    draft = draft_message(world.node("XA"), message, "xa-0001")
    shown = codes(before_sending(world.node("XA"), draft).shows)
    assert "law-language-emergency" in shown


BUDAPEST = {"instrument": "ets-185", "articles": ["29"]}


def rebased(world, thread, basis=COMITY, *, answer=True):
    """The requesting State proposes another basis, and the other accepts it; the proposal."""
    node = world.node("XA")
    current = node.store.transcript(thread)[0].digest
    body = bodies.basis_proposed(current) | {"legal_basis": basis}
    proposal = world.sent(XA, XB, "basis_proposed", body, thread=thread)
    world.settle()
    if answer:
        accepting = bodies.basis_answered(proposal.digest)
        world.sent(XB, XA, "basis_answered", accepting, thread=thread)
        world.settle()
    return proposal


@pytest.mark.law_line(1)
def test_a_basis_that_does_not_bind_both_states_is_neither_proposed_nor_accepted(world):
    thread = preserved(world, basis=COMITY)
    node = world.node("XA")
    opening = node.store.transcript(thread)[0].digest
    body = bodies.basis_proposed(opening) | {"legal_basis": BUDAPEST | {"instrument": "none-such"}}
    before = thread_state(node, thread).standing
    found = before_executing(node, thread, "basis_proposed", body)
    assert codes(found.blocks) == ["law-basis-unknown"]
    draft = world.approved(world.drafted(XA, XB, "basis_proposed", body, thread=thread))
    assert "law-basis-unknown" in refused(node, lambda: send(node, draft.id, "xa-0001"))
    assert thread_state(node, thread).standing == before


def test_after_a_change_refusals_are_judged_by_the_new_basis_and_earlier_ones_are_not(world):
    thread = preserved(world)
    own = {"ground": "policy_of_ours", "article": "Act 7 of Borealia"}
    assert blocks_of_refusal(world, thread, **own) == ["ground-not-listed"]
    opening = world.node("XB").store.transcript(thread)[0].digest
    body = bodies.path_withheld(opening)
    world.sent(XB, XA, "path_withheld", body, thread=thread)
    world.settle()
    rebased(world, thread)
    assert blocks_of_refusal(world, thread, **own) == []
    assert world.node("XA").store.summary(thread).basis == "comity"
    assert annotations(world.node("XA"), thread) == annotations(world.node("XB"), thread) == {}


def test_a_letter_cites_the_instrument_that_is_in_force_where_it_is_written(world):
    thread = preserved(world)
    proposal = rebased(world, thread, answer=False)
    node = world.node("XB")
    assert values_of(node, proposal.digest).basis.instrument == "un-cybercrime"
    accepting = bodies.basis_answered(proposal.digest)
    answer = world.sent(XB, XA, "basis_answered", accepting, thread=thread)
    world.settle()
    warning = world.sent(
        XB, XA, "preservation_warning", bodies.preservation_warning(), thread=thread
    )
    world.settle()
    assert values_of(node, answer.digest).basis.instrument == "un-cybercrime"
    assert values_of(node, warning.digest).basis.instrument == "comity"
    page = letter(node, proposal.digest, "en", pdf=False).html.decode()
    assert "From now on the request would rest on the following legal basis" in page
