# SPDX-License-Identifier: Apache-2.0
"""Contents that an instrument demands beyond the form: the message is kept without them, or remarked on arrival."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from casts.law.cases import CENTRAL_XA, CENTRAL_XB, LAWYER, SECOND, a_correction, codes, refused
from casts.node.world import bodies
from rogatory.node.corrections.correct_law import correction_history, propose, review
from rogatory.node.corrections.load_treaty import propose_treaty
from rogatory.node.drafting.judge import judge_text
from rogatory.node.law.annotations import annotations
from rogatory.node.law.judge import before_executing, before_sending
from rogatory.node.messages.send import send
from rogatory.node.repositories.drafting import Unfinished
from rogatory.node.threads.transcript import thread_state

FILE = Path(__file__).parents[2] / "treaty" / "bilateral" / "ministry_treaty.yaml"
UNDER_TREATY = {"instrument": "mlat-xa-xb", "articles": ["3", "12"]}
UNDER_ETS_30 = {"instrument": "ets-30", "articles": ["3"]}
PERSONS = [{"name": "Pat Example", "role": "suspect", "location": "Harbour Street 1, Borea"}]
DEADLINE = {"date": "2027-02-01", "reason": "The trial begins then."}


def loaded(world, *states, text=None):
    data = FILE.read_bytes() if text is None else text.encode()
    for state in states:
        node, low = world.node(state), state.lower()
        record = propose_treaty(
            node, data, f"{low}{LAWYER[2:]}", reason="In force.", dated=date(2026, 11, 28)
        )  # fmt: skip
        review(node, record.id, f"{low}{SECOND[2:]}", accept=True, reason="Compared.")


def opened(world, body):
    thread = world.sent(CENTRAL_XA, CENTRAL_XB, "mla_stored_data", body).thread
    world.settle()
    return thread


def unsaid(reasons):
    return {
        one.fields["field"]: one.fields["article"]
        for one in reasons
        if one.code.id == "law-required-unsaid"
    }


def a_draft(world, kind="mla_stored_data", **changes):
    body = getattr(bodies, kind)(**{"legal_basis": UNDER_TREATY, **changes})
    return world.drafted(CENTRAL_XA, CENTRAL_XB, kind, body)


@pytest.mark.law_line(9)
def test_a_request_without_what_its_treaty_demands_is_not_sent_and_all_is_said_at_once(world):
    loaded(world, "XA")
    node, draft = world.node("XA"), a_draft(world)
    found = before_sending(node, draft)
    assert unsaid(found.blocks) == {
        "persons": "4(1)(d) of MLAT XA-XB 2011",
        "deadline": "4(1)(f) of MLAT XA-XB 2011",
    }
    assert {one.fields["certainty"] for one in found.blocks if "article" in one.fields} >= {"seen"}
    world.approved(draft)
    assert "law-required-unsaid" in refused(node, lambda: send(node, draft.id, "xa-0001"))
    assert node.store.draft(draft.id) is not None


@pytest.mark.law_line(9)
def test_a_condition_is_left_to_the_officer_and_what_is_stated_is_enough(world):
    loaded(world, "XA")
    whole = a_draft(world, persons=PERSONS, deadline=DEADLINE)
    assert unsaid(before_sending(world.node("XA"), whole).blocks) == {}


def test_what_it_demands_binds_where_the_treaty_does(world):
    """Article 40(7) brings in the treaty's provisions; to ETS 30 a treaty may add no demand (26(3))."""
    loaded(world, "XA")
    convention = a_draft(world, legal_basis={"instrument": "un-cybercrime", "articles": ["44"]})
    assert unsaid(before_sending(world.node("XA"), convention).blocks) == {
        "persons": "4(1)(d) of MLAT XA-XB 2011",
        "deadline": "4(1)(f) of MLAT XA-XB 2011",
    }
    other = a_draft(world, legal_basis=UNDER_ETS_30)
    assert unsaid(before_sending(world.node("XA"), other).blocks) == {}


@pytest.mark.parametrize(
    ("measures", "changes", "demanded"),
    [
        (["serve_documents"], {}, {"persons": "14(1)(c)-(d) of ETS 30"}),
        (["provide_records", "serve_documents"], {}, {"persons": "14(1)(c)-(d) of ETS 30"}),
        (["serve_documents"], {"persons": PERSONS}, {}),
        (["provide_records"], {}, {}),
    ],
)
def test_ets_30_demands_whom_to_serve_documents_on(world, measures, changes, demanded):
    draft = a_draft(world, "mla_general", legal_basis=UNDER_ETS_30, measures=measures, **changes)
    assert unsaid(before_sending(world.node("XA"), draft).blocks) == demanded


@pytest.mark.law_line(8)
def test_a_treaty_demands_the_day_of_the_request_that_will_follow_a_hold(world):
    loaded(world, "XA")
    found = before_sending(world.node("XA"), a_draft(world, "preservation"))
    assert unsaid(found.blocks) == {"mla_planned": "11(1) of MLAT XA-XB 2011"}
    stated = a_draft(world, "preservation", mla_planned="2027-01-10")
    assert unsaid(before_sending(world.node("XA"), stated).blocks) == {}


@pytest.mark.law_line(9)
def test_the_other_end_remarks_and_both_compute_one_thread(world):
    """XA's file has no contents that are demanded, and sends what XB's would keep."""
    text = FILE.read_text("utf-8")
    start, end = text.index("required:"), text.index("provisions:")
    loaded(world, "XA", text=text[:start] + text[end:])
    loaded(world, "XB")
    thread = opened(world, bodies.mla_stored_data(legal_basis=UNDER_TREATY))
    (notes,) = annotations(world.node("XB"), thread).values()
    assert unsaid(notes).keys() == {"persons", "deadline"}
    ends = [thread_state(world.node(state), thread) for state in ("XA", "XB")]
    assert ends[0].standing.opening == ends[1].standing.opening
    assert ends[0].standing.status == ends[1].standing.status


def test_what_is_empty_is_not_stated(world):
    loaded(world, "XA")
    node, draft = world.node("XA"), a_draft(world, deadline=DEADLINE)
    for empty in ([], None, ""):
        found = before_sending(node, replace(draft, body={**draft.body, "persons": empty}))
        assert unsaid(found.blocks) == {"persons": "4(1)(d) of MLAT XA-XB 2011"}


def test_a_refusal_is_measured_by_the_instrument_of_its_request(world):
    """The reasons that the treaty demands are demanded by the form already: nothing is said twice."""
    loaded(world, "XA", "XB")
    body = bodies.mla_stored_data(legal_basis=UNDER_TREATY, persons=PERSONS, deadline=DEADLINE)
    thread = opened(world, body)
    refusal = bodies.refusal() | {"ground": "political_offence", "article": "5(1)(a)"}
    found = before_executing(world.node("XB"), thread, "refusal", refusal)
    assert unsaid(found.blocks) == {}
    assert annotations(world.node("XB"), thread) == {}


def test_a_line_that_no_message_can_state_is_not_proposed(world):
    node = world.node("XA")
    row = {
        "instrument": "ets-30",
        "kind": "mla_general",
        "key": "suspects",
        "article": "14(1)(c)",
        "certainty": "seen",
        "source": "its full text",
    }
    for wrong in (
        row,
        row | {"key": "persons", "kind": "mla"},
        row | {"key": "persons", "not_for": ["x"]},
    ):
        found = a_correction("wrong", section="required", row=wrong, reason="As it reads.")
        assert refused(node, lambda found=found: propose(node, found, LAWYER)) == [
            "law-required-field"
        ]
    assert not correction_history(node)
    right = a_correction(
        "right", section="required", row=row | {"key": "persons"}, reason="So it reads."
    )
    record = propose(node, right, LAWYER)
    review(node, record.id, SECOND, accept=True, reason="Compared.")
    draft = a_draft(world, "mla_general", legal_basis=UNDER_ETS_30, measures=["provide_records"])
    assert "persons" in unsaid(before_sending(node, draft).blocks)
    assert codes(before_sending(node, draft).blocks).count("law-required-unsaid") == 1


def test_a_form_says_it_while_it_is_filled_in(world):
    loaded(world, "XA")
    node, draft = world.node("XA"), a_draft(world)
    text = Unfinished(
        id=draft.id,
        officer="xa-0001",
        kind=draft.kind,
        sender=draft.sender,
        addressee=draft.addressee,
        language=draft.language,
        thread=None,
        related=(),
        body=dict(draft.body),
        begun=world.clock.now(),
        changed=world.clock.now(),
        revision=1,
    )
    found = judge_text(node, text)
    assert unsaid(found.of_body).keys() == {"persons", "deadline"}
    assert unsaid(found.reasons).keys() == {"persons", "deadline"}
