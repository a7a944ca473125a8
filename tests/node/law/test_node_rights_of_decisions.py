# SPDX-License-Identifier: Apache-2.0
"""Questions on rights before provider and path are disclosed, and before another use or a transfer is allowed."""

import pytest

from casts.law.cases import CENTRAL_XA, CENTRAL_XB, XA, XB, answered, codes, refused
from casts.node.law import accepted, opened, preserved
from casts.node.world import bodies
from rogatory.node.law.judge import before_executing
from rogatory.node.messages.send import send
from rogatory.node.threads.transcript import thread_state

RIGHTS = ("human-rights", "discrimination", "rights-expression")


@pytest.mark.law_line(38)
def test_rights_are_answered_for_the_path_as_well_as_for_the_hold(world):
    thread, node = preserved(world), world.node("XB")
    confirmed = bodies.preservation_confirmed()
    hold = world.drafted(XB, XA, "preservation_confirmed", confirmed, thread=thread)
    world.approved(hold)
    assert {*RIGHTS} <= {one.question for one in node.store.decisions(thread)}
    world.clock.forward(seconds=1)
    assert send(node, hold.id, "xb-0001")
    world.clock.forward(seconds=1)
    body = bodies.preserved_traffic_disclosure(node.store.transcript(thread)[0].digest)
    draft = world.drafted(XB, XA, "preserved_traffic_disclosure", body, thread=thread)
    assert "law-question-open" in refused(node, lambda: send(node, draft.id, "xb-0001"))
    lawful = before_executing(node, thread, "preserved_traffic_disclosure", body)
    assert {*RIGHTS} <= {one.id for one in lawful.open_questions}
    answered(world, "XB", thread, "discrimination", "yes", topic="before-executing")
    assert "law-question-forbids" in refused(node, lambda: send(node, draft.id, "xb-0001"))
    assert not thread_state(node, thread).standing.disclosures
    for question, answer in zip(RIGHTS, ("yes", "no", "no"), strict=True):
        answered(world, "XB", thread, question, answer, topic="before-executing")
    lawful = before_executing(node, thread, "preserved_traffic_disclosure", body)
    assert not {*RIGHTS} & {one.id for one in lawful.open_questions}
    world.approved(draft)
    world.clock.forward(seconds=1)
    assert send(node, draft.id, "xb-0001")
    # Data that are found later are looked at again.
    second = before_executing(node, thread, "preserved_traffic_disclosure", body)
    assert {*RIGHTS} <= {one.id for one in second.open_questions}


@pytest.mark.law_line(38)
@pytest.mark.parametrize("basis", [None, "comity"])
@pytest.mark.parametrize(
    ("asking", "allowing"),
    [
        ("use_consent_request", "use_consent"),
        ("onward_transfer_request", "onward_transfer_authorisation"),
    ],
)
def test_a_no_on_rights_leaves_another_use_to_be_declined(world, basis, asking, allowing):
    changes = (
        {} if basis is None else {"legal_basis": {"instrument": basis}, "reciprocity": "Alike."}
    )
    thread, node = opened(world, body=bodies.mla_stored_data(**changes)), world.node("XB")
    accepted(world, thread)
    world.settle()
    world.sent(CENTRAL_XB, CENTRAL_XA, "delivery", bodies.delivery(), thread=thread)
    world.settle()
    world.clock.forward(seconds=1)
    request = world.sent(CENTRAL_XA, CENTRAL_XB, asking, getattr(bodies, asking)(), thread=thread)
    world.settle()
    granted = getattr(bodies, allowing)(request.digest, "granted")
    lawful = before_executing(node, thread, allowing, granted)
    assert {*RIGHTS} <= {one.id for one in lawful.open_questions}
    answered(world, "XB", thread, "human-rights", "no", topic="before-executing", officer="xb-0010")
    draft = world.drafted(CENTRAL_XB, CENTRAL_XA, allowing, granted, thread=thread)
    lawful = before_executing(node, thread, allowing, granted)
    assert "law-question-forbids" in codes(lawful.blocks)
    assert "law-declining-offered" in codes(lawful.shows)
    assert "law-refusal-offered" not in codes(lawful.shows)
    assert "law-question-forbids" in refused(node, lambda: send(node, draft.id, "xb-0010"))
    assert [one.outcome for one in waiting_decisions(node, thread)] == [None]
    declined = granted | {"decision": "declined", "reasons": "A court there has no independence."}
    assert codes(before_executing(node, thread, allowing, declined).blocks) == []
    world.sent(CENTRAL_XB, CENTRAL_XA, allowing, declined, thread=thread)
    assert [one.outcome for one in waiting_decisions(node, thread)] == ["declined"]


def waiting_decisions(node, thread):
    standing = thread_state(node, thread).standing
    return [*standing.consents, *standing.transfers]
