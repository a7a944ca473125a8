# SPDX-License-Identifier: Apache-2.0
"""The demands of each instrument on the officers of the State that acts, beyond its lists."""

import pytest

from casts.law.cases import CENTRAL_XA, CENTRAL_XB, XA, XB, answered, codes
from casts.node.law import BUDAPEST, SERIOUS, blocks, bound, opened, under_budapest
from casts.node.world import bodies
from rogatory.node.law.annotations import annotations
from rogatory.node.law.judge import before_executing, before_sending
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.contents.body import check

UNTOC = {"instrument": "untoc", "articles": ["27"]}


def questions_on(world, state, thread, kind):
    return {one.id: one for one in before_executing(world.node(state), thread, kind).asked}


# Consultation, and what is considered before a refusal


@pytest.mark.law_line(34)
@pytest.mark.parametrize("kind", ["refusal", "postponement"])
def test_help_in_part_is_considered_before_a_refusal_or_postponement_under_ets_185(world, kind):
    thread, node = under_budapest(world), world.node("XB")
    body = {
        "refusal": bodies.refusal() | {"ground": "political_offence", "article": "27(4)(a)"},
        "postponement": bodies.postponement() | {"article": "27(5)"},
    }[kind]
    body.pop("consultation")
    (reason,) = before_executing(node, thread, kind, body).blocks
    assert (reason.code.id, reason.basis.article) == ("law-question-open", "27(6) of ETS 185")
    answered(
        world, "XB", thread, "part-or-conditions-ets-185", "The whole concerns one act.",
        topic="before-executing", officer="xb-0010",
    )  # fmt: skip
    assert before_executing(node, thread, kind, body).blocks == ()


def test_nothing_of_the_kind_is_asked_under_the_convention(world):
    assert questions_on(world, "XB", opened(world), "refusal") == {}


@pytest.mark.law_line(34)
def test_a_postponement_leaves_without_a_consultation_where_none_is_owed(world):
    """The form of the message asked for one under every instrument."""
    thread = under_budapest(world)
    body = bodies.postponement() | {"article": "27(5)"}
    body.pop("consultation")
    draft = world.drafted(CENTRAL_XB, CENTRAL_XA, "postponement", body, thread=thread)
    assert "consultation" not in draft.body


# Interception


def test_an_interception_under_ets_185_is_permitted_by_law_and_excluded_by_no_treaty(world):
    convention = opened(world, "mla_interception", bodies.mla_interception())
    here = questions_on(world, "XB", convention, "acceptance")
    there = questions_on(world, "XB", under_budapest(world, "mla_interception"), "acceptance")
    assert "permitted-interception" not in there
    question = there["permitted-interception-ets-185"]
    assert question.article == "34 of ETS 185"
    assert "no applicable treaty exclude" in question.text
    assert "permitted-interception" in here


# Holds that will not suffice


def a_hold(world):
    return opened(world, "preservation", bodies.preservation(), sender=XA, addressee=XB)


@pytest.mark.law_line(35)
def test_a_hold_that_will_not_suffice_waits_for_a_warning(world):
    thread, node, body = a_hold(world), world.node("XB"), bodies.preservation_confirmed()
    before = codes(before_executing(node, thread, "preservation_confirmed", body).blocks)
    assert "law-hold-insufficient" not in before
    answered(world, "XB", thread, "hold-suffices", "no", topic="before-executing")
    found = before_executing(node, thread, "preservation_confirmed", body).blocks
    (reason,) = [one for one in found if one.code.id == "law-hold-insufficient"]
    assert (reason.fields["officer"], reason.basis.article) == ("xb-0001", "42(7)")
    world.sent(XB, XA, "preservation_warning", bodies.preservation_warning(), thread=thread)
    found = before_executing(node, thread, "preservation_confirmed", body).blocks
    assert "law-hold-insufficient" not in codes(found)


# What a request names


def test_police_cooperation_under_untoc_is_not_judged_by_article_47(world):
    body = bodies.law_enforcement_cooperation(legal_basis=UNTOC, offence=SERIOUS)
    draft = world.answered(world.drafted(XA, XB, "law_enforcement_cooperation", body))
    lawful = before_sending(world.node("XA"), draft)
    assert blocks(world, draft) == []
    cited = [one.basis.article for one in (*lawful.warnings, *lawful.shows) if one.basis]
    assert not any(one.startswith("47") for one in cited)
    thread = world.sent(XA, XB, "law_enforcement_cooperation", body).thread
    world.settle()
    assert annotations(world.node("XB"), thread) == {}


@pytest.mark.parametrize(("article", "sent"), [("8(1)", True), ("9", False), (None, False)])
def test_police_cooperation_under_untoc_reaches_what_it_establishes_whatever_the_penalty(
    world, article, sent
):
    """UNTOC 3(1)(a): an offence of articles 5, 6, 8 or 23 with a maximum of two years, and no other."""
    offence = SERIOUS | {"maximum_years": 2}
    if article is not None:
        offence["articles"] = [{"instrument": "untoc", "article": article}]
    body = bodies.law_enforcement_cooperation(legal_basis=UNTOC, offence=offence)
    draft = world.answered(world.drafted(XA, XB, "law_enforcement_cooperation", body))
    assert ("basis-offence-not-serious" not in blocks(world, draft)) is sent


def test_article_4_of_another_instrument_is_no_article_4_of_the_convention(world):
    basis = {"instrument": "untoc", "articles": ["18", "4"]}
    draft = world.drafted(
        CENTRAL_XA, CENTRAL_XB, "mla_stored_data",
        bodies.mla_stored_data(legal_basis=basis, offence=SERIOUS),
    )  # fmt: skip
    found = codes(before_sending(world.node("XA"), draft).warnings)
    assert not [one for one in found if one.startswith("scope-")]


def test_an_article_that_the_instrument_has_for_something_else_is_remarked_at_both_ends(world):
    basis = {"instrument": "un-cybercrime", "articles": ["43"]}
    draft = world.drafted(
        CENTRAL_XA, CENTRAL_XB, "mla_stored_data", bodies.mla_stored_data(legal_basis=basis)
    )
    (reason,) = [
        one
        for one in before_sending(world.node("XA"), draft).warnings
        if one.code.id == "law-basis-articles-other"
    ]
    assert reason.fields["cited"] == "43"
    assert reason.basis.article == "44(1)"
    thread = opened(world, body=bodies.mla_stored_data(legal_basis=basis))
    (remarks,) = annotations(world.node("XB"), thread).values()
    assert codes(remarks) == ["law-basis-articles-other"]


OTHER, UNRECORDED = "law-basis-articles-other", "law-basis-paragraphs-unrecorded"
UNCITED = "law-basis-article-uncited"


@pytest.mark.parametrize(
    ("kind", "instrument", "cited", "expected"),
    [
        ("preservation", "ets-185", ["29"], {}),
        ("preservation", "ets-185", ["Article 29 (1)", "29(7) of ETS 185", "30(1)"], {}),
        ("preservation", "ets-185", ["29", "99"], {OTHER: "99"}),
        ("preservation", "ets-185", ["29", "98", "99(1)"], {OTHER: "98, 99(1)"}),
        ("preservation", "ets-185", ["29 and 99"], {OTHER: "29 and 99"}),
        ("preservation", "ets-185", ["29(9)"], {UNRECORDED: "29(9)"}),
        ("preservation", "ets-185", ["29(1)-(9)"], {UNRECORDED: "29(1)-(9)"}),
        ("preservation", "ets-185", ["35(3)"], {UNRECORDED: "35(3)", UNCITED: "35(3)"}),
        ("mla_stored_data", "ets-185", ["27"], {UNCITED: "27"}),
        ("mla_stored_data", "ets-185", ["27", "31"], {}),
        ("mla_stored_data", "un-cybercrime", ["40"], {UNCITED: "40"}),
        ("mla_general", "ets-185", ["27"], {}),
        ("preservation", "comity", ["29"], {OTHER: "29"}),
        ("preservation", "comity", ["reciprocity"], {}),
        ("preservation", "comity", ["-"], {}),
    ],
)
def test_every_article_and_paragraph_that_no_line_has_is_remarked_at_both_ends(
    world, kind, instrument, cited, expected
):
    bound(world, "ets-185")
    body = getattr(bodies, kind)(legal_basis={"instrument": instrument, "articles": cited})
    who = {"sender": XA, "addressee": XB} if kind == "preservation" else {}
    thread = opened(world, kind, body, **who)
    draft = world.drafted(
        who.get("sender", CENTRAL_XA), who.get("addressee", CENTRAL_XB), kind, body
    )
    judged = before_sending(world.node("XA"), draft)
    before = thread_state(world.node("XB"), thread)
    received = [one for notes in annotations(world.node("XB"), thread).values() for one in notes]
    for found in ((*judged.warnings, *judged.shows), received):
        about = {one.code.id: one.fields["cited"] for one in found if "cited" in one.fields}
        assert about == expected
    assert {OTHER}.isdisjoint(codes(judged.shows))
    assert {UNRECORDED, UNCITED}.isdisjoint(codes(judged.warnings))
    assert {OTHER, UNRECORDED, UNCITED}.isdisjoint(codes(judged.blocks))
    assert thread_state(world.node("XB"), thread) == before


@pytest.mark.law_line(6)
def test_a_place_in_a_third_state_is_remarked_at_both_ends(world):
    named = [{"description": "Mail server", "location": "Rack 4", "state": "XT"}]
    body = bodies.mla_stored_data(items_or_accounts=named)
    draft = world.drafted(CENTRAL_XA, CENTRAL_XB, "mla_stored_data", body)
    assert "law-place-elsewhere" in codes(before_sending(world.node("XA"), draft).warnings)
    thread = opened(world, body=body)
    (remarks,) = annotations(world.node("XB"), thread).values()
    assert codes(remarks) == ["law-place-elsewhere"]
    here = [named[0] | {"state": "XB"}]
    other = world.drafted(
        CENTRAL_XA, CENTRAL_XB, "mla_stored_data", bodies.mla_stored_data(items_or_accounts=here)
    )
    assert "law-place-elsewhere" not in codes(before_sending(world.node("XA"), other).warnings)


# Grounds without dual criminality, and extensions


@pytest.mark.law_line(37)
@pytest.mark.parametrize(
    ("measures", "ground", "expected"),
    [
        (["serve_documents"], "de_minimis", []),
        (["serve_documents"], "other_provision", []),
        (["serve_documents"], "dual_criminality", ["ground-help-not-coercive"]),
        (["search_seize_freeze"], "dual_criminality", []),
        (["search_seize_freeze"], "de_minimis", ["ground-help-coercive"]),
        (["search_seize_freeze", "serve_documents"], "other_provision", ["ground-help-coercive"]),
        (["take_statements"], "dual_criminality", []),
        (["take_statements"], "de_minimis", []),
    ],
)
def test_missing_dual_criminality_refuses_coercive_help_alone_under_uncac(
    world, measures, ground, expected
):
    bound(world, "uncac")
    offence = SERIOUS | {"articles": [{"instrument": "uncac", "article": "15"}]}
    basis = {"instrument": "uncac", "articles": ["46"]}
    body = bodies.mla_general(legal_basis=basis, offence=offence, measures=measures)
    thread, node = opened(world, "mla_general", body), world.node("XB")
    refusal = bodies.refusal() | {"ground": ground, "article": "46(9)(b)"}
    refusal.pop("consultation")
    found = codes(before_executing(node, thread, "refusal", refusal).blocks)
    assert found == sorted(["law-conduct-not-compared", *expected])


@pytest.mark.law_line(31)
@pytest.mark.parametrize(
    ("instrument", "expected"),
    [("comity", []), ("un-cybercrime", ["ground-missing"])],
)
def test_an_extension_that_nobody_owes_is_declined_with_reasons_alone(world, instrument, expected):
    basis = {"instrument": instrument, "articles": ["42"]}
    thread = opened(
        world, "preservation", bodies.preservation(legal_basis=basis), sender=XA, addressee=XB
    )
    body = {"article": "-", "reasons": "The order cannot be renewed."}
    found = before_executing(world.node("XB"), thread, "extension_declined", body)
    assert codes(found.blocks) == expected


@pytest.mark.parametrize(
    ("instrument", "expected"),
    [("comity", []), ("ets-185", []), ("un-cybercrime", ["law-required-unsaid"])],
)
def test_an_extension_at_discretion_is_declined_without_an_article(world, instrument, expected):
    if instrument == "ets-185":
        bound(world, instrument)
    basis = {"instrument": instrument, "articles": ["29"]}
    thread = opened(
        world, "preservation", bodies.preservation(legal_basis=basis), sender=XA, addressee=XB
    )
    body = {"reasons": "The order cannot be renewed."}
    assert check("extension_declined", body | {"answers_to": "0" * 64}) == []
    found = before_executing(world.node("XB"), thread, "extension_declined", body)
    unsaid = [one for one in found.blocks if one.fields.get("field") == "article"]
    assert codes(unsaid) == expected


@pytest.mark.law_line(34)
def test_declining_an_extension_names_the_consultation_before_it(world):
    """It had no place for the record, so that an extension was declined after an answer alone."""
    thread, node = a_hold(world), world.node("XB")
    held = {"with": "Central authority", "at": "2026-11-24T10:00:00Z", "outcome": "None was found."}
    body = {"ground": "essential_interests", "article": "40(21)(b)", "reasons": "A State secret."}
    found = before_executing(node, thread, "extension_declined", body).blocks
    assert codes(found) == ["ground-consultation-missing"]
    body["consultation"] = held
    assert before_executing(node, thread, "extension_declined", body).blocks == ()


# A request that cannot be kept secret


@pytest.mark.law_line(44)
def test_execution_without_the_secrecy_asked_for_waits_for_the_requesting_state(world):
    """It decides under ETS 185 27(8); a consultation of the time before settles nothing."""
    thread, node = under_budapest(world), world.node("XB")
    opening = thread_state(node, thread).standing.opening.digest

    def undecided():
        return "law-secrecy-undecided" in codes(before_executing(node, thread, "acceptance").blocks)

    def consulted(proposal, about):
        body = bodies.consultation() | {"proposal": proposal, "about": about}
        asking = world.sent(CENTRAL_XB, CENTRAL_XA, "consultation", body, thread=thread)
        world.settle()
        body = bodies.consultation_answer(asking.digest, "accepted") | {"reasons": proposal}
        world.sent(CENTRAL_XA, CENTRAL_XB, "consultation_answer", body, thread=thread)
        world.settle()

    consulted("Execution without the secrecy, should it come to that", "would_disclose")
    assert not undecided()
    body = bodies.confidentiality_failure(opening)
    notice = world.sent(CENTRAL_XB, CENTRAL_XA, "confidentiality_failure", body, thread=thread)
    world.settle()
    assert undecided()
    remarks = annotations(world.node("XA"), thread)[notice.digest]
    assert codes(remarks) == ["law-secrecy-to-decide"]
    assert remarks[0].basis.article == "27(8) of ETS 185"
    for about in ("would_limit", "costs", "would_refuse", "would_postpone"):
        consulted("Subscriber information alone", about)
        assert undecided()
    consulted("Execution without the secrecy", "would_disclose")
    assert not undecided()


@pytest.mark.law_line(44)
def test_under_the_convention_the_requesting_state_is_informed_and_nothing_waits(world):
    thread, node = opened(world), world.node("XB")
    body = bodies.confidentiality_failure(thread_state(node, thread).standing.opening.digest)
    notice = world.sent(CENTRAL_XB, CENTRAL_XA, "confidentiality_failure", body, thread=thread)
    world.settle()
    assert "law-secrecy-undecided" not in codes(before_executing(node, thread, "acceptance").blocks)
    assert notice.digest not in annotations(world.node("XA"), thread)


# Articles of the offence


def placed_under(*instruments):
    offence = {key: value for key, value in bodies.OFFENCE.items() if key != "convention_article"}
    articles = [{"instrument": one, "article": "8"} for one in instruments]
    return offence | {"articles": articles}


@pytest.mark.parametrize(
    ("instruments", "is_remarked"),
    [(("ets-185",), False), (("untoc",), True), (("untoc", "ets-185"), False)],
)
def test_an_offence_placed_under_another_instrument_than_the_basis_is_remarked_on(
    world, instruments, is_remarked
):
    bound(world, "ets-185")
    body = bodies.mla_stored_data(legal_basis=BUDAPEST, offence=placed_under(*instruments))
    draft = world.drafted(CENTRAL_XA, CENTRAL_XB, "mla_stored_data", body)
    before = before_sending(world.node("XA"), draft).warnings
    thread = opened(world, "mla_stored_data", body)
    (message,) = [one.digest for one in world.node("XB").store.transcript(thread)]
    after = annotations(world.node("XB"), thread).get(message, ())
    for found in (before, after):
        reasons = [one for one in found if one.code.id == "law-offence-articles-elsewhere"]
        assert len(reasons) == is_remarked
        assert all("Transnational" in str(one.fields["other"]) for one in reasons)


def test_under_comity_an_offence_is_placed_under_whatever_instrument(world):
    basis = {"instrument": "comity"}
    body = bodies.mla_stored_data(legal_basis=basis, offence=placed_under("untoc"))
    draft = world.drafted(CENTRAL_XA, CENTRAL_XB, "mla_stored_data", body)
    assert "law-offence-articles-elsewhere" not in codes(
        before_sending(world.node("XA"), draft).warnings
    )
