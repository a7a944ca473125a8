# SPDX-License-Identifier: Apache-2.0
"""The law's questions, answered on pages: recorded with name, reason and version; grounds;
conduct.
"""

import dataclasses
import html

import pytest

from casts.console.acts import a_draft
from casts.console.api import JSON, document_of, post
from casts.console.world import bodies, requested
from casts.node.law import bound
from casts.node.world import approval_json, snapshot
from rogatory.console.templatetags.page_parts import counted
from rogatory.node.case_files import refusals
from rogatory.node.case_files.related_cases import RelatedCase
from rogatory.node.drafts.approve import approve
from rogatory.node.provisions.law_data import law_in_force


@pytest.fixture
def request_draft(world):
    """A preservation request of ours that waits."""
    return world.drafted(
        "xb/contact-point", "xa/contact-point", "preservation", bodies.preservation()
    )


REVIEWED = '<span class="tag">it may go on</span>'
"""The tag beside an answer that a senior officer has reviewed."""


def decided(world, subject):
    return world.node("XB").store.decisions(subject)


def answers_to(shown, **changes):
    """A form with an answer to each question that a page asks, which lets it go on."""
    form = {}
    for one in shown["before"]["questions"]:
        question = one["question"]
        at = f"answers.{question['id']}"
        blocks = question["blocks"]
        form[f"{at}.matter"] = one["matter"]
        form[f"{at}.answer"] = (
            "For these reasons."
            if question["answer"] == "text"
            else "no"
            if blocks == "yes" or question["senior_on"] == "yes"
            else "yes"
        )
        form[f"{at}.reason"] = "Read and considered."
        for part in one["parts"]:
            form[f"{at}.details.{part}"] = "2027-01-01" if part == "until" else "Order 12/26"
        for category in one["categories"]:
            form[f"{at}.details.categories.{category}"] = "Only these records."
    return form | changes


def shown_of(client, at):
    return document_of(client.get(at, headers=JSON))["data"]


def test_a_draft_shows_what_keeps_it_here_with_article_and_certainty(world, officer, request_draft):
    at = f"/drafts/{request_draft.id}/"
    lawful = shown_of(officer(), at)["before"]["lawful"]
    assert lawful["blocks"]
    for reason in (*lawful["blocks"], *lawful["warnings"], *lawful["shows"]):
        assert reason["article"], reason
        assert reason["certainty"] in {"seen", "parallel", "reported", "memory", "practice"}, reason
    text = officer().get(at).content.decode()
    assert "items before sending" in text
    assert lawful["law"] == law_in_force(world.node("XB")).version


def test_the_answers_are_recorded_with_name_reason_and_version_and_let_it_go(
    world, officer, request_draft
):
    client, at = officer(), f"/drafts/{request_draft.id}/"
    form = answers_to(shown_of(client, at))
    assert client.post(f"{at}decide", form).status_code == 302
    basis = {"matter": "basis", "answer": "un-cybercrime", "reason": "It is the fastest."}
    assert client.post(f"{at}decide", basis).status_code == 302
    found = decided(world, request_draft.id)
    assert {one.officer for one in found} == {"xb-0001"}
    assert {one.law for one in found} == {law_in_force(world.node("XB")).version}
    assert shown_of(client, at)["before"]["lawful"]["blocks"] == []
    text = client.get(at).content.decode()
    assert "No legal obstacle found." in text
    assert "It is the fastest." in text
    assert "Decisions" in text


def test_a_draft_that_the_law_keeps_here_has_no_button_to_send_it(world, officer, request_draft):
    approval = (
        world.states["XB"].officers["xb-0002"].approve("xb-0002", "approve", request_draft.content)
    )
    approve(world.node("XB"), request_draft.id, approval_json(approval))
    client, at = officer(), f"/drafts/{request_draft.id}/"
    before = client.get(at).content.decode()
    assert '<a href="#h-law">Resolve' in before
    assert "Sign and send" not in before
    client.post(f"{at}decide", answers_to(shown_of(client, at)))
    basis = {"matter": "basis", "answer": "un-cybercrime", "reason": "It is the fastest."}
    client.post(f"{at}decide", basis)
    after = client.get(at).content.decode()
    assert '<a href="#h-law">' not in after
    assert "Sign and send" in after


def test_an_answer_that_forbids_keeps_it_here_and_a_new_one_counts_from_then_on(
    world, officer, request_draft
):
    client, at = officer(), f"/drafts/{request_draft.id}/"
    form = answers_to(shown_of(client, at), **{"answers.human-rights.answer": "no"})
    client.post(f"{at}decide", form)
    codes = [one["code"] for one in shown_of(client, at)["before"]["lawful"]["blocks"]]
    assert "law-question-forbids" in codes
    answers = {
        "answers.human-rights.answer": "yes",
        "answers.human-rights.reason": "Clarified with the court.",
    }
    client.post(f"{at}decide", answers)
    codes = [one["code"] for one in shown_of(client, at)["before"]["lawful"]["blocks"]]
    assert "law-question-forbids" not in codes
    both = [
        one.answer for one in decided(world, request_draft.id) if one.question == "human-rights"
    ]
    assert both == ["no", "yes"]


def test_what_is_refused_is_reported_and_the_rest_is_kept(world, officer, request_draft):
    client, at = officer(), f"/drafts/{request_draft.id}/"
    form = answers_to(shown_of(client, at), **{"answers.human-rights.reason": ""})
    answer = client.post(f"{at}decide", form)
    assert answer.status_code == 409
    taken = {one.question for one in decided(world, request_draft.id)}
    assert "human-rights" not in taken
    assert "discrimination" in taken


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"matter": "nonsense", "answer": "yes", "reason": "So."},
        {"matter": "basis", "answer": "no-such-treaty", "reason": "So."},
        {"answers.no-such-question.answer": "yes", "answers.no-such-question.reason": "So."},
        {"matter": "refusal", "answer": "discrimination", "reason": "So."},
    ],
)
def test_a_decision_that_is_none_changes_nothing(world, officer, request_draft, form):
    before = snapshot(world.node("XB"))
    answer = officer().post(f"/drafts/{request_draft.id}/decide", form)
    assert answer.status_code == 409
    assert snapshot(world.node("XB")) == before
    assert not decided(world, request_draft.id)


def test_an_examiner_reads_the_questions_and_answers_none(world, officer, request_draft):
    client = officer("xb-0003")
    text = client.get(f"/drafts/{request_draft.id}/").content.decode()
    assert "Human rights safeguards" in text
    assert "Record the answers" not in text
    assert client.post(f"/drafts/{request_draft.id}/decide", {"matter": "basis"}).status_code == 403


def test_facts_of_expression_wait_for_a_senior_officer(world, officer, request_draft):
    client, at = officer(), f"/drafts/{request_draft.id}/"
    form = answers_to(shown_of(client, at), **{"answers.rights-expression.answer": "yes"})
    client.post(f"{at}decide", form)
    assert "Review by a senior officer" in client.get(at).content.decode()
    review = {
        "matter": "senior-review",
        "question": "rights-expression",
        "answer": "go-on",
        "reason": "It concerns fraud alone.",
    }
    assert client.post(f"{at}decide", review).status_code == 409
    assert officer("xb-0002").post(f"{at}decide", review).status_code == 302
    text = client.get(at).content.decode()
    assert "It concerns fraud alone." in text
    assert REVIEWED in text


def test_who_answers_reviews_no_answer_of_the_same_post(world, officer, request_draft):
    client, at = officer("xb-0002"), f"/drafts/{request_draft.id}/"
    form = answers_to(shown_of(client, at), **{"answers.rights-expression.answer": "yes"})
    review = {
        "matter": "senior-review",
        "question": "rights-expression",
        "answer": "go-on",
        "reason": "It concerns fraud alone.",
    }
    # Read in this order: the review of nothing yet, then the answer that it would review.
    assert client.post(f"{at}decide", form | review).status_code == 302
    page = client.get(at).content.decode()
    assert REVIEWED not in page
    assert client.post(f"{at}decide", review).status_code == 409
    assert officer("xb-0001").post(f"{at}decide", review).status_code in {403, 409}
    assert REVIEWED not in client.get(at).content.decode()


def test_the_executing_side_answers_on_the_threads_page(world, officer):
    thread = requested(world).thread
    client, at = officer(), f"/threads/{thread}/"
    executing = shown_of(client, at)["executing"]
    assert executing["before"]["is_executing"] is True
    kinds = [kind for kind, blocks in executing["answers"] if blocks]
    assert "preservation_confirmed" in kinds
    form = answers_to(executing, **{"answers.provider-abroad.answer": "no"})
    assert client.post(f"{at}decide", form).status_code == 302
    after = dict(shown_of(client, at)["executing"]["answers"])
    assert after["preservation_confirmed"] == []


def test_what_is_answered_is_folded_and_each_decision_names_its_question(world, officer):
    thread = requested(world).thread
    client, at = officer(), f"/threads/{thread}/"
    before = client.get(at).content.decode()
    assert before.index('class="asked"') < before.index("Record the answers")
    assert "Every question is answered." not in before
    assert "Decisions" not in before
    client.post(f"{at}decide", answers_to(shown_of(client, at)["executing"]))
    after = client.get(at).content.decode()
    assert "Every question is answered." in after
    assert after.index("<summary>Answers") < after.index('class="asked"')
    decisions = after[after.index("Decisions") :]
    law = law_in_force(world.node("XB"))
    question = next(one for one in law.questions if one.id == "own-territory")
    assert html.escape(question.text) in decisions
    assert "own-territory" not in decisions


def test_a_lawyer_classifies_the_offence_whatever_the_request_says(world, officer):
    central = ("xa/central-authority", "xb/central-authority")
    thread = world.sent(*central, "mla_stored_data", bodies.mla_stored_data()).thread
    world.settle()
    client, at = officer("xb-0010"), f"/threads/{thread}/"
    form = {"matter": "offence", "answer": "inside", "reason": "It is fraud by section 263."}
    assert client.post(f"{at}decide", form).status_code == 409
    assert not decided(world, thread)
    assert client.post(f"{at}decide", form | {"details.article": "13"}).status_code == 302
    (first,) = decided(world, thread)
    text = client.get(at).content.decode()
    assert '<option value="7">7: ' in text
    assert (first.matter, first.details) == (
        "offence",
        {"article": "13", "instrument": "un-cybercrime"},
    )
    text = client.get(at).content.decode()
    assert "an offence of the instrument: " in " ".join(text.split())
    assert "Record the classification" in text


def test_a_lawyer_names_the_article_whose_material_needs_care_beside_that_of_the_instrument(
    world, officer
):
    bound(world, "untoc")
    central = ("xa/central-authority", "xb/central-authority")
    offence = bodies.OFFENCE | {"convention_article": None, "maximum_years": 6}
    basis = {"instrument": "untoc", "articles": ["18"]}
    body = bodies.mla_stored_data(offence=offence, legal_basis=basis)
    thread = world.sent(*central, "mla_stored_data", body).thread
    world.settle()
    client, at = officer("xb-0010"), f"/threads/{thread}/"
    page = client.get(at).content.decode()
    assert 'name="details.catalogued"' in page
    assert '<option value="14">14: Material of child sexual abuse or exploitation</option>' in page
    assert '<option value="5">5</option>' in page
    form = {
        "matter": "offence", "answer": "inside", "details.article": "5", "reason": "A group of three.",
    }  # fmt: skip
    assert client.post(f"{at}decide", form | {"details.catalogued": "99"}).status_code == 409
    assert not decided(world, thread)
    assert client.post(f"{at}decide", form | {"details.catalogued": "14"}).status_code == 302
    (first,) = decided(world, thread)
    assert first.details == {"article": "5", "catalogued": "14", "instrument": "untoc"}
    text = " ".join(client.get(at).content.decode().split())
    assert "Material: " in text


def test_conduct_is_compared_element_by_element_and_never_with_a_bare_yes(world, officer):
    thread = requested(world).thread
    client, at = officer(), f"/threads/{thread}/"
    elements = shown_of(client, at)["executing"]["before"]["conduct"]["comparison"]["elements"]
    wanted = [one["element"] for one in elements if one["part"] == "convention"]
    assert len(wanted) > 2
    form = {
        "matter": "dual-criminality",
        "reason": "Compared with section 263.",
        "details.requested_provision": "Criminal Code of Borealia, section 263",
    }
    for one in wanted:
        stated = f"details.statements.{one}"
        form |= {f"{stated}.in_conduct": "yes", f"{stated}.asked_by_law": "yes"}
        form |= {f"{stated}.shown_by": "The order of 2 November."}
    unsure = form | {f"details.statements.{wanted[0]}.in_conduct": "unknown"}
    for answer in ("yes", "met"):
        assert client.post(f"{at}decide", unsure | {"answer": answer}).status_code == 409
    assert not decided(world, thread)
    assert client.post(f"{at}decide", unsure).status_code == 302
    (first,) = decided(world, thread)
    assert first.answer == "lawyer-must-decide"
    text = client.get(at).content.decode()
    assert "a lawyer must decide" in text
    assert "article 35, paragraph 3" in text


def test_a_script_decides_with_one_object(world, officer, request_draft):
    at = f"/drafts/{request_draft.id}/decide"
    given = {
        "answers": {
            "human-rights": {"matter": "before-sending", "answer": "yes", "reason": "Considered."}
        }
    }
    document_of(post(officer(), at, given))
    (one,) = decided(world, request_draft.id)
    assert (one.question, one.answer, one.reason) == ("human-rights", "yes", "Considered.")


# Grounds


@pytest.mark.parametrize("language", ["en", "fr"])
def test_refusing_offers_the_grounds_of_the_closed_list_alone(world, officer, language):
    thread = requested(world).thread
    at = f"/threads/{thread}/write/refusal/"
    found = shown_of(officer(), at)
    options = next(one for one in found["fields"] if one["path"] == "ground")["options"]
    assert [one["value"] for one in options]
    assert {one["value"] for one in options} == {
        one["ground"]["id"] for one in found["grounds"]["listed"]
    }
    assert "nonconforming" not in {one["value"] for one in options}
    text = officer(language=language).get(at).content.decode()
    panel = text.partition('id="h-grounds"')[2].partition("</section>")[0]
    assert {"en": "article 42, paragraph 6", "fr": "article 42, paragraphe 6"}[language] in panel
    reserved = [
        one
        for one in found["grounds"]["listed"]
        if one["ground"]["id"] == "dual_criminality_reservation"
    ]
    assert all(one["against"] for one in reserved)


def test_what_the_draft_page_shows_of_an_answer_names_its_thread_as_subject(world, officer):
    thread = requested(world).thread
    draft = a_draft(world, thread)
    before = shown_of(officer(), f"/drafts/{draft.id}/")["before"]
    assert before["lawful"]["subject"] == thread
    assert before["is_executing"] is True


def test_what_our_law_data_think_of_a_message_is_beside_it_and_changes_nothing(
    world, officer, monkeypatch
):
    node, client = world.node("XB"), officer()
    thread = requested(world).thread
    at = f"/threads/{thread}/"
    assert shown_of(client, at)["annotations"] == {}
    # A ministry whose register knows nothing of the two States has its doubts.
    doubting = dataclasses.replace(node, settings=dataclasses.replace(node.settings, law="world"))
    monkeypatch.setattr("rogatory.bootstrap.node.running_node", lambda: doubting)
    shown = shown_of(client, at)
    (remarks,) = shown["annotations"].values()
    assert all(one["code"] for one in remarks)
    assert "Assessment by our law data" in client.get(at).content.decode()
    assert shown["thread"]["summary"]["status"] == "open"


def test_another_case_on_the_same_target_is_shown_where_one_drafts(world, officer, request_draft):
    world.sent("xb/contact-point", "xa/contact-point", "preservation", bodies.preservation())
    world.settle()
    found = shown_of(officer(), f"/drafts/{request_draft.id}/")["similar"]
    assert found
    assert all(one["article"] and one["certainty"] for one in found)
    text = officer().get(f"/drafts/{request_draft.id}/").content.decode()
    assert "Also aimed at the same target" in text


def test_what_must_be_done_is_said_once_for_all_reasons_that_it_answers(officer, request_draft):
    """Each reason is shown, and the remedy that seven of them share is above them."""
    at = f"/drafts/{request_draft.id}/"
    blocks = shown_of(officer(), at)["before"]["lawful"]["blocks"]
    shared = "An officer of the acting authority must do this before the message leaves."
    open_ones = [one["what"] for one in blocks if one["remedy"] == shared]
    assert len(open_ones) > 2
    text = " ".join(officer().get(at).content.decode().split())
    listed = text.partition("items before sending")[2].partition("</section>")[0]
    assert listed.count(shared) == 1
    assert all(one.removeprefix("Not answered yet: ") in html.unescape(listed) for one in open_ones)


def test_restricted_cases_that_read_alike_are_shown_once_with_their_number():
    reason = refusals.SAME_TARGET.because(who="x")
    one = RelatedCase("same-target", reason, "", "practice", 0, None, None, None)
    other = dataclasses.replace(one, thread="01a20b7e-f780-7de3-a00c-e6fc4863e31c")
    assert counted([one, other, one, one]) == [(one, 3), (other, 1)]
