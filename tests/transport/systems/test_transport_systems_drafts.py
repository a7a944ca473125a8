# SPDX-License-Identifier: Apache-2.0
"""Drafts that a system hands in: marked as its own, made once for each key, and sent by officers alone."""

import json

import pytest

from casts.node.case_files import LAWYER, XA, XB, filed
from casts.node.world import approval_json, bodies, snapshot
from casts.servers.systems_client import SystemClient, system_client
from rogatory.errors import Refused
from rogatory.exercises.acts.lawyers import answer_law
from rogatory.node.case_files.restricting import restrict
from rogatory.node.drafting.ending import discard_draft, reopen_draft
from rogatory.node.drafting.write_down import write_down
from rogatory.node.drafts.approve import approve
from rogatory.node.messages.acknowledge import acknowledge_request
from rogatory.node.messages.send import send
from rogatory.node.messages.send_by_one import send_by_one
from rogatory.node.repositories.audit import AuditFilter, Source
from rogatory.node.systems import handing_in
from rogatory.node.systems.handing_in import KEYS_KEPT_FOR, LARGEST_DRAFT, OFFICERS_KINDS
from rogatory.node.systems.scopes import Scope
from rogatory.node.views.draft_view import draft_view
from rogatory.node.views.duty_desk import duty_desk

DRAFTS = "api/v1/drafts"
KEY = "case-4711-first"
UNKNOWN = "019aaf00-0000-7000-8000-000000000001"


def a_draft(**changes):
    """A request of Borealia to Arcadia."""
    return {
        "kind": "preservation",
        "from": XB,
        "to": XA,
        "language": "en",
        "body": bodies.preservation(),
        **changes,
    }


def hand_in(client, document=None, key=KEY, **more):
    data = json.dumps(a_draft() if document is None else document)
    return client.ask(DRAFTS, "POST", body=data, idempotency_key=key, **more)


def made(client, **changes):
    response = hand_in(client, a_draft(**changes))
    assert response.status_code == 201, response.content
    return json.loads(response.content)


def codes(response, status=422):
    assert response.status_code == status, response.content
    return [one["code"] for one in json.loads(response.content)["reasons"]]


def approved(world, draft, number):
    officer = f"xb-{number:04d}"
    assertion = world.states["XB"].officers[officer].approve(officer, "approve", draft.content)
    return approve(world.node("XB"), draft.id, approval_json(assertion))


def refused(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.codes


def test_a_draft_waits_for_officers_and_shows_whose_it_is(node, client):
    document = made(client)
    assert document["author"] == "system:case-management"
    assert (document["state"], document["approvals"]) == ("waiting", 0)
    draft = node.store.draft(document["id"])
    assert draft.drafted_by == "system:case-management"
    view = draft_view(node, draft.id, "xb-0002")
    assert view.is_by_system
    assert view.demanded == 2
    (row,) = duty_desk(node, "xb-0002").drafts
    assert (row.draft.drafted_by, row.demanded) == ("system:case-management", 2)
    lines = node.store.audit_entries(Source.ACCESS, AuditFilter(), 10)
    assert ("system:case-management", "acted", draft.id) in [
        (one.officer, one.action, one.about.split()[-1]) for one in lines
    ]


def test_one_officer_is_not_two_persons_by_a_token(world, node, client):
    """An officer who has a token writes with it and approves: a second officer is still needed."""
    draft = node.store.draft(made(client)["id"])
    approved(world, draft, 2)
    before = snapshot(node)
    assert "draft-by-system" in refused(lambda: send(node, draft.id, "xb-0002"))
    assert snapshot(node) == before
    assert "approval-given" in refused(lambda: approved(world, draft, 2))
    approved(world, draft, 3)
    answer_law(node, draft.id, "xb-0001")
    sent = send(node, draft.id, "xb-0001")
    document = client.read(f"{DRAFTS}/{draft.id}")
    assert (document["state"], document["message"]) == ("sent", sent.digest)


def test_the_token_is_never_an_officer(world, node, client, held):
    """Each act of an officer under the system's name is refused, and nothing changes."""
    draft = node.store.draft(made(client)["id"])
    name = draft.drafted_by
    with_key = world.states["XB"].officers["xb-0002"].approve("xb-0002", "approve", draft.content)
    before = snapshot(node)
    acts = (
        lambda: approve(node, draft.id, approval_json(with_key) | {"officer": name}),
        lambda: send(node, draft.id, name),
        lambda: send_by_one(
            node, draft.id, name, approval_json(with_key), reason="Danger.", tried="Nobody."
        ),
        lambda: reopen_draft(node, draft.id, name),
        lambda: discard_draft(node, draft.id, name),
        lambda: answer_law(node, draft.id, name),
        lambda: acknowledge_request(node, held, name, "en"),
        lambda: restrict(node, held, None, name, "It asks."),
    )
    for act in acts:
        assert refused(act)
        assert snapshot(node) == before


def test_an_officer_who_withdraws_and_edits_it_is_its_author(world, node, client):
    document = made(client)
    text = reopen_draft(node, document["id"], "xb-0001")
    draft = write_down(node, text)
    assert draft.drafted_by == "xb-0001"
    assert not draft_view(node, draft.id, "xb-0002").is_by_system
    assert client.read(f"{DRAFTS}/{document['id']}")["state"] == "taken-back"
    assert client.codes(f"{DRAFTS}/{draft.id}", status=404) == ["system-absent"]


def test_handed_in_again_it_is_one_draft_and_with_another_body_refused(node, client, world):
    first = hand_in(client)
    repeated = hand_in(client)
    assert (repeated.status_code, repeated.content) == (201, first.content)
    assert len(node.store.drafts()) == 1
    assert codes(hand_in(client, a_draft(language="fr"))) == ["system-key-reused"]
    other = system_client(node, Scope.WRITE_DRAFTS, name="register")
    assert hand_in(other).content != first.content
    assert len(node.store.drafts()) == 2
    world.clock.forward(seconds=KEYS_KEPT_FOR.total_seconds() - 1)
    assert hand_in(client).content == first.content
    world.clock.forward(seconds=1)
    assert hand_in(client).content != first.content
    assert len(node.store.drafts()) == 3


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with space", "schlüssel"])
def test_without_a_key_nothing_is_written(node, client, key):
    assert codes(hand_in(client, key=key)) == ["system-key-missing"]
    assert node.store.drafts() == []


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"[]",
        b"{",
        b'{"kind": "preservation"}',
        json.dumps(a_draft(author="xb-0001")).encode(),
        json.dumps(a_draft(drafted_by="xb-0001")).encode(),
        json.dumps(a_draft(approvals=[])).encode(),
        json.dumps(a_draft(attachments=[])).encode(),
        json.dumps(a_draft(related="x")).encode(),
        json.dumps(a_draft(body=[])).encode(),
        json.dumps(a_draft(kind=1)).encode(),
        b'{"a":' * 3000,
    ],
)
def test_a_body_in_another_form_is_refused_and_nothing_is_written(node, client, body):
    response = client.ask(DRAFTS, "POST", body=body, idempotency_key=KEY)
    assert codes(response)
    assert node.store.drafts() == []


def test_a_body_that_is_too_large_or_no_json_is_not_read(client):
    large = client.ask(DRAFTS, "POST", body=b" " * (LARGEST_DRAFT + 1), idempotency_key=KEY)
    assert (large.status_code, large["Connection"]) == (413, "close")
    form = client.ask(
        DRAFTS,
        "POST",
        body=b"kind=x",
        idempotency_key=KEY,
        content_type="application/x-www-form-urlencoded",
    )
    assert (form.status_code, form["Connection"]) == (415, "close")


def test_it_is_judged_as_an_officers_draft_is(node, client):
    assert "kind-unknown" in codes(hand_in(client, a_draft(kind="nothing")))
    assert codes(hand_in(client, a_draft(to="xz/nowhere")))
    assert codes(hand_in(client, a_draft(**{"from": XA, "to": XB})))
    body = {name: value for name, value in bodies.preservation().items() if name != "facts"}
    assert codes(hand_in(client, a_draft(body=body)))
    assert node.store.drafts() == []


@pytest.mark.parametrize("kind", sorted(OFFICERS_KINDS))
def test_what_is_an_officers_act_no_system_writes(node, client, held, kind):
    assert codes(hand_in(client, a_draft(kind=kind, request=held))) == ["system-kind-of-officers"]
    assert node.store.drafts() == []


def test_an_answer_belongs_to_a_request_that_the_token_reads(world, node, client, held):
    request = filed(world, held)
    offices = {"from": "xb/central-authority", "to": "xa/central-authority"}
    document = made(client, kind="acceptance", body=bodies.acceptance(), request=request, **offices)
    assert document["request"] == request
    assert [one.kind for one in node.store.drafts(request)] == ["acceptance"]


def test_a_restricted_request_is_to_a_draft_as_if_it_were_not_there(world, node, client, held):
    closed = filed(world, held)
    digest = node.store.transcript(closed)[0].digest
    restrict(node, closed, [LAWYER], LAWYER, "An officer is a suspect.")
    for name in (closed, UNKNOWN):
        for document in (
            a_draft(request=name),
            a_draft(kind="refusal", request=name),
            a_draft(related=[name]),
            a_draft(
                kind="mla_stored_data",
                body=bodies.mla_stored_data(preservation_ref={"thread": name, "message": digest}),
            ),
        ):
            response = hand_in(client, document, key="another-key")
            assert codes(response) == ["system-reference-unknown"]
            assert closed not in str(response.content)
    assert node.store.drafts() == []


def test_a_draft_whose_request_is_restricted_later_is_gone_for_its_system(world, node, client):
    document = made(client)
    node.store.tables.restricted[document["request"]] = frozenset({"xb-0010"})
    assert client.codes(f"{DRAFTS}/{document['id']}", status=404) == ["system-absent"]
    assert codes(hand_in(client), 404) == ["system-absent"]


def test_a_system_reads_its_own_drafts_alone(world, node, client):
    other = system_client(node, name="register")
    document = made(client)
    assert client.read(f"{DRAFTS}/{document['id']}") == document
    assert other.codes(f"{DRAFTS}/{document['id']}", status=404) == ["system-absent"]
    own = world.drafted(XB, XA, "preservation", bodies.preservation())
    assert client.codes(f"{DRAFTS}/{own.id}", status=404) == ["system-absent"]


def test_a_system_lists_its_own_drafts_the_newest_first_by_pages(world, node, client):
    assert client.read(DRAFTS) == {"items": [], "next": None}
    handed = []
    for number in range(5):
        response = hand_in(client, key=f"number-{number}")
        handed.insert(0, json.loads(response.content)["id"])
        world.clock.forward(seconds=number % 2)
    hand_in(system_client(node, name="register"))
    world.drafted(XB, XA, "preservation", bodies.preservation())
    discard_draft(node, handed[1], "xb-0001")
    for limit in (1, 2, 4, 5, 100):
        found = client.pages(DRAFTS, limit=limit)
        assert sorted(one["id"] for one in found) == sorted(handed)
        assert [one["drafted"] for one in found] == sorted(
            (one["drafted"] for one in found), reverse=True
        )
    assert {one["id"]: one["state"] for one in found} == dict.fromkeys(handed, "waiting") | {
        handed[1]: "discarded"
    }
    assert [client.read(f"{DRAFTS}/{one['id']}") for one in found] == found
    for cursor in ("x", "2026-11-24T03:00:00.000000~x", f"~{handed[0]}"):
        assert client.codes(f"{DRAFTS}?cursor={cursor}") == ["list-place-unreadable"]


def test_drafts_of_restricted_requests_are_in_no_list_and_no_cursor(world, node, client, held):
    """Neither one that opened the request, nor one that names it, whatever their number."""
    shown = made(client)["id"]
    before = client.pages(DRAFTS, limit=1)
    names = []
    for number in range(3):
        world.clock.forward(seconds=1)
        opened = json.loads(hand_in(client, key=f"closed-{number}").content)
        names += [opened["id"], opened["request"]]
        node.store.tables.restricted[opened["request"]] = frozenset({"xb-0010"})
    related = filed(world, held)
    naming = json.loads(hand_in(client, a_draft(related=[related]), key="names-it").content)
    assert naming["id"] in json.dumps(client.pages(DRAFTS, limit=1))
    restrict(node, related, [LAWYER], LAWYER, "An officer is a suspect.")
    fresh = SystemClient(node, client.token)
    assert json.dumps(fresh.pages(DRAFTS, limit=1)) == json.dumps(before)
    assert [one["id"] for one in before] == [shown]
    page = json.dumps([fresh.read(f"{DRAFTS}?limit={limit}") for limit in (1, 2, 100)])
    assert not [one for one in (*names, naming["id"], related) if one in page]


def test_a_token_without_the_scope_hands_nothing_in(node):
    reader = system_client(node, Scope.READ_REQUESTS, Scope.READ_PACKAGES, name="reader")
    assert codes(hand_in(reader), 403) == ["system-scope-missing"]
    assert reader.codes(DRAFTS, status=403) == ["system-scope-missing"]
    assert codes(hand_in(SystemClient(node, "x")), 401) == ["system-token-refused"]
    assert node.store.drafts() == []


def test_a_token_cannot_bury_the_desk(node, client, world, monkeypatch):
    monkeypatch.setattr(handing_in, "MOST_DRAFTS_A_DAY", 3)
    for number in range(3):
        assert hand_in(client, key=f"number-{number}").status_code == 201
    assert codes(hand_in(client, key="number-3")) == ["system-drafts-many"]
    assert hand_in(client, key="number-2").status_code == 201
    world.clock.forward(days=1, seconds=1)
    assert hand_in(client, key="number-3").status_code == 201
    assert len(node.store.drafts()) == 4
