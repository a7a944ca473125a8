# SPDX-License-Identifier: Apache-2.0
"""A restricted request is to a system as if it were not there: in lists, cursors, bodies, deadlines and errors."""

import json
from datetime import timedelta

import pytest

from casts.node.case_files import APPROVER, LAWYER, filed, recognised, requested
from casts.servers.systems_client import system_client, whole
from casts.storage.rows import a_package
from rogatory.node.case_files.restricting import restrict
from rogatory.node.repositories.audit import AuditFilter, Source

UNKNOWN = "019aaf00-0000-7000-8000-000000000001"


def close(node, thread, officer=LAWYER):
    restrict(node, thread, [officer], officer, "An officer is a suspect.")


@pytest.fixture
def closed(world, node, held):
    """A request that rests on the preservation, with a package, restricted to one officer."""
    thread = filed(world, held)
    with node.store.transaction():
        node.store.put_package(a_package(thread=thread, seal="7c" * 32))
    close(node, thread)
    return thread


def test_all_that_a_system_reads_is_the_same_as_without_the_request(world, node, client, held):
    before = whole(node, client)
    assert before["opened"][0]["deadline"]["title"] == "Request for assistance to be filed"
    thread = filed(world, held)
    assert whole(node, client) != before
    with node.store.transaction():
        node.store.put_package(a_package(thread=thread, seal="7c" * 32))
    close(node, thread)
    assert json.dumps(whole(node, client)) == json.dumps(before)


def test_nothing_that_another_request_says_names_it(world, node, client, held, closed):
    recognised(world, held, closed)
    later = requested(world, related=(closed,))
    restrict(node, later, None, APPROVER, "It says nothing of the suspect.")
    found = json.dumps(whole(node, client))
    assert later in found
    assert closed not in found
    for message in node.store.transcript(closed):
        assert message.digest not in found
    assert "7c" * 32 not in found
    (shown,) = [
        one
        for one in client.pages(f"api/v1/requests/{held}/messages")
        if one["kind"] == "filing_recognised"
    ]
    assert shown["body"]["filing"] == {"thread": None, "message": None}


def test_a_reference_to_a_request_that_never_was_here_reads_the_same(world, node, client, held):
    other = filed(world, held)
    recognised(world, held, other)
    for message in client.pages(f"api/v1/requests/{held}/messages"):
        if message["kind"] == "filing_recognised":
            assert message["body"]["filing"]["thread"] == other
    tables = node.store.tables
    tables.summaries.pop(other)
    for message in client.pages(f"api/v1/requests/{held}/messages"):
        if message["kind"] == "filing_recognised":
            assert message["body"]["filing"] == {"thread": None, "message": None}


def test_its_addresses_answer_like_one_that_never_was(world, node, client, closed):
    digest = node.store.transcript(closed)[0].digest
    for path in ("", "/messages", "/deadlines", "/messages?limit=1", f"/messages/{digest}/receipt"):
        answers = [
            (one.status_code, one.content, sorted(one.headers.items()))
            for one in (
                client.ask(f"api/v1/requests/{closed}{path}"),
                client.ask(f"api/v1/requests/{UNKNOWN}{path}"),
            )
        ]
        assert answers[0] == answers[1]
        assert answers[0][0] == 404
    answers = [client.ask(f"api/v1/packages/{seal * 32}") for seal in ("7c", "ee")]
    assert answers[0].content == answers[1].content
    assert {one.status_code for one in answers} == {404}


def test_another_requests_address_does_not_give_its_receipts(node, client, held, closed):
    for message in node.store.transcript(closed):
        path = f"api/v1/requests/{held}/messages/{message.digest}/receipt"
        assert client.codes(path, status=404) == ["system-absent"]
        cursor = f"api/v1/requests/{held}/messages?cursor={message.digest}"
        assert client.codes(cursor) == ["list-place-unreadable"]


def test_a_cursor_made_of_it_shows_nothing_of_it(node, client, held, closed):
    summary = node.store.summary(closed)
    for at in (summary.opened, summary.opened + timedelta(seconds=1)):
        place = f"{at:%Y-%m-%dT%H:%M:%S.%f}~{closed}"
        for order in ("opened", "oldest", "activity"):
            page = client.read(f"api/v1/requests?order={order}&cursor={place}")
            assert closed not in json.dumps(page)
            assert page["next"] is None


def test_no_token_is_an_officer_whom_a_restriction_names(world, node, held):
    """Neither by its name nor without one: a restriction to any officer closes it to every token."""
    other = system_client(node, name="xb-0010")
    close(node, held, APPROVER)
    assert other.pages("api/v1/requests") == []
    with node.store.transaction():
        node.store.restrict(held, ["xb-0010", "xb-0001"])
    assert other.codes(f"api/v1/requests/{held}", status=404) == ["system-absent"]
    with node.store.transaction():
        node.store.restrict(held, [])
    assert other.codes(f"api/v1/requests/{held}", status=404) == ["system-absent"]


def test_that_it_was_asked_for_is_in_the_journal_of_auditors(node, client, closed):
    client.ask(f"api/v1/requests/{closed}")
    client.ask(f"api/v1/packages/{'7c' * 32}")
    lines = node.store.audit_entries(Source.ACCESS, AuditFilter(thread=closed), 10)
    found = {(one.officer, one.action) for one in lines if one.officer.startswith("system:")}
    assert found == {("system:case-management", "denied")}


def test_opened_again_it_is_there(node, client, closed):
    restrict(node, closed, None, LAWYER, "The officer is cleared.")
    assert client.read(f"api/v1/requests/{closed}")["id"] == closed
    assert closed in {one["id"] for one in client.pages("api/v1/requests", limit=1)}
    assert [one["seal"] for one in client.pages("api/v1/packages")] == ["7c" * 32]
