# SPDX-License-Identifier: Apache-2.0
"""The head of unit's page: who sees it, what is on it, and assigning from it."""

import re

import pytest
from django.test.utils import CaptureQueriesContext

from casts.console import browser as browser_of
from casts.console.rosters import put_roster
from casts.console.world import PASSWORD, as_read, held, requested
from casts.node.world import snapshot
from casts.storage.summaries import thread_of
from casts.storage.unit_rows import put_unit

HEAD, LAWYER = "xb-0002", "xb-0010"
LANGUAGES = {
    "ar": "داخلي، غير معد للنشر",
    "en": "Internal, not for publication",
    "es": "Interno, no destinado a publicación",
    "fr": "Interne, ne pas publier",
    "ru": "Для внутреннего пользования, не для публикации",
    "zh-hans": "内部资料，不得公布",
}


def test_heads_and_lawyers_see_it_and_nobody_else(world, officer):
    for number in (HEAD, LAWYER):
        assert officer(number).get("/unit/").status_code == 200
    for number in ("xb-0001", "xb-0003", "xb-0099"):
        client = officer(number)
        assert client.get("/unit/").status_code == 403
        assert 'href="/unit/"' not in client.get("/").content.decode()
    assert 'href="/unit/"' in officer(HEAD).get("/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_that_it_is_internal_in_each_language(world, officer, language):
    page = officer(HEAD, language=language).get("/unit/").content.decode()
    assert LANGUAGES[language] in page


def test_a_request_that_came_in_is_in_nobodys_charge_until_the_head_assigns_it(world, officer):
    sent = requested(world)
    client = officer(HEAD)
    page = client.get("/unit/").content.decode()
    unassigned = page.partition('id="act-unassigned"')[2].partition("</section>")[0]
    assert f'action="/threads/{sent.thread}/assign"' in unassigned
    assert re.search(r'<option value="xb-0001">\s*xb-0001 · open: 0', unassigned)
    answered = client.post(f"/threads/{sent.thread}/assign", {"assignee": "xb-0001"}, follow=True)
    assert answered.redirect_chain == [("/unit/", 302)]
    page = answered.content.decode()
    assert "Assigned to xb-0001." in page
    unassigned = page.partition('id="act-unassigned"')[2].partition("</section>")[0]
    assert sent.thread not in unassigned
    assert world.node("XB").store.case_file(sent.thread).assignee == "xb-0001"
    load = page.partition('id="h-load"')[2]
    assert re.search(r"xb-0001.*?>1<", load, re.DOTALL)


def test_who_is_no_officer_of_the_authority_is_assigned_nothing(world, officer):
    sent = requested(world)
    client = officer(HEAD)
    before = snapshot(world.node("XB"))
    for wrong in ("xb-0099", "xa-0001", "", "nobody"):
        assert client.post(f"/threads/{sent.thread}/assign", {"assignee": wrong}).status_code in {
            400,
            409,
        }
    assert world.node("XB").store.case_file(sent.thread).assignee is None
    assert snapshot(world.node("XB")) == before


def test_an_overdue_request_and_a_lapsing_hold_are_to_be_acted_on(world, officer):
    holding = requested(world)
    held(world, holding, days_ago=55)
    late = requested(world, level="routine")
    world.clock.forward(minutes=25 * 60)
    page = officer(HEAD).get("/unit/").content.decode()
    lapsing = page.partition('id="act-lapsing"')[2].partition("</section>")[0]
    overdue = page.partition('id="act-overdue"')[2].partition("</section>")[0]
    assert holding.thread in lapsing
    assert late.thread not in lapsing
    assert late.thread in overdue
    assert holding.thread not in overdue
    assert '<span class="count">1</span>' in overdue.partition("<ul")[0]


def test_a_list_says_how_many_there_are_beyond_those_that_it_shows(world, officer):
    for _ in range(7):
        held(world, requested(world), days_ago=55)
    page = officer(HEAD).get("/unit/").content.decode()
    lapsing = page.partition('id="act-lapsing"')[2].partition("</section>")[0]
    assert lapsing.count('class="card act"') == 5
    assert '<span class="count">7</span>' in lapsing


def test_what_is_restricted_to_others_changes_nothing_on_the_page(world, officer):
    put_unit(world.node("XB"))
    client = officer(HEAD)
    before = _figures(client)
    node = world.node("XB")
    with node.store.transaction():
        for number in range(1, 241):
            node.store.restrict(thread_of(number), ["xb-0001"])
    after = client.get("/unit/")
    assert not re.search(r"0{8}-?0*\d{3}", as_read(after))
    assert [one for one in _figures(client) if one] != [one for one in before if one]
    empty = as_read(after)
    assert "No request is open." in empty
    assert "No request has ended in this quarter." in empty
    assert "Every open request is assigned." in empty
    with node.store.transaction():
        for number in range(1, 241):
            node.store.restrict(thread_of(number), [HEAD])
    assert _figures(client) == before


def _figures(client):
    data = client.get("/unit/", headers={"accept": "application/json"}).json()["data"]["unit"]
    return [
        data[name]
        for name in ("figures", "ages", "states", "kinds", "holds", "loads", "alerts_total")
    ]


def test_each_chart_has_a_name_and_a_table_with_its_numbers(world, officer):
    put_unit(world.node("XB"))
    page = as_read(officer(HEAD).get("/unit/"))
    for name in ("Open requests by age in days", "Holds by the week in which they end"):
        chart = page.partition(f'role="img" aria-label="{name}"')[2].partition("</svg>")[0]
        shown = re.findall(r'<text class="(?:total|soft)"[^>]*>(\d+)</text>', chart)
        table = page.partition(f'role="img" aria-label="{name}"')[2].partition("</table>")[0]
        rows = re.findall(r"<td[^>]*>(\d+)</td>", table)
        pairs = [int(one) + int(other) for one, other in zip(rows[::2], rows[1::2], strict=True)]
        assert sum(pairs) > 0
        assert [one for one in pairs if one] == [
            int(one) for one in re.findall(r'<text class="total"[^>]*>(\d+)</text>', chart)
        ]
        assert shown


def test_gaps_of_the_roster_and_alerts_that_nobody_acknowledged(world, officer):
    put_roster(world)
    requested(world)
    client = officer(HEAD)
    assert "No alert has waited" in client.get("/unit/").content.decode()
    world.clock.forward(minutes=20)
    page = client.get("/unit/").content.decode()
    assert "A new request has come in" in page.partition('id="h-alerts"')[2]


def test_a_longer_store_asks_no_more_of_the_database(world, officer, monkeypatch):
    import dataclasses

    from django.db import connection

    from rogatory.storage.queue.jobs import DatabaseQueue
    from rogatory.storage.store import DatabaseStore

    node = dataclasses.replace(world.node("XB"), store=DatabaseStore(), queue=DatabaseQueue())
    monkeypatch.setattr("rogatory.bootstrap.node.running_node", lambda: node)
    client, counts = officer(HEAD), []
    for requests in (60, 240):
        put_unit(node, requests) if not counts else put_unit_more(node, requests)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/unit/").status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 45


def put_unit_more(node, requests):
    from rogatory.storage.officers.alerts import Page

    Page.objects.all().delete()
    put_unit(node, requests)


@pytest.mark.browser
@pytest.mark.skipif(not browser_of.CHROMIUM.exists(), reason="Chromium is not on this machine")
def test_a_full_page_has_no_barrier_and_fits_a_telephone_in_each_language(world):
    with browser_of.served() as address, browser_of.chromium() as browser:
        world.origin = address
        world.relist()
        browser_of.apart(lambda: put_roster(world))
        browser_of.apart(lambda: put_unit(world.node("XB")))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        browser_of.log_in(page, address, HEAD, PASSWORD)
        for language in LANGUAGES:
            browser_of.apart(lambda chosen=language: browser_of.speak(chosen))
            page.context.clear_cookies()
            browser_of.log_in(page, address, HEAD, PASSWORD)
            page.goto(f"{address}/unit/")
            assert page.get_attribute("html", "lang") == language
            for width in (1280, 360, 320):
                page.set_viewport_size({"width": width, "height": 900})
                surplus = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert surplus <= 0, (language, width)
                if language in {"en", "ar"}:
                    assert browser_of.violations(page) == [], (language, width)
