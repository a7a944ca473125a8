# SPDX-License-Identifier: Apache-2.0
"""The API for the State's own systems: what a token reads, by pages, and what is refused."""

import base64
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.case_files import requested
from casts.servers.systems_client import DESCRIPTION, SystemClient, system_client
from casts.storage.rows import a_package
from rogatory.node.maintenance.mode import begin_maintenance
from rogatory.node.repositories.audit import AuditFilter, Source
from rogatory.node.systems.scopes import Scope
from rogatory.node.threads.receipt import parse_receipt
from rogatory.node.views import thread_view
from rogatory.transport.systems import token_limits

UNKNOWN = "019aaf00-0000-7000-8000-000000000001"


VALUES = {"message": "ab" * 32, "seal": "5e" * 32, "draft": UNKNOWN}


def paths(thread):
    """Every address of the API that is read, over this request and a message, a package and a draft."""
    values = {**VALUES, "request": thread}
    described = DESCRIPTION["paths"].items()
    return [path.removeprefix("/").format(**values) for path, each in described if "get" in each]


def journal(node):
    lines = node.store.audit_entries(Source.ACCESS, AuditFilter(), 100)
    return [one for one in lines if one.officer.startswith("system:")]


def test_a_request_its_messages_receipts_and_deadlines_are_those_of_the_page(client, node, held):
    view = thread_view.thread(node, held)
    (listed,) = client.pages("api/v1/requests")
    shown = client.read(f"api/v1/requests/{held}")
    assert shown == {key: value for key, value in listed.items() if key != "deadline"} | {
        "related": []
    }
    assert (shown["state"], shown["kind"], shown["status"]) == ("XA", "preservation", "holding")
    assert listed["deadline"]["level"] == "calm"
    messages = client.pages(f"api/v1/requests/{held}/messages")
    assert [one["digest"] for one in messages] == [one.digest for one in view.messages]
    assert messages[0]["body"] == view.messages[0].envelope.body
    deadlines = client.read(f"api/v1/requests/{held}/deadlines")["items"]
    assert [(one["name"], one["level"]) for one in deadlines] == [
        (one.name, one.level.value) for one in view.clocks
    ]
    digest = messages[1]["digest"]
    receipt = client.read(f"api/v1/requests/{held}/messages/{digest}/receipt")
    found = parse_receipt(base64.b64decode(receipt["bytes"]))
    assert (found.message, found.verdict, found.node) == (digest, "kept", "XA")
    assert {key: receipt[key] for key in messages[1]["receipt"]} == messages[1]["receipt"]
    assert base64.b64decode(receipt["signatures"]["p256"])


def test_pages_of_one_item_are_the_list_in_every_order(client, node, world):
    threads = []
    for _ in range(4):
        world.clock.forward(hours=1)
        threads.append(requested(world))
    for order, expected in (("oldest", threads), ("opened", threads[::-1])):
        found = client.pages(f"api/v1/requests?order={order}", limit=1)
        assert [one["id"] for one in found] == expected
    since = client.pages("api/v1/requests?opened_since=2026-11-24T06:00:00Z")
    assert {one["id"] for one in since} == set(threads[2:])
    assert client.pages("api/v1/requests?state=XT") == []
    assert len(client.pages("api/v1/requests?role=requested&ended=false")) == 4
    messages = client.pages(f"api/v1/requests/{threads[0]}/messages", limit=1)
    assert len(messages) == len(node.store.transcript(threads[0]))


def test_packages_are_listed_and_shown(client, node, held):
    package = a_package(thread=held)
    with node.store.transaction():
        node.store.put_package(package)
        node.store.put_package(
            replace(package, seal="6f" * 32, received=package.received + timedelta(days=1))
        )
    found = client.pages("api/v1/packages", limit=1)
    assert [one["seal"] for one in found] == ["6f" * 32, "5e" * 32]
    assert client.read(f"api/v1/packages/{package.seal}") == found[1]
    assert found[1]["request"] == held
    assert client.pages("api/v1/packages?complete=true") == []


def test_a_token_reads_what_its_scopes_name_and_nothing_else(node, held):
    reads = {
        Scope.READ_REQUESTS: "api/v1/requests",
        Scope.READ_PACKAGES: "api/v1/packages",
        Scope.WRITE_DRAFTS: "api/v1/drafts",
    }
    for scope, own in reads.items():
        client = system_client(node, scope, name=f"only-{scope.name.lower().replace('_', '-')}")
        for path in paths(held):
            if not path.startswith(own):
                assert client.codes(path, status=403) == ["system-scope-missing"]
        assert client.ask(own).status_code == 200


@pytest.mark.parametrize("header", [None, "", "Bearer ", "Basic eGI6eGI=", "Bearer x", "bearer"])
def test_without_a_token_every_address_answers_the_same(client, held, header):
    answers = set()
    for path in [*paths(held), "api/v1/nowhere", "", "accounts/login/", "v1/messages"]:
        for method in ("GET", "POST", "DELETE"):
            sent = {} if header is None else {"authorization": header}
            plain = SystemClient(client.node, "")
            response = plain.ask(path, method, **sent)
            assert response["WWW-Authenticate"] == 'Bearer realm="rogatory"'
            answers.add((response.status_code, response.content))
    ((status, body),) = answers
    assert status == 401
    assert [one["code"] for one in json.loads(body)["reasons"]] == ["system-token-refused"]


def test_what_is_not_here_is_refused_alike(client, held):
    for path in (
        f"api/v1/requests/{UNKNOWN}",
        f"api/v1/requests/{'0' * 36}",
        f"api/v1/requests/{UNKNOWN}/messages",
        f"api/v1/requests/{UNKNOWN}/deadlines",
        f"api/v1/requests/{held}/messages/{'ab' * 32}/receipt",
        f"api/v1/packages/{'ab' * 32}",
        "api/v1/drill",
        "",
    ):
        assert client.codes(path, status=404) == ["system-absent"]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=1&limit=2",
        "limit=%31%30%30%30",
        "cursor=",
        "cursor=x",
        "cursor=2026-11-24T03:00:00.000000~x",
        "reader=xb-0001",
        "restricted=true",
        "order=nothing",
        "ended=1",
        "opened_since=2026-13-01T00:00:00Z",
        "kind=%00",
        "kind",
        "state=xa",
        "&".join(f"a{number}=1" for number in range(40)),
    ],
)
def test_a_query_that_is_not_understood_is_refused_with_its_code(client, query):
    (code,) = set(client.codes(f"api/v1/requests?{query}"))
    assert code in {"system-parameter", "list-place-unreadable", "moment-malformed"}


def test_an_address_takes_the_methods_that_are_described_and_no_other(client, held):
    for pattern, described in DESCRIPTION["paths"].items():
        path = pattern.removeprefix("/").format(**VALUES, request=held)
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"):
            if method.lower() not in described:
                response = client.ask(path, method)
                assert response.status_code == 405
                assert response["Allow"].lower().split(", ") == list(described)


def test_a_token_that_asks_too_often_waits_and_others_do_not(client, node, world, monkeypatch):
    other = system_client(node, name="statistics")
    other.urls = client.urls
    monkeypatch.setattr(token_limits, "REQUESTS_A_MINUTE", 5)
    for _ in range(5):
        assert client.ask("api/v1/requests").status_code == 200
    response = client.ask("api/v1/requests")
    assert (response.status_code, response["Retry-After"]) == (429, "12")
    assert other.ask("api/v1/requests").status_code == 200
    world.clock.forward(seconds=12)
    assert client.ask("api/v1/requests").status_code == 200


def test_in_maintenance_a_system_is_answered_to_come_again(client, node, held):
    begin_maintenance(node, "operator@a")
    fresh = SystemClient(node, client.token)
    for path in paths(held):
        response = fresh.ask(path)
        assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert SystemClient(node, "x").ask("api/v1/requests").status_code == 401


def test_a_reading_is_in_the_journal_under_the_tokens_name_once_an_hour(client, node, held):
    for _ in range(3):
        client.read(f"api/v1/requests/{held}")
        client.pages("api/v1/requests")
    client.pages(f"api/v1/requests/{held}/messages")
    found = [(one.officer, one.action, one.thread) for one in journal(node)]
    assert found == [("system:case-management", "read", held)] * 2


def test_an_answer_is_kept_nowhere_and_opens_no_door_for_a_browser(client, held):
    response = client.ask("api/v1/requests", origin="https://elsewhere.example")
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    assert not [name for name in response.headers if name.lower().startswith("access-control")]
