# SPDX-License-Identifier: Apache-2.0
"""The list of requests: narrowed by address, page by page, alike for browser and script, and as quick
among a thousand requests as among ten.
"""

import dataclasses
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from casts.console.world import as_read, bodies, held, requested
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.storage.queue.jobs import DatabaseQueue
from rogatory.storage.store import DatabaseStore
from rogatory.wire.identifiers import spoken_reference

MANY = 1000


@pytest.fixture
def threads(world):
    """An urgent one with its hold, a routine one that waits, and one that we asked ourselves."""
    holding, waiting = requested(world), requested(world, level="routine")
    held(world, holding)
    ours = world.sent("xb/contact-point", "xa/contact-point", "preservation", bodies.preservation())
    world.settle()
    return {"holding": holding.thread, "waiting": waiting.thread, "ours": ours.thread}


def document(client, query=""):
    answer = client.get(f"/threads/{query}", headers={"Accept": "application/json"})
    return answer.status_code, answer.json()


def found(client, query=""):
    return [row["summary"]["thread"] for row in document(client, query)[1]["data"]["rows"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"holding", "waiting", "ours"}),
        ("?show=ended", set()),
        ("?status=holding", {"holding"}),
        ("?urgency=routine&direction=in", {"waiting"}),
        ("?direction=out", {"ours"}),
        ("?needs=yes&direction=in&status=open", {"waiting"}),
        ("?state=xm", set()),
        ("?state=xa&kind=preservation", {"holding", "waiting", "ours"}),
        ("?mine=yes", set()),
        ("?order=hold", {"holding"}),
        ("?from=2126-01-01", set()),
    ],
)
def test_a_list_is_narrowed_by_its_address(threads, officer, query, names):
    assert set(found(officer(), query)) == {threads[name] for name in names}


def test_what_waits_is_found_whether_its_request_has_ended_or_not(world, threads, officer):
    node = world.node("XB")
    ended = dataclasses.replace(node.store.summary(threads["waiting"]), status="completed")
    with node.store.transaction():
        node.store.put_summary(ended)
    assert threads["waiting"] not in found(officer())
    assert threads["waiting"] in found(officer(), "?needs=yes&order=oldest")
    assert threads["waiting"] not in found(officer(), "?needs=yes&show=open")


def test_an_ended_request_has_no_mark_of_urgency_beside_those_that_run(world, threads, officer):
    node, client = world.node("XB"), officer()
    assert 'class="row u-urgent' in client.get("/threads/?status=holding").content.decode()
    ended = dataclasses.replace(node.store.summary(threads["holding"]), status="completed")
    with node.store.transaction():
        node.store.put_summary(ended)
    text = client.get("/threads/?show=ended").content.decode()
    assert text.count('class="row-title"') == 1
    assert 'class="row u-' not in text
    assert "tag u-urgent" in text, "what it was is still read"


def test_the_filter_ends_with_a_button_as_it_is_long_on_a_telephone(threads, officer):
    text = officer().get("/threads/").content.decode()
    form = text.partition('role="search"')[2].partition("</form>")[0]
    last = form.rpartition("<input")[2]
    assert ">Show</button>" in last


def test_a_basis_that_the_request_names_finds_it(threads, officer, world):
    basis = world.node("XB").store.summary(threads["waiting"]).basis
    assert basis
    assert threads["waiting"] in found(officer(), f"?basis={basis}")
    assert found(officer(), "?basis=nothing") == []


def test_pages_follow_each_other_by_key_and_miss_nothing(threads, officer):
    client, seen, query = officer(), [], "?rows=1"
    while True:
        data = document(client, query)[1]["data"]
        seen += [row["summary"]["thread"] for row in data["rows"]]
        if data["after"] is None:
            break
        query = f"?rows=1&after={data['after']}"
    assert seen == found(client)
    assert len(seen) == len(set(seen)) == 3


def test_all_reasons_against_an_address_are_shown_and_nothing_is_listed(threads, officer):
    client = officer()
    status, answer = document(client, "?urgency=soon&from=tomorrow&rows=many&kind=no")
    assert status == 409
    codes = sorted(one["code"] for one in answer["reasons"])
    assert codes == ["console-choice-unknown"] * 3 + ["console-day-unreadable"]
    assert answer["data"]["rows"] == []
    status, answer = document(client, "?after=yesterday~x")
    assert (status, answer["reasons"][0]["code"]) == (409, "list-place-unreadable")


def test_a_browser_without_scripts_is_led_through_the_list(threads, officer):
    client = officer()
    text = client.get("/threads/?rows=2&show=all&order=oldest").content.decode()
    assert text.count('class="row-title"') == 2
    address = re.search(r'rel="next" href="([^"]+)"', text)[1].replace("&amp;", "&")
    text = client.get(f"/threads/{address}&rows=2").content.decode()
    assert text.count('class="row-title"') == 1
    assert 'rel="next"' not in text


def test_the_pages_script_is_given_the_rows_alone(threads, officer):
    answer = officer().get("/threads/?status=holding&state=&q=", headers={"HX-Request": "true"})
    assert answer["HX-Replace-Url"] == "/threads/?show=open&status=holding"
    text = answer.content.decode()
    assert "<html" not in text
    assert text.count('class="row-title"') == 1


def a_row(number):
    at = datetime(2026, 11, 24, tzinfo=UTC) - timedelta(minutes=number)
    return ThreadSummary(
        thread=f"01938f3e-0000-7000-8000-{number:012}",
        peer=("XA", "XM")[number % 2],
        kind="preservation",
        title="Request to preserve stored data",
        status=("open", "holding", "refused")[number % 3],
        role="requested",
        urgency=("routine", "urgent", "emergency")[number % 3],
        opened=at,
        last_activity=at,
        hold_start=at if number % 3 == 1 else None,
        hold_end=at + timedelta(days=60) if number % 3 == 1 else None,
        needs_answer=number % 4 == 0,
    )


def test_pages_query_as_often_for_a_thousand_threads_as_for_ten(world, officer, monkeypatch):
    from django.db import connection

    node = dataclasses.replace(world.node("XB"), store=DatabaseStore(), queue=DatabaseQueue())
    monkeypatch.setattr("rogatory.bootstrap.node.running_node", lambda: node)
    world.exchange.nodes["XB"] = node
    thread, client, counts = requested(world).thread, officer(), []
    pages = ("/", "/threads/", "/threads/?show=all&state=XM&needs=yes", f"/threads/{thread}/")
    client.get(pages[-1])  # The first look at a thread is noted.
    for numbers in (range(10), range(10, MANY)):
        with node.store.transaction():
            for number in numbers:
                node.store.put_summary(a_row(number))
        counts.append([])
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]


# Search and views


def test_a_request_is_found_by_what_it_says_by_its_number_and_by_who_wrote_it(threads, officer):
    client = officer()
    short = threads["waiting"][-12:]
    assert threads["waiting"] in found(client, "?q=AR-2026-0417")
    assert found(client, f"?q={short}") == [threads["waiting"]]
    printed = spoken_reference(threads["waiting"])
    assert printed in client.get(f"/threads/{threads['waiting']}/").content.decode()
    assert found(client, f"?q={printed}") == [threads["waiting"]]
    assert found(client, f"?q={printed.lower()}") == [threads["waiting"]]
    assert threads["ours"] in found(client, "?q=xa/contact-point&direction=out")
    assert found(client, "?q=nobody-ever-said-this") == []


def test_notes_and_the_own_number_are_found_inside_the_authorities_that_take_part(threads, officer):
    client, at = officer(), f"/threads/{threads['waiting']}/matter"
    client.post(f"{at}/note", {"text": "Rang the provider, ask Zwetschge tomorrow"})
    client.post(f"{at}/number", {"number": "12 Js 7/26"})
    assert found(client, "?q=zwetschge") == [threads["waiting"]]
    assert found(client, '?q="12 js 7/26"') == [threads["waiting"]]
    assert found(officer("xb-0010"), "?q=zwetschge") == []  # Of another authority.
    assert threads["waiting"] in found(officer("xb-0010"), "?q=contact-point")


def test_a_restricted_request_is_found_by_its_officers_only(world, threads, officer):
    node = world.node("XB")
    with node.store.transaction():
        node.store.restrict(threads["waiting"], ["xb-0002"])
    short = threads["waiting"][-12:]
    assert found(officer("xb-0001"), f"?q={short}") == []
    assert found(officer("xb-0002"), f"?q={short}") == [threads["waiting"]]


def test_a_search_is_refused_with_its_reason_and_goes_on_by_key(threads, officer):
    client = officer()
    status, answer = document(client, "?q=x")
    assert (status, answer["reasons"][0]["code"]) == (409, "list-query-short")
    status, answer = document(client, "?q=contact-point&after=nine")
    assert (status, answer["reasons"][0]["code"]) == (409, "list-place-unreadable")
    first = document(client, "?q=contact-point&rows=2")[1]["data"]
    rest = document(client, f"?q=contact-point&rows=2&after={first['after']}")[1]["data"]
    assert len(first["rows"]) == 2
    assert len(rest["rows"]) == 1


def test_views_are_an_officers_own_and_kept_as_questions(threads, officer):
    client = officer()
    kept = client.post(
        "/threads/views",
        {"name": " My  urgent ones ", "query": "?urgency=urgent&hostile=1&after=x"},
    )
    assert kept.status_code == 302
    assert document(client)[1]["data"]["views"] == {"My urgent ones": "?show=open&urgency=urgent"}
    assert document(officer("xb-0002"))[1]["data"]["views"] == {}
    text = as_read(client.get("/threads/?urgency=urgent&show=open"))
    assert 'aria-current="true"> <bdi>My urgent ones' in text
    client.post("/threads/views/delete", {"name": "My urgent ones"})
    assert document(client)[1]["data"]["views"] == {}


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"name": " ", "query": ""}, "list-view-name"),
        ({"name": "x" * 61, "query": ""}, "list-view-name"),
        ({"name": "a\u202eb", "query": ""}, "list-view-name"),
        ({"name": "x", "query": "q=" + "y" * 2000}, "list-view-long"),
        ({"name": "x", "query": "urgency=soon"}, "console-choice-unknown"),
    ],
)
def test_a_view_that_cannot_be_kept_is_refused_and_nothing_is_kept(officer, sent, code):
    client = officer()
    answer = client.post("/threads/views", sent, headers={"Accept": "application/json"}).json()
    assert [one["code"] for one in answer["reasons"]] == [code]
    assert document(client)[1]["data"]["views"] == {}


def test_no_officer_keeps_more_views_than_help_him(officer):
    client = officer()
    for number in range(31):
        answer = client.post("/threads/views", {"name": f"View {number}", "query": ""})
    assert answer.status_code == 409
    assert len(document(client)[1]["data"]["views"]) == 30
    assert (
        client.post("/threads/views", {"name": "View 3", "query": "needs=yes"}).status_code == 302
    )
