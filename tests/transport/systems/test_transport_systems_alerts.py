# SPDX-License-Identifier: Apache-2.0
"""Alerts are for officers: no token sees one, and nothing that a token does acknowledges one."""

import json

import pytest

from casts.node.world import bodies, snapshot
from casts.servers.systems_client import whole
from rogatory.errors import Refused
from rogatory.node.duty.answering import answer_call
from rogatory.node.duty.calling import alert_reference
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import REQUEST, page

KEY = "token-end/the-lantern-register"


@pytest.fixture
def alert(world, node, held):
    """An alert about a request that every token reads."""
    reason = alert_codes.TOKEN_ENDS.because(name="the-lantern-register", until="2026-12-24")
    page(node, KEY, reason, at=world.clock.now(), thread=held)
    return node.store.page(KEY)


def unseen(node):
    return {one.id for one in node.store.pages()}


def test_a_token_reads_the_same_with_and_without_an_alert(world, node, client, held):
    before = whole(node, client)
    reason = alert_codes.TOKEN_ENDS.because(name="the-lantern-register", until="2026-12-24")
    page(node, KEY, reason, at=world.clock.now(), thread=held)
    assert KEY in unseen(node)
    assert whole(node, client) == before
    assert "lantern" not in json.dumps(before)


def test_there_is_no_address_at_which_a_token_finds_or_acknowledges_an_alert(
    node, client, held, alert
):
    before = snapshot(node)
    reference = alert_reference(KEY)
    for path in (
        "api/v1/alerts",
        f"api/v1/alerts/{reference}",
        f"api/v1/requests/{held}/alerts",
        "calls/seen",
        "calls/notified",
        "duty/",
        "",
    ):
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            body = json.dumps({"call": KEY, "reference": reference})
            answer = client.ask(path, method, body=body, idempotency_key="case-4711-first")
            assert answer.status_code == 404
            assert "lantern" not in answer.content.decode()
    assert snapshot(node) == before
    assert node.store.page(KEY) == alert
    assert alert.seen is None


def test_under_its_own_name_a_system_acknowledges_nothing(node, client, alert):
    for name in ("system:case-management", "case-management", ""):
        for call in (KEY, alert_reference(KEY)):
            with pytest.raises(Refused):
                answer_call(node, call, name)
    assert node.store.page(KEY) == alert
    assert answer_call(node, KEY, "xb-0001").seen_by == "xb-0001"


def test_a_draft_of_a_system_answers_no_alert_of_its_request(world, node, client, held, alert):
    """An officer who sends in a request has seen its alerts; who hands a draft in has not."""
    world.sent("xa/contact-point", "xb/contact-point", "preservation", bodies.preservation())
    world.settle()
    (call,) = [one for one in node.store.pages() if one.id.startswith(REQUEST) and not one.seen]
    before = unseen(node)
    body = bodies.preservation_confirmed()
    draft = {
        "kind": "preservation_confirmed",
        "from": "xb/contact-point",
        "to": "xa/contact-point",
        "language": "en",
        "body": body,
        "request": call.thread,
    }
    answer = client.ask(
        "api/v1/drafts", "POST", body=json.dumps(draft), idempotency_key="case-4711-first"
    )
    assert answer.status_code == 201, answer.content
    assert unseen(node) == before
    assert {KEY, call.id} <= before
