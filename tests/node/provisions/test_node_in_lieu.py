# SPDX-License-Identifier: Apache-2.0
"""Provisions on which two States agree in one case, in place of a treaty between them (ETS 185 27(1))."""

import pytest

from casts.law.cases import CENTRAL_XA, CENTRAL_XB, codes, refused
from casts.node.law import BUDAPEST, bound, opened, under_budapest
from casts.node.world import bodies
from rogatory.node.law.annotations import annotations
from rogatory.node.law.judge import before_executing
from rogatory.node.law.subject import of_thread, regime_for
from rogatory.node.letters.of_node import letter, values_of
from rogatory.node.messages.send import send
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.provisions.request_law import law_of_known, law_of_messages
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.contents.body import check
from rogatory.treaty.grounds import grounds_for
from rogatory.treaty.refusals import PARAGRAPHS_AGREED

POLITICAL = {"ground": "political_offence", "reasons": "It is regarded as political."}
ALL_OF_27 = ["27", "28"]
SIDES = {"XA": (CENTRAL_XA, CENTRAL_XB), "XB": (CENTRAL_XB, CENTRAL_XA)}
OTHER = {"XA": "XB", "XB": "XA"}


@pytest.fixture
def thread(world):
    """A request on ETS 185 between States that ETS 30 binds as well."""
    bound(world, "ets-30")
    return under_budapest(world)


def proposal(world, thread, in_lieu=ALL_OF_27, **changes):
    basis = thread_state(world.node("XA"), thread).standing.basis
    stated = {"instrument": "ets-185", "articles": ["31"]}
    body = bodies.basis_proposed(basis.digest) | {"legal_basis": stated, **changes}
    return body if in_lieu is None else body | {"in_lieu": in_lieu}


def proposed(world, thread, state="XA", in_lieu=ALL_OF_27, **changes):
    body = proposal(world, thread, in_lieu, **changes)
    sent = world.sent(*SIDES[state], "basis_proposed", body, thread=thread)
    world.settle()
    return sent


def answered(world, thread, proposal, state, decision="accepted"):
    body = bodies.basis_answered(proposal.digest, decision)
    world.sent(*SIDES[state], "basis_answered", body, thread=thread)
    world.settle()


def article_of(world, state, thread, ground="political_offence"):
    """Where this State's law finds a ground for refusing the request of a thread."""
    node = world.node(state)
    on = node.clock.now().date()
    regime = regime_for(law_in_force(node), of_thread(node, thread), on)
    listed = grounds_for(regime, "mla_stored_data")
    return next((one.citation for one in listed if one.id == ground), None)


@pytest.mark.law_line(2)
@pytest.mark.parametrize("state", ["XA", "XB"])
def test_what_either_state_proposes_applies_once_the_other_agrees_and_in_this_case_alone(
    world, thread, state
):
    another = bodies.mla_stored_data(legal_basis=BUDAPEST, case_number="AR-2026-0999")
    other = opened(world, body=another)
    assert article_of(world, "XB", thread) == "2(a) of ETS 30"
    made = proposed(world, thread, state)
    assert article_of(world, "XB", thread) == "2(a) of ETS 30"
    answered(world, thread, made, OTHER[state])
    for end in ("XA", "XB"):
        node = world.node(end)
        assert article_of(world, end, thread) == "27(4)(a) of ETS 185"
        assert article_of(world, end, other) == "2(a) of ETS 30"
        agreed = ("27", "28")
        assert law_of_known(node, thread).regime.agreed == agreed
        assert (
            law_of_messages(law_in_force(node), thread_state(node, thread)).regime.agreed == agreed
        )
        assert law_of_known(node, other).regime.agreed == ()
    ends = [thread_state(world.node(end), thread).standing for end in ("XA", "XB")]
    assert ends[0] == ends[1]


def test_a_declined_proposal_leaves_the_treaty_where_it_was(world, thread):
    answered(world, thread, proposed(world, thread), "XB", "declined")
    assert {article_of(world, end, thread) for end in ("XA", "XB")} == {"2(a) of ETS 30"}


def test_some_of_the_paragraphs_come_back_beside_the_treaty(world, thread):
    answered(world, thread, proposed(world, thread, in_lieu=["27(4)"]), "XB")
    assert article_of(world, "XB", thread) == "27(4)(a) of ETS 185"
    assert article_of(world, "XB", thread, "not_extraditable") == "5(1)(b) of ETS 30"


def test_a_later_proposal_without_provisions_ends_what_was_agreed(world, thread):
    answered(world, thread, proposed(world, thread), "XB")
    answered(world, thread, proposed(world, thread, in_lieu=None), "XB")
    assert {article_of(world, end, thread) for end in ("XA", "XB")} == {"2(a) of ETS 30"}


def test_either_of_two_articles_of_one_ground_may_be_cited(world, thread):
    """Article 25(4) brings in the treaty's grounds beside those of article 27."""
    answered(world, thread, proposed(world, thread), "XB")
    for article, is_known in (("27(4)(a)", True), ("2(a)", True), ("27(4)(b)", False)):
        body = bodies.refusal() | POLITICAL | {"article": article}
        warned = codes(before_executing(world.node("XB"), thread, "refusal", body).warnings)
        assert ("law-ground-article" in warned) is not is_known


def test_what_was_refused_before_is_remarked_by_the_law_of_its_time(world, thread):
    body = bodies.refusal() | POLITICAL | {"article": "2(a)"}
    before = codes(before_executing(world.node("XB"), thread, "refusal", body).warnings)
    made = proposed(world, thread)
    refusal = world.sent(*SIDES["XB"], "refusal", body, thread=thread)
    world.settle()
    assert "law-ground-article" not in before
    assert refusal.digest not in annotations(world.node("XA"), thread)
    assert made.digest not in annotations(world.node("XB"), thread)


@pytest.mark.parametrize("provisions", [["29(5)"], ["25(4)"], ["27(4)", "28(9)", "30"], ["x"]])
def test_a_provision_that_gives_way_to_nothing_is_not_proposed(world, thread, provisions):
    node = world.node("XA")
    before = thread_state(node, thread)
    body = proposal(world, thread, provisions)
    found = before_executing(node, thread, "basis_proposed", body).blocks
    named = [one.fields["provision"] for one in found if one.code.id == "law-in-lieu-closed"]
    assert named == [one for one in provisions if not one.startswith(("27", "28"))]
    draft = world.approved(
        world.drafted(CENTRAL_XA, CENTRAL_XB, "basis_proposed", body, thread=thread)
    )
    assert "law-in-lieu-closed" in refused(node, lambda: send(node, draft.id, draft.drafted_by))
    assert thread_state(node, thread) == before


def test_where_an_instrument_gives_way_in_nothing_the_refusal_says_so(world):
    bound(world, "ets-30")
    stated = {"instrument": "ets-30", "articles": ["3"]}
    thread = opened(world, body=bodies.mla_stored_data(legal_basis=stated))
    body = proposal(world, thread, ["3"]) | {"legal_basis": stated}
    found = before_executing(world.node("XA"), thread, "basis_proposed", body).blocks
    (closed,) = [one for one in found if one.code.id == "law-in-lieu-closed"]
    assert closed.sentence().startswith("The proposal names 3 ")
    assert "agree so on: no provision." in closed.sentence()


def test_one_state_agrees_with_nobody_in_its_own_request(world):
    """The form of a request has no such field; one that came with it all the same agrees on nothing."""
    bound(world, "ets-30")
    for place in ({"in_lieu": ALL_OF_27}, {"legal_basis": BUDAPEST | {"in_lieu": ALL_OF_27}}):
        body = bodies.mla_stored_data(legal_basis=BUDAPEST) | place
        assert "content-unknown" in codes(check("mla_stored_data", body))
    thread = under_budapest(world)
    assert article_of(world, "XB", thread) == "2(a) of ETS 30"


def test_who_answers_reads_what_was_agreed(world, thread):
    body, node = bodies.refusal() | POLITICAL | {"article": "27(4)(a)"}, world.node("XB")

    def shown():
        found = before_executing(node, thread, "refusal", body).shows
        return [one.fields["paragraphs"] for one in found if one.code is PARAGRAPHS_AGREED]

    made = proposed(world, thread)
    assert shown() == []
    answered(world, thread, made, "XB")
    assert shown() == ["27 of ETS 185, 28 of ETS 185"]


def test_where_nothing_gives_way_it_is_said(world):
    thread = under_budapest(world)
    node, body = world.node("XA"), proposal(world, thread)
    found = before_executing(node, thread, "basis_proposed", body)
    assert "law-in-lieu-of-nothing" in codes(found.warnings)
    made = proposed(world, thread)
    assert codes(annotations(world.node("XB"), thread)[made.digest]) == ["law-in-lieu-of-nothing"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "would apply in place of any treaty"),
        ("fr", "s’appliqueraient à la place de tout traité"),
        ("es", "se aplicarían en lugar de cualquier tratado"),
        ("ru", "вместо любого договора"),
        ("ar", "بدلًا من أي معاهدة"),
        ("zh", "取代两国之间的任何条约"),
    ],
)
def test_the_letter_names_the_provisions_proposed_and_later_ones_cite_them(
    world, thread, language, words
):
    made = proposed(world, thread)
    node = world.node("XB")
    page = letter(node, made.digest, language, pdf=False).html.decode()
    assert words in page
    assert "27" in page
    assert values_of(node, made.digest).basis.agreed == ()
    answered(world, thread, made, "XB")
    body = bodies.additional_information()
    later = world.sent(*SIDES["XB"], "additional_information", body, thread=thread)
    assert values_of(node, later.digest).basis.agreed == ("27", "28")
