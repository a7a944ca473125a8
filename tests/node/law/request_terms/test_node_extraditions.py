# SPDX-License-Identifier: Apache-2.0
"""Extradition before a message leaves: who decides, where speciality comes from, a submission that is owed."""

import pytest

from casts.node.world import bodies
from rogatory.node.law.judge import before_leaving

XA, XB = "xa/central-authority", "xb/central-authority"
SUBMITTED = {"authority": "Public Prosecutor of Borealia", "reference": "P 12/2026"}


def requested(world, instrument="un-cybercrime", article="37", **changes):
    basis = {"instrument": instrument, "articles": [article]}
    return bodies.extradition(legal_basis=basis, **changes)


def refused(world, ground, instrument="un-cybercrime", cited="37(11)", wished=True, **stated):
    """Return what the law says of a refusal on a ground."""
    body = requested(world, instrument, cited.partition("(")[0], submission_requested=wished)
    sent = world.sent(XA, XB, "extradition", body)
    world.settle()
    return refusing(world, sent.thread, ground, cited, **stated)


def refusing(world, thread, ground, cited, **stated):
    refusal = {**bodies.refusal(), "ground": ground, "article": cited, **stated}
    draft = world.drafted(XB, XA, "refusal", refusal, thread=thread)
    return before_leaving(world.node("XB"), draft)


def codes(reasons):
    return [one.code.id for one in reasons]


@pytest.mark.parametrize(
    ("instrument", "article", "cited"),
    [
        ("un-cybercrime", "37(11)", ("37(11)", "parallel")),
        ("untoc", "16(10)", ("16(10) of A/RES/55/25", "seen")),
    ],
)
def test_a_submission_for_prosecution_that_is_not_stated_is_warned_of(
    world, instrument, article, cited
):
    found = refused(world, "nationality", instrument, article)
    owed = [one for one in found.warnings if one.code.id == "law-prosecution-owed"]
    assert [(one.fields["article"], one.fields["certainty"]) for one in owed] == [cited]


def test_nothing_is_owed_that_is_stated_or_was_not_asked_for(world):
    stated = refused(world, "nationality", prosecution_submission=SUBMITTED)
    assert "law-prosecution-owed" not in codes(stated.warnings)
    unasked = refused(world, "nationality", wished=False)
    assert "law-prosecution-owed" not in codes(unasked.warnings)


def test_fiscal_aspects_are_never_a_ground_and_domestic_law_is_one_if_it_is_named(world):
    assert "ground-never" in codes(refused(world, "fiscal").blocks)
    act = "Extradition Act of Borealia, section 9"
    body = requested(world)
    sent = world.sent(XA, XB, "extradition", body)
    world.settle()
    own = refusing(world, sent.thread, "time_barred", act)
    assert not [one for one in codes(own.blocks) if one.startswith("ground-")]
    unnamed = refusing(world, sent.thread, "time_barred", "37(8)")
    assert [one for one in codes(unnamed.blocks) if one.startswith("ground-")]


@pytest.mark.parametrize("instrument", ["un-cybercrime", "untoc", "uncac"])
def test_a_request_says_that_authorities_decide_and_that_its_instrument_has_no_speciality(
    world, instrument
):
    draft = world.drafted(XA, XB, "extradition", requested(world, instrument))
    shown = before_leaving(world.node("XA"), draft).shows
    decides = [one for one in shown if one.code.id == "law-extradition-authorities"]
    assert [one.fields["state"] for one in decides] == ["XB"]
    assert "law-speciality-elsewhere" in codes(shown)


def test_of_another_instrument_nothing_is_said_of_speciality(world):
    draft = world.drafted(XA, XB, "extradition", requested(world, "comity", "-"))
    shown = codes(before_leaving(world.node("XA"), draft).shows)
    assert "law-extradition-authorities" in shown
    assert "law-speciality-elsewhere" not in shown
