# SPDX-License-Identifier: Apache-2.0
"""An order that is to be enforced and is not final: warned of where the instrument asks that it be."""

import pytest

from casts.node.world import bodies
from rogatory.node.law.judge import before_leaving

XA, XB = "xa/central-authority", "xb/central-authority"
ORDER = bodies.asset_confiscation()["confiscation_sought"]


def warned(world, instrument, **parts):
    basis = {"instrument": instrument, "articles": ["13"]}
    body = bodies.asset_confiscation(confiscation_sought=parts, legal_basis=basis)
    draft = world.drafted(XA, XB, "asset_confiscation", body)
    return {
        one.code.id: (one.fields["article"], one.fields["certainty"])
        for one in before_leaving(world.node("XA"), draft).warnings
        if one.code.id == "law-order-not-final"
    }


@pytest.mark.parametrize(
    ("instrument", "found"),
    [
        ("un-cybercrime", {"law-order-not-final": ("50(3)(b)", "parallel")}),
        ("uncac", {"law-order-not-final": ("55(3)(b) of A/RES/58/4", "seen")}),
        ("untoc", {}),
    ],
)
def test_an_order_that_is_not_final_is_warned_of_where_the_instrument_asks_for_one(
    world, instrument, found
):
    assert warned(world, instrument, **ORDER | {"final": False}) == found


def test_a_final_order_and_one_that_is_to_be_obtained_are_not(world):
    assert warned(world, "un-cybercrime", **ORDER) == {}
    assert warned(world, "un-cybercrime", way="obtain_order") == {}


def test_rights_of_third_parties_are_asked_before_a_confiscation_is_reported(world):
    sent = world.sent(XA, XB, "asset_confiscation", bodies.asset_confiscation())
    world.settle()
    body = bodies.confiscation_executed()
    draft = world.drafted(XB, XA, "confiscation_executed", body, thread=sent.thread)
    found = before_leaving(world.node("XB"), draft)
    assert "third-party-rights" in {one.id for one in found.open_questions}
    assert found.blocks
