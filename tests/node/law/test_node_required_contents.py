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
from rogatory.node.letters.of_node import letter
from rogatory.node.messages.send import send
from rogatory.node.provisions.law_data import law_in_force
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


WITHOUT = {"legal_basis": {"instrument": "comity"}}
ADDED = [
    {"item": "persons", "statement": "Pat Example, suspect, Harbour Street 1, Borea."},
    {"item": "deadline", "statement": "1 February 2027: the trial begins then."},
]


def changing(world, thread, **changes):
    basis = thread_state(world.node("XA"), thread).standing.basis
    return bodies.basis_proposed(basis.digest) | {"legal_basis": UNDER_TREATY, **changes}


def demanded(world, state, thread, kind, body):
    return unsaid(before_executing(world.node(state), thread, kind, body).blocks).keys()


@pytest.fixture
def on_comity(world):
    loaded(world, "XA", "XB")
    for state in ("XA", "XB"):
        assert "mlat-xa-xb" in {one.id for one in law_in_force(world.node(state)).instruments}
    return opened(world, bodies.mla_stored_data(**WITHOUT))


@pytest.mark.law_line(9)
def test_a_change_of_the_basis_states_what_the_new_one_demands_and_the_request_lacks(
    world, on_comity
):
    thread, node = on_comity, world.node("XA")
    body = changing(world, thread)
    assert demanded(world, "XA", thread, "basis_proposed", body) == {"persons", "deadline"}
    some = changing(world, thread, supplements=ADDED[:1])
    assert demanded(world, "XA", thread, "basis_proposed", some) == {"deadline"}
    before = thread_state(node, thread)
    draft = world.approved(
        world.drafted(CENTRAL_XA, CENTRAL_XB, "basis_proposed", some, thread=thread)
    )
    assert "law-required-unsaid" in refused(node, lambda: send(node, draft.id, draft.drafted_by))
    assert thread_state(node, thread) == before
    whole = changing(world, thread, supplements=ADDED)
    assert demanded(world, "XA", thread, "basis_proposed", whole) == set()
    sent = world.sent(CENTRAL_XA, CENTRAL_XB, "basis_proposed", whole, thread=thread)
    world.settle()
    assert unsaid(annotations(world.node("XB"), thread).get(sent.digest, ())) == {}
    page = letter(world.node("XB"), sent.digest, "en", pdf=False).html.decode()
    assert "Pat Example, suspect" in page
    assert "The request is supplemented" in page


@pytest.mark.law_line(9)
def test_who_accepts_another_basis_for_its_own_request_states_it_too(world, on_comity):
    thread = on_comity
    body = changing(world, thread)
    assert demanded(world, "XB", thread, "basis_proposed", body) == set()
    proposal = world.sent(CENTRAL_XB, CENTRAL_XA, "basis_proposed", body, thread=thread)
    world.settle()
    accepting = bodies.basis_answered(proposal.digest)
    assert demanded(world, "XA", thread, "basis_answered", accepting) == {"persons", "deadline"}
    stated = accepting | {"supplements": ADDED}
    assert demanded(world, "XA", thread, "basis_answered", stated) == set()
    world.sent(CENTRAL_XA, CENTRAL_XB, "basis_answered", stated, thread=thread)
    world.settle()
    later = changing(world, thread)
    assert demanded(world, "XA", thread, "basis_proposed", later) == set()


@pytest.mark.law_line(9)
def test_a_change_that_lacks_it_is_remarked_at_the_other_end_and_moves_nothing_else(world):
    """XA does not know what the treaty demands, and sends what XB's data would keep."""
    text = FILE.read_text("utf-8")
    start, end = text.index("required:"), text.index("provisions:")
    loaded(world, "XA", text=text[:start] + text[end:])
    loaded(world, "XB")
    thread = opened(world, bodies.mla_stored_data(**WITHOUT))
    body = changing(world, thread)
    sent = world.sent(CENTRAL_XA, CENTRAL_XB, "basis_proposed", body, thread=thread)
    world.settle()
    found = annotations(world.node("XB"), thread)[sent.digest]
    assert unsaid(found).keys() == {"persons", "deadline"}
    ends = [thread_state(world.node(state), thread).standing for state in ("XA", "XB")]
    assert ends[0] == ends[1]


def test_nobody_adds_to_the_request_of_the_other_state(world, on_comity):
    thread, node = on_comity, world.node("XB")
    body = changing(world, thread, supplements=ADDED)
    found = before_executing(node, thread, "basis_proposed", body).blocks
    assert "law-supplement-foreign" in codes(found)
    before = thread_state(node, thread)
    draft = world.approved(
        world.drafted(CENTRAL_XB, CENTRAL_XA, "basis_proposed", body, thread=thread)
    )
    assert "law-supplement-foreign" in refused(node, lambda: send(node, draft.id, draft.drafted_by))
    assert thread_state(node, thread) == before


@pytest.mark.parametrize(
    ("supplements", "code"),
    [
        ([{"item": "persons", "statement": "-"}], "content-reason-without-words"),
        ([{"item": "case_number", "statement": "It is 12."}], "content-value"),
        ([], "content-value"),
    ],
)
def test_a_supplement_names_a_content_and_says_something(world, on_comity, supplements, code):
    body = changing(world, on_comity, supplements=supplements)
    found = refused(
        world.node("XA"),
        lambda: world.drafted(CENTRAL_XA, CENTRAL_XB, "basis_proposed", body, thread=on_comity),
    )
    assert found[0].startswith("content-")
    assert code == "content-value" or code in found
