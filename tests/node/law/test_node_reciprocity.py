# SPDX-License-Identifier: Apache-2.0
"""The statement of reciprocity that a request on comity makes, and a change of its basis to comity."""

import pytest

from casts.law.cases import CENTRAL_XA, CENTRAL_XB, LAWYER, SECOND, XA, XB, a_correction, refused
from casts.node.law import opened, preserved
from casts.node.world import bodies
from rogatory.node.corrections.correct_law import propose, review
from rogatory.node.drafts.draft import NewMessage, draft_message
from rogatory.node.law.annotations import annotations
from rogatory.node.law.judge import before_executing, before_sending
from rogatory.node.letters.of_node import letter
from rogatory.node.messages.send import send
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.kinds.registry import OPENING_KINDS
from rogatory.treaty.law import WORLD, packaged_law

COMITY = {"instrument": "comity"}
UNSAID = "law-required-unsaid"
ORAL = "oral_request"
ASKING = sorted(
    one.kind
    for one in packaged_law(WORLD).required
    if one.instrument == "comity" and one.key == "reciprocity" and one.kind != ORAL
)
"""The kinds whose requests owe it; an oral one may leave it to its written request."""


SAME = "In a comparable case Arcadia would execute it."


def drafted(world, kind, **changes):
    body = bodies.one_of_each()[kind] | {"legal_basis": COMITY} | changes
    message = NewMessage(kind, CENTRAL_XA, CENTRAL_XB, "en", body)
    return draft_message(world.node("XA"), message, "xa-0010")


def unsaid(found):
    return [one.fields["field"] for one in found if one.code.id == UNSAID]


@pytest.mark.parametrize("kind", ASKING)
def test_a_request_on_comity_leaves_with_a_statement_of_reciprocity_alone(world, kind):
    node = world.node("XA")
    assert unsaid(before_sending(node, drafted(world, kind)).blocks) == ["reciprocity"]
    legislation = "Section 12 of the Act on Mutual Assistance lets it help on the same terms."
    draft = drafted(world, kind, reciprocity=legislation)
    assert unsaid(before_sending(node, draft).blocks) == []


def test_every_kind_that_asks_under_comity_owes_it_and_no_other():
    owing = {*ASKING, ORAL}
    assert owing == OPENING_KINDS - {
        "drill", "policy_notice", "information_offered", "spontaneous_information"
    }  # fmt: skip


@pytest.mark.parametrize("words", ["-", "n/a", "1"])
def test_a_dash_promises_nothing(world, words):
    action = lambda: drafted(world, "mla_stored_data", reciprocity=words)  # noqa: E731
    assert refused(world.node("XA"), action) == ["content-reason-without-words"]


def test_what_came_without_it_is_remarked_and_both_ends_compute_one_thread(world):
    """The data of XA do not demand it, and XA sends what XB's would keep."""
    node = world.node("XA")
    key = "comity/mla_stored_data/reciprocity"
    correction = a_correction("no-promise", section="required", row=None, replaces=key)
    record = propose(node, correction, LAWYER)
    review(node, record.id, SECOND, accept=True, reason="Tried.")
    draft = world.approved(drafted(world, "mla_stored_data"))
    thread = send(node, draft.id, draft.drafted_by).thread
    world.settle()
    (notes,) = annotations(world.node("XB"), thread).values()
    assert unsaid(notes) == ["reciprocity"]
    ends = [thread_state(world.node(state), thread).standing for state in ("XA", "XB")]
    assert ends[0] == ends[1]
    assert ends[0].status == "open"


def proposing(thread, world, **changes):
    opening = world.node("XA").store.transcript(thread)[0].digest
    return bodies.basis_proposed(opening) | {"legal_basis": COMITY} | changes


def judged(world, state, thread, kind, body):
    return unsaid(before_executing(world.node(state), thread, kind, body).blocks)


def test_who_proposes_comity_for_its_own_request_says_that_it_would_do_the_same(world):
    thread = preserved(world)
    kind, silent = "basis_proposed", proposing(thread, world)
    assert judged(world, "XA", thread, kind, silent) == ["reciprocity"]
    assert judged(world, "XA", thread, kind, silent | {"reciprocity": SAME}) == []
    budapest = silent | {"legal_basis": {"instrument": "ets-185", "articles": ["29"]}}
    assert judged(world, "XA", thread, kind, budapest) == []


def test_the_promise_of_the_requested_state_is_not_that_of_the_requesting_one(world):
    thread = preserved(world)
    body = proposing(thread, world, reciprocity="Borealia would do the same.")
    assert judged(world, "XB", thread, "basis_proposed", proposing(thread, world)) == []
    proposal = world.sent(XB, XA, "basis_proposed", body, thread=thread)
    world.settle()
    accepting, node = bodies.basis_answered(proposal.digest), world.node("XA")
    before = thread_state(node, thread)
    assert judged(world, "XA", thread, "basis_answered", accepting) == ["reciprocity"]
    silent = world.approved(world.drafted(XA, XB, "basis_answered", accepting, thread=thread))
    assert UNSAID in refused(node, lambda: send(node, silent.id, silent.drafted_by))
    assert thread_state(node, thread) == before
    declining = bodies.basis_answered(proposal.digest, "declined")
    assert judged(world, "XA", thread, "basis_answered", declining) == []
    promised = accepting | {"reciprocity": SAME}
    assert judged(world, "XA", thread, "basis_answered", promised) == []


def test_a_request_that_promised_already_need_not_promise_again(world):
    body = bodies.preservation(reciprocity=SAME)
    thread = opened(world, "preservation", body, sender=XA, addressee=XB)
    assert judged(world, "XA", thread, "basis_proposed", proposing(thread, world)) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The requesting State states the following on reciprocity"),
        ("fr", "En matière de réciprocité"),
        ("es", "En cuanto a la reciprocidad"),
        ("ru", "В отношении взаимности"),
        ("ar", "بشأن المعاملة بالمثل"),
        ("zh", "关于互惠"),
    ],
)
def test_a_letter_on_comity_has_the_promise_in_the_words_of_who_gave_it(world, language, words):
    body = bodies.preservation(legal_basis=COMITY, reciprocity=SAME)
    thread = opened(world, "preservation", body, sender=XA, addressee=XB)
    node = world.node("XB")
    digest = node.store.transcript(thread)[0].digest
    page = letter(node, digest, language, pdf=False).html.decode()
    assert words in page
    assert SAME in page


@pytest.mark.parametrize(
    ("state", "language", "words"),
    [
        ("XA", "en", "states the following on reciprocity"),
        ("XB", "en", "states the following on reciprocity"),
        ("XB", "fr", "fait la déclaration suivante en matière de réciprocité"),
        ("XB", "es", "declara lo siguiente en cuanto a la reciprocidad"),
        ("XB", "ru", "заявляет следующее в отношении взаимности"),
        ("XB", "ar", "ما يلي بشأن المعاملة بالمثل"),
        ("XB", "zh", "就互惠声明如下"),
    ],
)
def test_the_letter_of_a_changed_basis_names_the_state_that_offers_reciprocity(
    world, state, language, words
):
    thread = preserved(world)
    sides = (XA, XB) if state == "XA" else (XB, XA)
    offer = "In a comparable case it would do the same."
    body = proposing(thread, world, reciprocity=offer)
    proposal = world.sent(*sides, "basis_proposed", body, thread=thread)
    world.settle()
    for reader in ("XA", "XB"):
        page = letter(world.node(reader), proposal.digest, language, pdf=False).html.decode()
        assert offer in page
        (line,) = [one for one in page.splitlines() if words in one]
        other = "XB" if state == "XA" else "XA"
        assert state in line
        assert other not in line
        assert "The requesting State states" not in page


def test_both_states_offer_reciprocity_each_for_itself(world):
    thread = preserved(world)
    body = proposing(thread, world, reciprocity="Borealia would do the same.")
    proposal = world.sent(XB, XA, "basis_proposed", body, thread=thread)
    world.settle()
    accepting = bodies.basis_answered(proposal.digest) | {"reciprocity": SAME}
    answer = world.sent(XA, XB, "basis_answered", accepting, thread=thread)
    world.settle()
    ends = [thread_state(world.node(state), thread).standing for state in ("XA", "XB")]
    assert ends[0] == ends[1]
    assert ends[0].basis.digest == proposal.digest
    found = annotations(world.node("XB"), thread).get(answer.digest, ())
    assert unsaid(found) == []
