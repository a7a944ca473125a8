# SPDX-License-Identifier: Apache-2.0
"""The audit: reads, refusals, acts and log-ins are in it; it is narrowed, exported, and the custody
log verified from it, whatever a hostile officer does.
"""

import csv
import json
from types import SimpleNamespace

import pytest
from django.test import Client
from django_htmx.http import HTMX_STOP_POLLING

from casts.console.acts import a_draft
from casts.console.world import PASSWORD, bodies, delivered_package, requested
from casts.node.world import snapshot
from rogatory.node.case_files.restricting import restrict
from rogatory.node.drafts.draft import NewMessage, draft_message
from rogatory.node.duty.hand_over import contents_for
from rogatory.node.officers.alerts import page as called_for
from rogatory.node.repositories.audit import AuditFilter, Source
from rogatory.node.worker.work import run_until_idle
from rogatory.wire import canonical
from rogatory.wire.statements import older

AUDITOR = "xb-0003"
NAMED = "xb-0002"
JSON = {"accept": "application/json"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def auditor(world, officer):
    world.states["XB"].roles[AUDITOR] = ("auditor",)
    world.relist()
    return officer(AUDITOR)


def accesses(world, **wanted):
    filtered = AuditFilter(**wanted)
    return world.node("XB").store.audit_entries(Source.ACCESS, filtered, 1000)


def document(client, query=""):
    return client.get(f"/audit/{query}", headers=JSON).json()


def lines(client, query=""):
    return [one["entry"] for one in document(client, query)["data"]["lines"]]


def test_who_reads_a_request_is_in_the_audit_once_an_hour(world, officer, auditor):
    thread, client = requested(world).thread, officer()
    for _ in range(5):
        assert client.get(f"/threads/{thread}/").status_code == 200
    (entry,) = lines(auditor, "?officer=xb-0001&act=access:read")
    assert (entry["thread"], entry["about"]) == (thread, "thread")
    world.clock.forward(minutes=61)
    client.get(f"/threads/{thread}/")
    assert len(lines(auditor, f"?thread={thread}&act=access:read")) == 2


def test_who_is_turned_away_is_in_the_audit_with_what_he_lacked(world, officer, auditor):
    thread, client = requested(world).thread, officer("xb-0099")
    for _ in range(3):
        assert client.get(f"/threads/{thread}/").status_code == 403
    (entry,) = lines(auditor, "?act=access:denied")
    assert entry["officer"] == "xb-0099"
    assert (entry["thread"], entry["about"]) == (thread, "thread desk:thread:read")
    assert entry["times"] == 3


def test_trying_addresses_that_name_nothing_fills_no_database(world, officer):
    client = officer("xb-0099")
    for number in range(30):
        client.get(f"/threads/019aaf00-0000-7000-8000-{number:012}/")
    (entry,) = accesses(world, action="denied")
    assert (entry.thread, entry.times) == ("", 30)


def test_log_ins_are_in_the_audit_and_what_was_typed_is_not(world, auditor):
    client = Client()
    for number, password in (
        ("xb-0001", "wrong"),
        ("my password in the wrong field", "x"),
        ("xb-0001", PASSWORD),
    ):
        client.post("/accounts/login/", {"login": number, "password": password})
    client.post("/accounts/logout/")
    found = [(one.action, one.officer) for one in accesses(world)]
    assert ("log-in-failed", "xb-0001") in found
    assert ("log-in-failed", "") in found
    assert ("logged-in", "xb-0001") in found
    assert ("logged-out", "xb-0001") in found
    assert "password in" not in repr(lines(auditor))


def test_acts_on_pages_are_in_the_audit_with_the_custody_log_and_the_case_files(
    world, officer, auditor
):
    thread, client = requested(world).thread, officer()
    client.post(f"/threads/{thread}/matter/note", {"text": "Only inside."})
    found = lines(auditor, f"?thread={thread}")
    assert {one["source"] for one in found} == {"custody", "access", "matter"}
    assert [one["at"] for one in found] == sorted((one["at"] for one in found), reverse=True)
    assert "Only inside." not in json.dumps(found)
    text = auditor.get(f"/audit/?thread={thread}").content.decode()
    assert "wrote a note" in text
    assert "A message was received" in text


def test_pages_of_the_audit_follow_each_other_and_miss_nothing(
    world, officer, auditor, monkeypatch
):
    for _ in range(4):
        officer().get(f"/threads/{requested(world).thread}/")
    monkeypatch.setattr("rogatory.node.audit.journals.ROWS", 3)
    monkeypatch.setattr(
        "rogatory.node.audit.journals.audit_page.__kwdefaults__", {"before": None, "rows": 3}
    )
    whole, query = [], ""
    while True:
        data = document(auditor, query)["data"]
        whole += [(one["entry"]["source"], one["entry"]["number"]) for one in data["lines"]]
        if data["before"] is None:
            break
        query = f"?before={data['before']}"
    assert len(whole) == len(set(whole)) >= 10


def test_what_the_audit_cannot_be_asked_for_is_refused_with_every_reason(auditor):
    answer = document(auditor, "?act=access:x&from=soon&officer=" + "x" * 99)
    assert answer["status"] == 409
    codes = sorted(one["code"] for one in answer["reasons"])
    assert codes == ["console-choice-unknown"] * 2 + ["console-day-unreadable"]
    for place in ("x", "a", "a1-", "z5", "a" + "9" * 19, "c1;drop"):
        answer = document(auditor, f"?before={place}")
        assert [one["code"] for one in answer["reasons"]] == ["audit-place-unreadable"]


def test_the_export_is_the_list_whole_for_spreadsheet_and_program(world, officer, auditor):
    thread = requested(world).thread
    officer().get(f"/threads/{thread}/")
    shown = lines(auditor)
    text = b"".join(auditor.get("/audit/export/jsonl/").streaming_content).decode()
    exported = [json.loads(one) for one in text.splitlines()]
    assert [(one["source"], one["number"]) for one in exported] == [
        (one["source"], one["number"]) for one in shown
    ]
    text = b"".join(auditor.get("/audit/export/csv/").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows[-1]["action"] == exported[-1]["action"]
    assert [one.about for one in accesses(world, officer=AUDITOR, action="read")] == [
        "audit-export csv",
        "audit-export jsonl",
    ]


def test_what_a_spreadsheet_would_compute_is_exported_as_text():
    from datetime import UTC, datetime

    from rogatory.node.audit.export import csv_lines
    from rogatory.node.repositories.audit import AuditEntry

    at = datetime(2026, 11, 24, tzinfo=UTC)
    entry = AuditEntry(Source.ACCESS, 1, at, "=cmd()", "read", "", "+1")
    line = list(csv_lines([entry]))[1]
    assert "'=cmd()" in line
    assert "'+1" in line


def test_the_log_is_verified_from_here_by_the_worker(world, officer, auditor):
    node = world.node("XB")
    requested(world)
    assert "No verification has been requested here" in auditor.get("/audit/").content.decode()
    assert auditor.post("/audit/verify").status_code == 302
    assert auditor.get("/audit/verification", headers=HTMX).status_code == 200
    refused = auditor.post("/audit/verify", headers=JSON).json()
    assert [one["code"] for one in refused["reasons"]] == ["audit-verifying-already"]
    run_until_idle(node, "w")
    found = document(auditor)["data"]["verification"]
    assert found["outcome"] == "holds"
    assert found["total"] == found["read"] == node.store.log_size()
    part = auditor.get("/audit/verification", headers=HTMX)
    assert part.status_code == HTMX_STOP_POLLING
    assert auditor.post("/audit/verify").status_code == 302


def test_a_log_whose_rows_were_altered_is_found_from_here(world, auditor):
    node = world.node("XB")
    requested(world)
    events = node.store.tables.events
    digest, logged = next(iter(events.items()))
    from dataclasses import replace

    events[digest] = replace(logged, event=logged.event.replace(b"received", b"recieved"))
    auditor.post("/audit/verify")
    run_until_idle(node, "w")
    assert document(auditor)["data"]["verification"]["outcome"] == "fails"
    assert "log-events" not in auditor.get("/audit/").content.decode()


# Need to know


@pytest.fixture
def secret(world):
    """A request restricted to one officer, with a draft and a package of it."""
    node, thread = world.node("XB"), requested(world).thread
    package = delivered_package(world, thread)
    draft = a_draft(world, thread)
    restrict(node, thread, [NAMED], NAMED, "An officer is a suspect.")
    digest = node.store.transcript(thread)[0].digest
    return {
        "thread": thread,
        "pages": [
            f"/threads/{thread}/",
            f"/threads/{thread}/matter/",
            f"/threads/{thread}/write/refusal/",
            f"/drafts/{draft.id}/",
            f"/evidence/{package.seal}/",
            f"/evidence/{package.seal}/transfer",
            f"/letters/{digest}/en/html/",
            f"/letters/{draft.id}/en/html/",
            f"/forms/{digest}/octopus-preservation/en/json/",
            f"/write/mla_stored_data/?related={thread}",
        ],
        "acts": [
            f"/threads/{thread}/acknowledge",
            f"/threads/{thread}/matter/note",
            f"/threads/{thread}/decide",
            f"/drafts/{draft.id}/approve",
            f"/drafts/{draft.id}/send",
        ],
        "draft": draft.id,
        "seal": package.seal,
    }


@pytest.mark.parametrize("number", ["xb-0001", "xb-0010", "xb-0011"])
def test_a_restricted_request_is_read_by_nobody_else_on_any_page_and_each_try_is_noted(
    world, officer, secret, number
):
    client, before = officer(number), snapshot(world.node("XB"))
    for page in (*secret["pages"], *secret["acts"]):
        answer = client.get(page) if page in secret["pages"] else client.post(page)
        assert answer.status_code == 403, page
        assert "AR-2026-0417" not in answer.content.decode()
    for page in ("/", "/desk/now", "/threads/", "/threads/?show=all&urgency=urgent", "/evidence/"):
        text = client.get(page).content.decode()
        for name in ("draft", "seal"):
            assert secret[name] not in text, page
        assert 'class="row-title"' not in text
    assert snapshot(world.node("XB")) == before
    denied = accesses(world, officer=number, action="denied", thread=secret["thread"])
    assert len(denied) >= 8


@pytest.mark.parametrize("number", ["xb-0001", "xb-0010"])
def test_the_page_of_the_log_shows_nothing_of_a_restricted_request(world, officer, secret, number):
    node = world.node("XB")
    events = [one for one in node.store.events_since(0, 1000) if one.thread == secret["thread"]]
    assert events
    package = node.store.package(secret["seal"])
    about = {package.bag, secret["seal"], secret["draft"], *(one.object for one in events)}
    for headers in ({}, JSON):
        page = officer(number).get("/node/", headers=headers).content.decode()
        assert [one for one in about if one in page] == []
        assert "An officer is a suspect." not in page
    named = officer(NAMED).get("/node/", headers=JSON).content.decode()
    assert any(one.object in named for one in events)


@pytest.fixture
def following(world, secret):
    """A draft of Borealia's own request, begun with what Arcadia's restricted one says."""
    return draft_message(
        world.node("XB"),
        message=NewMessage(
            kind="preservation",
            sender="xb/contact-point",
            addressee="xa/contact-point",
            language="en",
            body=bodies.preservation(),
            related=[secret["thread"]],
        ),
        officer="xb-0001",
    )


@pytest.mark.parametrize("number", ["xb-0001", "xb-0010"])
def test_a_draft_that_follows_from_a_restricted_request_is_read_by_nobody_else(
    world, officer, secret, following, number
):
    node, client = world.node("XB"), officer(number)
    before = snapshot(node)
    at = f"/drafts/{following.id}/"
    for page in (at, f"/letters/{following.id}/en/html/", f"{at}translate/"):
        assert client.get(page).status_code == 403, page
    for act in ("approve", "send", "take-back", "discard", "decide"):
        assert client.post(f"{at}{act}").status_code == 403, act
    for page in ("/", "/unfinished/"):
        assert following.id not in client.get(page).content.decode()
    refused = client.get(at, headers=JSON).json()["reasons"]
    assert [(one["code"], one["fields"]["thread"]) for one in refused] == [
        ("matter-restricted", secret["thread"])
    ]
    assert snapshot(node) == before
    assert len(accesses(world, officer=number, action="denied", thread=secret["thread"])) >= 8
    named = officer(NAMED)
    assert named.get(at).status_code == 200
    assert following.id in named.get("/").content.decode()


@pytest.mark.parametrize("name", ["undelivered", "drafts"])
def test_a_hand_over_names_no_message_of_a_restricted_request(world, secret, following, name):
    node = world.node("XB")
    found = {
        "undelivered": [node.store.transcript(secret["thread"])[0].digest],
        "drafts": [following.id, secret["draft"]],
    }
    opened = {"threads": [], "calls": [], "undelivered": [], "drafts": []} | {name: found[name]}
    written = SimpleNamespace(document=canonical.encode({"note": "", "open": opened}))
    assert contents_for(node, written, "xb-0001")["open"][name] == []
    assert contents_for(node, written, NAMED)["open"][name] == found[name]


def test_a_call_for_a_restricted_request_says_only_that_there_is_one(world, officer, secret):
    node = world.node("XB")
    sentence = older("The answer of kind preservation_confirmed was refused: a suspect reads along")
    called_for(node, "refused/" + "ab" * 32, sentence, at=node.clock.now(), thread=secret["thread"])
    called_for(node, "not-of-ours/1", sentence, at=node.clock.now(), thread=secret["thread"])
    for headers in ({}, JSON):
        for address in ("/", "/desk/now"):
            assert (
                "suspect" not in officer("xb-0001").get(address, headers=headers).content.decode()
            )
    calls = officer("xb-0001").get("/", headers=JSON).json()["data"]["desk"]["calls"]
    assert len([one for one in calls if one["page"]["thread"] == secret["thread"]]) >= 2
    assert "suspect" in officer(NAMED).get("/").content.decode()


def test_who_is_not_named_learns_that_there_is_such_a_request_and_of_which_state(
    world, officer, secret
):
    text = officer().get(f"/threads/{secret['thread']}/").content.decode()
    assert "A restricted request" in text
    assert "Arcadia" in text
    answer = officer().get(f"/threads/{secret['thread']}/", headers=JSON).json()
    assert [one["code"] for one in answer["reasons"]] == ["matter-restricted"]
    assert "data" not in answer


def test_the_officer_who_is_named_works_as_ever(officer, secret):
    client = officer(NAMED)
    for page in (one for one in secret["pages"][:7] if "/write/" not in one):
        assert client.get(page).status_code == 200, page
    assert secret["thread"] in client.get("/threads/").content.decode()
    assert secret["seal"] in client.get("/evidence/").content.decode()


def closed_to(world, thread):
    """Which of some officers a request is closed to."""
    store = world.node("XB").store
    four = (NAMED, "xb-0001", "xb-0010", "xb-0011")
    return {number for number in four if store.closed_to(number, {thread})}


def test_a_restriction_is_set_and_lifted_on_the_page_and_is_in_the_journal(world, officer, auditor):
    thread = requested(world).thread
    head, at = officer(NAMED), f"/threads/{thread}/matter/restrict"
    assert (
        head.post(at, {"officers": "", "reason": "It is over."}).status_code == 409
    )  # Open as it is.
    assert head.post(at, {"officers": "xb-0001", "reason": ""}).status_code == 409
    assert (
        head.post(at, {"officers": "xb-0003", "reason": "It is over."}).status_code == 409
    )  # An auditor.
    assert closed_to(world, thread) == set()
    named = {"officers": "xb-0001, xb-0010", "reason": "A leak."}
    assert head.post(at, named).status_code == 302
    assert closed_to(world, thread) == {NAMED, "xb-0011"}
    lawyer = officer("xb-0011")  # Of another authority, which takes no part.
    assert lawyer.post(at, {"officers": "xb-0011", "reason": "Let me in."}).status_code == 409
    assert officer().post(at, {"reason": "Let all in."}).status_code == 403
    assert closed_to(world, thread) == {NAMED, "xb-0011"}
    text = head.get(f"/threads/{thread}/").content.decode()
    assert "AR-2026-0417" not in text
    assert at in text
    assert head.post(at, {"reason": "It was none."}).status_code == 302
    assert head.get(f"/threads/{thread}/").status_code == 200
    found = [one["action"] for one in lines(auditor, f"?thread={thread}&act=matter")]
    assert found == ["opened", "restricted"]
