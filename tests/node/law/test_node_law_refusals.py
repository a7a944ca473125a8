# SPDX-License-Identifier: Apache-2.0
"""The law on a refusal or a postponement: ground, reasons, consultation, and conduct that was compared."""

import pytest

from casts.law.cases import (
    CENTRAL_XA,
    CENTRAL_XB,
    XA,
    XB,
    answered,
    codes,
    refused,
)
from casts.node.law import accepted, answer_in, blocks_of_refusal, opened, preserved
from casts.node.world import bodies
from rogatory.node.law.annotations import annotations
from rogatory.node.law.decisions import decide
from rogatory.node.law.judge import before_executing, before_leaving
from rogatory.node.messages.send import send
from rogatory.node.threads.transcript import thread_state
from rogatory.treaty.law import packaged_law
from rogatory.treaty.offences import convention_offences


def refusing(world, thread, kind="refusal", body=None, **changes):
    body = (body or bodies.refusal()) | changes
    body = {name: value for name, value in body.items() if value is not None}
    draft = answer_in(world, thread, kind, body)
    lawful = before_leaving(world.node("XB"), draft)
    return draft, codes(lawful.blocks), codes(lawful.warnings)


@pytest.mark.law_line(31)
def test_a_request_is_refused_on_a_ground_of_the_list_alone(world):
    thread = opened(world)
    assert refusing(world, thread)[1:] == ([], [])
    _, found, _ = refusing(world, thread, ground="we_are_busy")
    assert found == ["ground-not-listed"]
    _, found, warned = refusing(world, thread, article="40(22)")
    assert (found, warned) == ([], ["law-ground-article"])
    assert refusing(world, thread, article="(b)")[2] == ["law-ground-article"]


@pytest.mark.law_line(31)
def test_a_refusal_that_cites_article_6_alone_is_not_sent_and_beside_its_ground_it_is(world):
    thread, node = opened(world), world.node("XB")
    before = thread_state(node, thread)
    draft, found, warned = refusing(world, thread, ground="discrimination", article="6(2)")
    assert (found, warned) == (["ground-rights-clause-alone"], ["law-ground-article"])
    world.approved(draft)
    assert refused(node, lambda: send(node, draft.id, "xb-0010")) == ["ground-rights-clause-alone"]
    assert thread_state(node, thread) == before
    for cited in ("40(22)", "6(2), 40(22)", "40(22), 6(2)"):
        assert refusing(world, thread, ground="discrimination", article=cited)[1:] == ([], [])


@pytest.mark.law_line(31)
def test_what_is_refused_without_ground_is_not_sent(world):
    thread, node = opened(world), world.node("XB")
    draft, _, _ = refusing(world, thread, ground="we_are_busy")
    world.approved(draft)
    assert refused(node, lambda: send(node, draft.id, "xb-0010")) == ["ground-not-listed"]


@pytest.mark.law_line(32)
def test_a_preservation_is_not_refused_for_form_or_dual_criminality(world):
    thread = preserved(world)
    assert blocks_of_refusal(world, thread, ground="form") == ["ground-never"]
    assert blocks_of_refusal(world, thread, ground="dual_criminality_plain") == ["ground-never"]
    assert "ground-reservation-missing" in blocks_of_refusal(
        world, thread, ground="dual_criminality_reservation"
    )


@pytest.mark.law_line(33)
@pytest.mark.parametrize("ground", ["fiscal", "bank_secrecy"])
def test_fiscal_offences_and_bank_secrecy_alone_are_no_ground(world, ground):
    assert blocks_of_refusal(world, opened(world), ground=ground) == ["ground-never"]


@pytest.mark.law_line(34)
def test_a_refusal_has_reasons_and_a_consultation_on_record(world):
    thread = opened(world)
    assert blocks_of_refusal(world, thread, consultation=None) == ["ground-consultation-missing"]
    assert blocks_of_refusal(world, thread, reasons=" ") == ["ground-reasons-missing"]
    unheard = {"message": "ab" * 32}
    assert blocks_of_refusal(world, thread, consultation=unheard) == ["law-consultation-unknown"]


@pytest.mark.law_line(34)
def test_a_consultation_that_was_held_in_the_thread_is_the_record(world):
    thread = opened(world)
    held = world.sent(CENTRAL_XB, CENTRAL_XA, "consultation", bodies.consultation(), thread=thread)
    world.settle()
    assert blocks_of_refusal(world, thread, consultation={"message": held.digest}) == []
    body = bodies.consultation_answer(held.digest, "declined")
    world.sent(CENTRAL_XA, CENTRAL_XB, "consultation_answer", body, thread=thread)
    world.settle()
    assert blocks_of_refusal(world, thread, consultation=None) == []


def consulted_on(world, thread, *topics):
    """Consultations on these that were held and answered."""
    held = []
    for about in topics:
        body = bodies.consultation(about=about, proposal=f"On {about}.")
        held.append(world.sent(CENTRAL_XB, CENTRAL_XA, "consultation", body, thread=thread))
        world.settle()
        answer = bodies.consultation_answer(held[-1].digest, "declined")
        answer["reasons"] = f"Not on {about}."
        world.sent(CENTRAL_XA, CENTRAL_XB, "consultation_answer", answer, thread=thread)
        world.settle()
    return held


@pytest.mark.law_line(34)
def test_a_consultation_on_something_else_opens_no_way_to_a_refusal(world):
    """On money, on secrecy or on limited help, be it held in the thread or named as the record."""
    thread, node = opened(world), world.node("XB")
    held = consulted_on(world, thread, "costs", "would_disclose", "would_limit", "would_postpone")
    unheld = ["ground-consultation-missing", *["law-consultation-other"] * 4]
    assert sorted(blocks_of_refusal(world, thread, consultation=None)) == unheld
    before = thread_state(node, thread)
    for one in held:
        named = {"message": one.digest}
        assert blocks_of_refusal(world, thread, consultation=named) == unheld[:2]
        body = bodies.refusal() | {"consultation": named}
        draft = world.drafted(CENTRAL_XB, CENTRAL_XA, "refusal", body, thread=thread)
        world.approved(draft)
        assert "law-consultation-other" in refused(
            node, lambda draft=draft: send(node, draft.id, "xb-0001")
        )
    assert thread_state(node, thread) == before
    # Other grounds ask for no consultation, and then one on something else is no obstacle.
    other = {"ground": "discrimination", "article": "40(22)"}
    assert "ground-consultation-missing" not in blocks_of_refusal(
        world, thread, consultation={"message": held[0].digest}, **other
    )


@pytest.mark.law_line(34)
def test_a_consultation_on_a_refusal_is_one_on_a_postponement_and_not_the_reverse(world):
    thread, node = opened(world), world.node("XB")

    def missing(kind, record=None):
        body = bodies.refusal() if kind == "refusal" else bodies.postponement()
        body = {key: value for key, value in body.items() if key != "consultation"}
        body |= {"consultation": {"message": record.digest}} if record else {}
        blocks = codes(before_executing(node, thread, kind, body).blocks)
        return "ground-consultation-missing" in blocks

    (later,) = consulted_on(world, thread, "would_postpone")
    assert (missing("postponement"), missing("refusal")) == (False, True)
    assert (missing("postponement", later), missing("refusal", later)) == (False, True)
    (never,) = consulted_on(world, thread, "would_refuse")
    assert (missing("postponement", never), missing("refusal", never)) == (False, False)
    assert missing("refusal", later)


@pytest.mark.law_line(34)
def test_a_postponement_rests_on_its_own_list(world):
    thread = opened(world)
    accepted(world, thread)
    body = bodies.postponement()
    node = world.node("XB")
    assert before_executing(node, thread, "postponement", body).blocks == ()
    other = body | {"ground": "essential_interests"}
    assert codes(before_executing(node, thread, "postponement", other).blocks) == [
        "ground-not-listed"
    ]


def compared(world, thread, answer, *, shown="The mail of 3 October deceives the buyer."):
    """The lawyer's statements on every element: shown by a fact, or missing though asked for."""
    offence = convention_offences(packaged_law("federation"))[13]
    statements = {
        element.id: {
            "in_conduct": "yes" if answer == "met" else "no",
            "asked_by_law": "yes",
            "shown_by": shown,
        }
        for element in (*offence.elements, *offence.optional)
    }
    exceptions = {
        f"exception-{n}": {"in_conduct": "no"} for n, _ in enumerate(offence.exceptions, 1)
    }
    return decide(
        world.node("XB"),
        subject=thread,
        topic="dual-criminality",
        answer=answer,
        reason="Compared with section 263 of the code.",
        officer="xb-0010",
        details={
            "requested_provision": "Criminal Code of Borealia, section 263",
            "statements": statements | exceptions,
        },
    )


@pytest.mark.law_line(37)
def test_dual_criminality_is_a_ground_only_after_the_conduct_was_compared(world):
    thread = opened(world)
    ground = {"ground": "dual_criminality", "article": "40(8)"}
    assert blocks_of_refusal(world, thread, **ground) == ["law-conduct-not-compared"]
    compared(world, thread, "met")
    assert blocks_of_refusal(world, thread, **ground) == ["law-conduct-offence"]
    world.clock.forward(seconds=1)
    compared(world, thread, "not-met")
    assert blocks_of_refusal(world, thread, **ground) == []


@pytest.mark.law_line(37)
def test_a_comparison_is_what_its_elements_come_to_and_never_a_bare_yes(world):
    thread, node = opened(world), world.node("XB")
    given = {
        "subject": thread,
        "topic": "dual-criminality",
        "reason": "It is obvious.",
        "officer": "xb-0010",
    }
    assert refused(node, lambda: decide(node, **given, answer="yes")) == ["law-answer-form"]
    assert refused(node, lambda: decide(node, **given, answer="met")) == ["law-conduct-verdict"]
    assert refused(node, lambda: compared(world, thread, "met", shown=" ")) == [
        "law-conduct-verdict"
    ]
    assert decide(node, **given, answer="lawyer-must-decide").answer == "lawyer-must-decide"


@pytest.mark.law_line(37)
def test_accepting_without_a_comparison_is_warned_of(world):
    thread = opened(world)
    node = world.node("XB")
    assert "law-conduct-not-compared" in codes(
        before_executing(node, thread, "acceptance").warnings
    )
    compared(world, thread, "met")
    assert "law-conduct-not-compared" not in codes(
        before_executing(node, thread, "acceptance").warnings
    )


@pytest.mark.law_line(37)
@pytest.mark.parametrize("giving", ["delivery", "partial_delivery", "answer"])
def test_giving_what_was_postponed_without_a_comparison_is_warned_of_as_accepting_is(world, giving):
    """Where nothing was accepted, what is given decides that the request is executed."""
    thread, node = opened(world), world.node("XB")
    world.sent(CENTRAL_XB, CENTRAL_XA, "postponement", bodies.postponement(), thread=thread)

    def warned():
        return "law-conduct-not-compared" in codes(before_executing(node, thread, giving).warnings)

    def question_ids():
        return {one.id for one in before_executing(node, thread, giving).asked}

    assert warned()
    assert "own-safeguards" in question_ids()
    compared(world, thread, "met")
    assert not warned()


@pytest.mark.law_line(37)
def test_what_was_accepted_is_given_without_the_warning_of_accepting(world):
    thread, node = opened(world), world.node("XB")
    accepted(world, thread)
    assert "law-conduct-not-compared" not in codes(
        before_executing(node, thread, "delivery").warnings
    )


@pytest.mark.law_line(31)
def test_a_refusal_that_leaves_is_a_decision_on_record(world):
    thread, node = opened(world), world.node("XB")
    world.sent(CENTRAL_XB, CENTRAL_XA, "refusal", bodies.refusal(), thread=thread)
    (kept,) = [one for one in node.store.decisions(thread) if one.matter.value == "refusal"]
    assert (kept.answer, kept.officer) == ("essential_interests", "xb-0010")
    assert kept.reason == bodies.refusal()["reasons"]
    assert len(kept.law) == 64


def test_an_answer_that_forbids_to_help_offers_the_grounds_of_the_instrument(world):
    thread = preserved(world)
    node = world.node("XB")
    constitution = {"ground": "other_obligation", "article": "Constitution, article 12"}
    assert "law-obligation-unfounded" in blocks_of_refusal(world, thread, **constitution)
    questions = before_executing(node, thread, "preservation_confirmed").asked
    forbidding = next(one for one in questions if one.blocks in {"yes", "no"})
    answered(world, "XB", thread, forbidding.id, forbidding.blocks, topic="before-executing")
    lawful = before_executing(node, thread, "preservation_confirmed")
    assert "law-question-forbids" in codes(lawful.blocks)
    (offered,) = [one for one in lawful.shows if one.code.id == "law-refusal-offered"]
    assert "essential_interests (40(21)(b) by 42(6))" in offered.fields["grounds"]
    assert offered.fields["grounds"].endswith("other_obligation")
    assert blocks_of_refusal(world, thread, **constitution) == []


@pytest.mark.law_line(31)
def test_a_path_is_withheld_on_the_list_of_its_disclosure_and_is_owed_no_more(world):
    thread, node = preserved(world), world.node("XB")
    opening = node.store.transcript(thread)[0].digest

    def judged(**changes):
        body = bodies.path_withheld(opening) | changes
        lawful = before_executing(node, thread, "path_withheld", body)
        return codes(lawful.blocks), codes(lawful.warnings)

    assert judged() == ([], [])
    assert judged(ground="political_offence", article="43(2)") == (["ground-never"], [])
    assert judged(ground="law_and_practice") == (["ground-not-listed"], [])
    assert judged(consultation=None) == (["ground-consultation-missing"], [])
    assert judged(reasons="-") == (["ground-reasons-missing"], [])
    assert judged(article="40(22)") == ([], ["law-ground-article"])
    answered(world, "XB", thread, "provider-abroad", "yes", topic="before-executing")
    assert "law-path-owed" in codes(
        before_executing(node, thread, "preservation_confirmed").warnings
    )
    world.sent(XB, XA, "path_withheld", bodies.path_withheld(opening), thread=thread)
    world.settle()
    assert "law-path-owed" not in codes(
        before_executing(node, thread, "preservation_confirmed").warnings
    )
    assert annotations(world.node("XA"), thread) == {}


def test_an_answer_that_forbids_to_disclose_offers_the_grounds_for_withholding(world):
    thread, node = preserved(world), world.node("XB")
    questions = before_executing(node, thread, "preserved_traffic_disclosure").asked
    forbidding = next(one for one in questions if one.blocks in {"yes", "no"})
    answered(world, "XB", thread, forbidding.id, forbidding.blocks, topic="before-executing")
    lawful = before_executing(node, thread, "preserved_traffic_disclosure")
    (offered,) = [one for one in lawful.shows if one.code.id == "law-withholding-offered"]
    assert "essential_interests (40(21)(b) by 43(2))" in offered.fields["grounds"]
    constitution = bodies.path_withheld(
        node.store.transcript(thread)[0].digest,
        ground="other_obligation",
        article="Constitution, article 12",
    )
    assert codes(before_executing(node, thread, "path_withheld", constitution).blocks) == []
