# SPDX-License-Identifier: Apache-2.0
"""In a real browser: what was typed is in the form that was refused, and stays where nothing could be sent."""

import pytest
from django.contrib.sessions.models import Session

from casts.console.browser import apart, log_in
from casts.console.in_browser import chromium, console_at  # noqa: F401 - fixtures
from casts.console.world import PASSWORD, requested
from casts.steady.patient_browser import new_document


@pytest.fixture
def page(chromium):
    """A page whose browser may report what is refused and what does not arrive."""
    context = chromium.new_context(locale="en")
    yield context.new_page()
    context.close()


@pytest.fixture
def case(world, console_at, page):
    thread = requested(world).thread
    log_in(page, console_at, "xb-0001", PASSWORD)
    page.goto(f"{console_at}/threads/{thread}/matter/")
    return page


def test_a_refused_form_is_open_filled_and_says_what_is_wrong_beside_its_field(case):
    case.get_by_text("Record an order", exact=True).first.click()
    case.fill("#custodian-order", "Borealia Mail")
    with new_document(case):
        case.get_by_role("button", name="Record an order").click()
    assert case.input_value("#custodian-order") == "Borealia Mail"
    assert case.locator("#issued-order ~ .why").is_visible()


@pytest.fixture
def typed(case):
    """An order that is being recorded, on a page that its officer left for another tab and came back to."""
    case.get_by_text("Record an order", exact=True).first.click()
    case.fill("#custodian-order", "Borealia Mail")
    case.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    return case


def send(page):
    page.get_by_role("button", name="Record an order").click()


def end_sessions():
    Session.objects.all().delete()


def test_a_form_that_would_go_to_the_log_in_stays_and_goes_on_after_a_new_log_in(typed, console_at):
    apart(end_sessions)
    send(typed)
    typed.wait_for_selector("#not-sent a", state="visible")
    assert typed.locator("#not-sent [data-why=lost]").is_hidden()
    assert typed.evaluate("document.activeElement.id") == "not-sent"
    assert typed.input_value("#custodian-order") == "Borealia Mail"
    with typed.context.expect_page() as opened:
        typed.get_by_role("link", name="Log in in another tab").click()
    log_in(opened.value, console_at, "xb-0001", PASSWORD)
    with new_document(typed):
        send(typed)
    assert typed.input_value("#custodian-order") == "Borealia Mail"
    assert typed.get_by_text("You logged in again after this page was opened").is_visible()


def test_a_form_that_nobody_answers_stays_and_is_sent_when_the_node_answers_again(typed):
    typed.route("**/profile/session", lambda route: route.abort())
    send(typed)
    typed.wait_for_selector("#not-sent [data-why=lost]", state="visible")
    assert typed.input_value("#custodian-order") == "Borealia Mail"
    typed.unroute("**/profile/session")
    with new_document(typed):
        send(typed)
    assert typed.locator("#issued-order ~ .why").is_visible()


def test_a_form_of_a_page_that_was_just_opened_is_sent_without_a_question(case):
    requests = []
    case.on("request", lambda one: requests.append(one.url))
    case.get_by_text("Record an order", exact=True).first.click()
    case.fill("#custodian-order", "Borealia Mail")
    with new_document(case):
        send(case)
    assert not [one for one in requests if one.endswith("/profile/session")]
    assert [one for one in requests if "/orders" in one or "/matter" in one]


def test_a_button_without_anything_typed_is_sent_without_a_question(case, console_at):
    requests = []
    case.on("request", lambda one: requests.append(one.url))
    case.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    with new_document(case):
        case.get_by_role("button", name="Log out").click()
    assert not [one for one in requests if one.endswith("/profile/session")]
    assert case.url.startswith(f"{console_at}/accounts/")
