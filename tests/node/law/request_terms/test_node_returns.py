# SPDX-License-Identifier: Apache-2.0
"""Priorities where confiscated property is returned: a decision that gives nothing to those considered first is warned of."""

import pytest

from casts.node.world import bodies
from rogatory.node.law.judge import before_leaving

XA, XB = "xa/central-authority", "xb/central-authority"


def warned(world, instrument, *beneficiaries):
    basis = {"instrument": instrument, "articles": ["14"]}
    sent = world.sent(XA, XB, "property_return", bodies.property_return(legal_basis=basis))
    world.settle()
    shares = [{"beneficiary": one, "reasons": "By our law."} for one in beneficiaries]
    body = bodies.return_decided(shares=shares)
    draft = world.drafted(XB, XA, "return_decided", body, thread=sent.thread)
    return [
        (one.fields["article"], one.fields["certainty"])
        for one in before_leaving(world.node("XB"), draft).warnings
        if one.code.id == "law-return-priority"
    ]


@pytest.mark.parametrize(
    ("instrument", "cited"),
    [
        ("un-cybercrime", ("52(2)", "parallel")),
        ("untoc", ("14(2) of A/RES/55/25", "seen")),
    ],
)
def test_a_decision_that_gives_nothing_to_whom_is_considered_first_is_warned_of(
    world, instrument, cited
):
    assert warned(world, instrument, "requested_state", "other") == [cited]


@pytest.mark.parametrize("first", ["requesting_state", "legitimate_owner", "victim"])
def test_one_of_them_is_enough(world, first):
    assert warned(world, "un-cybercrime", "requested_state", first) == []
