# SPDX-License-Identifier: Apache-2.0
"""A lawyer of the requested State says under which article an offence falls: its law blocks and shields by
that, whatever the request says.
"""

from dataclasses import replace

import pytest

from casts.law.cases import CENTRAL_XA, CENTRAL_XB, codes, refused
from casts.node.law import BUDAPEST, bound, opened, under_budapest
from casts.node.world import bodies
from rogatory.node.law.annotations import annotations
from rogatory.node.law.conduct import comparison_of
from rogatory.node.law.decisions import decide
from rogatory.node.law.judge import before_executing
from rogatory.node.law.subject import regime_for, subject_of
from rogatory.node.messages.send import send
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.threads.transcript import thread_state
from rogatory.treaty.composed.establishing import is_inside


def classified(world, thread, answer, article=None, officer="xb-0010", catalogued=None):
    details = {} if article is None else {"article": article}
    details |= {} if catalogued is None else {"catalogued": catalogued}
    decide(
        world.node("XB"), subject=thread, topic="offence", answer=answer, details=details,
        reason="Read with this State's law.", officer=officer,
    )  # fmt: skip


@pytest.mark.law_line(33)
def test_a_fiscal_ground_follows_the_classification_of_the_requested_state(world):
    """A fiscal aspect is never a ground for an offence of articles 2 to 11 (ETS 185 article 25(4))."""
    thread, node = under_budapest(world), world.node("XB")
    body = bodies.refusal() | {"ground": "fiscal", "article": "Tax Code, section 3"}

    def blocked():
        return "ground-never" in codes(before_executing(node, thread, "refusal", body).blocks)

    assert blocked()
    classified(world, thread, "outside")
    assert not blocked()
    world.clock.forward(seconds=1)
    classified(world, thread, "inside", "10")
    assert blocked()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"answer": "inside"}, "law-offence-article"),
        ({"answer": "inside", "article": "12"}, "law-offence-article"),
        ({"answer": "yes"}, "law-answer-form"),
        ({"answer": "outside", "officer": "xb-0001"}, "officer-role"),
    ],
)
def test_what_classifies_nothing_is_refused_and_nothing_is_written(world, changes, code):
    thread, node = under_budapest(world), world.node("XB")
    assert code in refused(node, lambda: classified(world, thread, **changes))


def test_an_offence_is_classified_under_the_catalogue_where_the_instrument_has_no_articles_on_any(
    world,
):
    """Under comity no ground depends on it, but what is compared and what is shielded do."""
    thread = opened(world, body=bodies.mla_stored_data(legal_basis={"instrument": "comity"}))
    node = world.node("XB")
    assert "law-offence-article" in refused(node, lambda: classified(world, thread, "inside", "2"))
    assert not shielding(node, thread)
    classified(world, thread, "inside", "16")
    assert shielding(node, thread) == ["law-sensitive-conduct"]
    (decision,) = node.store.decisions(thread)
    assert decision.details == {"article": "16", "instrument": "un-cybercrime"}


def test_an_offence_is_classified_by_the_state_that_is_asked_alone(world):
    thread = opened(world)
    action = lambda: decide(  # noqa: E731 - it is called once
        world.node("XA"), subject=thread, topic="offence", answer="outside", details={},
        reason="Read with this State's law.", officer="xa-0010",
    )  # fmt: skip
    assert refused(world.node("XA"), action) == ["law-offence-unclassified"]


def shielding(node, thread):
    """Return what the law says of protected material before a delivery."""
    found = before_executing(node, thread, "delivery", bodies.delivery())
    return [one for one in codes(found.shows) if one.startswith("law-sensitive")]


def compared(world, thread, officer="xb-0010"):
    """Compare the conduct by the elements of which this State's law asks none: it is no offence."""
    element = next(iter(comparison(world, thread).elements)).element
    details = {
        "requested_provision": "Criminal Code, section 12",
        "statements": {element: {"in_conduct": "no", "asked_by_law": "yes"}},
    }
    decide(
        world.node("XB"), subject=thread, topic="dual-criminality", answer="not-met",
        details=details, reason="The conduct lacks it.", officer=officer,
    )  # fmt: skip


def comparison(world, thread):
    node = world.node("XB")
    law, on = law_in_force(node), node.clock.now().date()
    return comparison_of(law, subject_of(node, law, thread), {}, on)


@pytest.mark.law_line(37)
@pytest.mark.parametrize("begin", [opened, under_budapest])
def test_conduct_is_compared_by_the_elements_of_the_article_that_the_lawyer_named(world, begin):
    """The request says article 13 (fraud); the lawyer says illegal access, and compares that again."""
    thread, node = begin(world), world.node("XB")
    labelled = [one.element for one in comparison(world, thread).elements]
    compared(world, thread)
    refusal = bodies.refusal() | {"ground": "dual_criminality", "article": "40(8)"}

    def kept():
        found = codes(before_executing(node, thread, "refusal", refusal).blocks)
        return [one for one in found if one.startswith("law-conduct")]

    assert kept() == []
    world.clock.forward(seconds=1)
    classified(world, thread, "inside", "2" if begin is under_budapest else "7")
    assert kept() == ["law-conduct-not-compared"]
    elements = [one.element for one in comparison(world, thread).elements]
    assert elements
    assert elements != labelled
    compared(world, thread)
    assert kept() == []


@pytest.mark.law_line(48)
@pytest.mark.parametrize(
    ("label", "answer", "article", "shown"),
    [
        (13, "inside", "14", ["law-sensitive-offence"]),
        (14, "inside", "7", []),
        (14, "outside", None, []),
        (14, None, None, ["law-sensitive-offence"]),
    ],
)
def test_what_is_shielded_follows_the_lawyers_article_and_not_the_requests_label(
    world, label, answer, article, shown
):
    request = bodies.mla_stored_data()
    request["offence"] = request["offence"] | {"convention_article": label}
    thread, node = opened(world, body=request), world.node("XB")
    if answer is not None:
        classified(world, thread, answer, article)
    assert shielding(node, thread) == shown
    delivery = before_executing(node, thread, "delivery", bodies.delivery())
    warned = [one for one in codes(delivery.warnings) if one.startswith("law-sensitive")]
    assert warned == (["law-sensitive-unsaid"] if shown else [])


@pytest.mark.parametrize(
    ("answer", "article", "shown"),
    [
        ("outside", None, ["law-sensitive-conduct"]),
        ("inside", "9", ["law-sensitive-conduct"]),
        ("inside", "10", []),
    ],
)
def test_what_ets_185_does_not_establish_stays_shielded_though_it_is_outside_of_it(
    world, answer, article, shown
):
    """Intimate images (16) are no offence of ETS 185; to say so is not to say that they are none."""
    request = bodies.mla_stored_data(legal_basis=BUDAPEST)
    request["offence"] = request["offence"] | {"convention_article": 16}
    bound(world, "ets-185")
    thread = opened(world, body=request)
    classified(world, thread, answer, article)
    assert shielding(world.node("XB"), thread) == shown


def unlabelled(world, instrument):
    """A request whose offence names no article of the Convention, on an instrument that binds both States."""
    stated = {"comity": {}, "ets-185": {"articles": ["31"]}, "ets-30": {"articles": ["3"]}}
    articles = stated.get(instrument, {"articles": ["18" if instrument == "untoc" else "46"]})
    offence = bodies.OFFENCE | {"convention_article": None, "maximum_years": 6}
    if instrument == "uncac":
        offence["articles"] = [{"instrument": "uncac", "article": "15"}]
    request = bodies.mla_stored_data(offence=offence)
    request["legal_basis"] = {"instrument": instrument} | articles
    if instrument != "comity":
        bound(world, instrument)
    return opened(world, body=request)


@pytest.mark.law_line(48)
@pytest.mark.parametrize(
    ("instrument", "placed"),
    [
        ("untoc", {"answer": "inside", "article": "5", "catalogued": "14"}),
        ("untoc", {"answer": "outside", "catalogued": "16"}),
        ("ets-185", {"answer": "outside", "catalogued": "15"}),
        ("ets-185", {"answer": "inside", "article": "10", "catalogued": "16"}),
        ("ets-185", {"answer": "inside", "article": "9"}),
        ("uncac", {"answer": "inside", "article": "23", "catalogued": "14"}),
        ("uncac", {"answer": "outside", "catalogued": "16"}),
        ("ets-30", {"answer": "inside", "article": "15"}),
        ("comity", {"answer": "inside", "article": "16"}),
    ],
)
def test_under_every_instrument_a_lawyer_shields_what_the_request_does_not_label(
    world, instrument, placed
):
    thread, node = unlabelled(world, instrument), world.node("XB")
    assert shielding(node, thread) == []
    classified(world, thread, **placed)
    assert shielding(node, thread) == ["law-sensitive-conduct"]
    delivery = before_executing(node, thread, "delivery", bodies.delivery())
    assert "law-sensitive-conduct-unsaid" in codes(delivery.warnings)


def test_a_lawyer_may_say_that_it_is_none_of_the_catalogue(world):
    request = bodies.mla_stored_data(legal_basis=BUDAPEST)
    request["offence"] = request["offence"] | {"convention_article": 16}
    bound(world, "ets-185")
    thread = opened(world, body=request)
    classified(world, thread, "outside")
    assert shielding(world.node("XB"), thread) == ["law-sensitive-conduct"]
    world.clock.forward(seconds=1)
    classified(world, thread, "outside", catalogued="none")
    assert shielding(world.node("XB"), thread) == []


@pytest.mark.parametrize(
    ("instrument", "placed"),
    [
        # Articles 7 to 14 of the Convention have a parallel in ETS 185: this is what says them.
        ("ets-185", {"answer": "outside", "catalogued": "14"}),
        ("ets-185", {"answer": "inside", "article": "9", "catalogued": "16"}),
        ("untoc", {"answer": "outside", "catalogued": "18"}),
        ("comity", {"answer": "inside", "article": "7", "catalogued": "16"}),
    ],
)
def test_what_contradicts_the_article_of_the_instrument_is_refused(world, instrument, placed):
    thread, node = unlabelled(world, instrument), world.node("XB")
    before = node.store.decisions(thread)
    assert refused(node, lambda: classified(world, thread, **placed)) == ["law-offence-catalogued"]
    assert node.store.decisions(thread) == before
    assert shielding(node, thread) == []


@pytest.mark.law_line(1)
def test_whether_another_instrument_reaches_the_offence_is_judged_as_the_lawyer_placed_it(world):
    """A classification under ETS 185 stays when the Convention is agreed to instead: by its parallel."""
    minor = bodies.OFFENCE | {"maximum_years": 2}
    thread, node = under_budapest(world, offence=minor), world.node("XB")
    proposed = bodies.basis_proposed(
        thread_state(node, thread).standing.opening.digest, "un-cybercrime"
    )

    def outside():
        found = before_executing(node, thread, "basis_proposed", proposed).blocks
        return "basis-offence-outside" in codes(found)

    def inside_there():
        law, on = law_in_force(node), node.clock.now().date()
        subject = subject_of(node, law, thread)
        moved = replace(subject, body=subject.body | {"legal_basis": proposed["legal_basis"]})
        return is_inside(regime_for(law, moved, on), moved.offence)

    assert inside_there()
    classified(world, thread, "inside", "10")  # copyright, which the Convention has not
    assert not inside_there()
    assert outside()
    world.clock.forward(seconds=1)
    classified(world, thread, "inside", "2")
    assert inside_there()
    assert not outside()


@pytest.mark.law_line(48)
def test_a_lawyer_decides_whether_uncac_establishes_an_offence_whatever_the_request_calls_it(world):
    thread, node = unlabelled(world, "uncac"), world.node("XB")
    [opening] = node.store.transcript(thread)
    assert noted_at(node, thread) == []
    classified(world, thread, "outside")
    assert noted_at(node, thread) == ["basis-offence-not-established"]
    world.clock.forward(seconds=1)
    classified(world, thread, "inside", "17")
    assert noted_at(node, thread) == []
    assert [one.digest for one in node.store.transcript(thread)] == [opening.digest]


@pytest.mark.law_line(3)
def test_what_a_request_calls_corruption_is_no_offence_of_uncac_by_that_name(world):
    bound(world, "uncac")
    offence = bodies.OFFENCE | {"convention_article": None, "corruption": True}
    request = bodies.mla_stored_data(offence=offence)
    request["legal_basis"] = {"instrument": "uncac", "articles": ["46"]}
    draft = world.drafted(CENTRAL_XA, CENTRAL_XB, "mla_stored_data", request)
    world.approved(draft)
    node = world.node("XA")
    assert "basis-offence-not-established" in refused(node, lambda: send(node, draft.id, "xa-0010"))
    assert not node.store.transcript(draft.thread)


def noted_at(node, thread):
    found = annotations(node, thread).values()
    return [one.code.id for notes in found for one in notes]
