# SPDX-License-Identifier: Apache-2.0
"""The list of requests in a real browser: it narrows as one types, without another page, by keyboard."""

import pytest

from casts.console import browser as browser_of
from casts.console.world import PASSWORD, requested

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not browser_of.CHROMIUM.exists(), reason="Chromium is not on this machine"),
]


@pytest.fixture
def page(world):
    with browser_of.served() as address, browser_of.chromium() as browser:
        world.origin = address
        world.relist()
        opened = browser.new_page(locale="en")
        browser_of.log_in(opened, address, "xb-0001", PASSWORD)
        opened.goto(f"{address}/threads/")
        yield opened


def test_a_list_narrows_as_one_types_and_its_address_follows(world, page):
    first, _second = (browser_of.apart(lambda: requested(world)).thread for _ in range(2))
    page.reload()
    assert page.locator("#found .row-title").count() == 2
    page.evaluate("window.stayed = true")
    page.keyboard.press("Tab")
    page.focus("#f-q")
    page.keyboard.type(first[-12:])
    page.wait_for_selector("#found .rows > li:only-child")
    assert page.evaluate("window.stayed")
    assert f"q={first[-12:]}" in page.url
    assert page.evaluate("document.activeElement.id") == "f-q"
    page.reload()
    assert page.locator("#found .row-title").count() == 1
    assert browser_of.violations(page) == []


def test_what_cannot_be_searched_leaves_the_rows_and_the_button_says_why(world, page):
    browser_of.apart(lambda: requested(world))
    page.reload()
    page.focus("#f-q")
    page.keyboard.type("x")
    page.wait_for_timeout(900)
    assert page.locator("#found .row-title").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert] code")
    assert "list-query-short" in page.inner_text("[role=alert]")
    assert page.input_value("#f-q") == "x"
