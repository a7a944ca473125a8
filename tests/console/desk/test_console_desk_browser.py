# SPDX-License-Identifier: Apache-2.0
"""The desk in a real browser shows its officer a call that has come, once, and says so."""

import pytest

from casts.console import browser as browser_of
from casts.console.in_browser import chromium, console_at  # noqa: F401 - fixtures
from casts.console.rosters import FIRST, rostered  # noqa: F401 - fixtures
from casts.console.world import PASSWORD, requested
from rogatory.console.desk.page import SECONDS_BETWEEN_LOOKS

BROWSER = browser_of.CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not browser_of.CHROMIUM.exists(), reason="Chromium is not on this machine"),
]


def test_the_browser_announces_a_call_that_has_come_to_the_reader_and_it_is_noted(
    rostered,
    console_at,
    chromium,
):
    context = chromium.new_context(locale="en", permissions=["notifications"])
    page = context.new_page()
    page.clock.install()
    problems = []
    page.on(
        "console",
        lambda message: problems.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: problems.append(str(error)))
    browser_of.log_in(page, console_at, FIRST, PASSWORD)
    assert not page.is_visible("#desk-ask")
    browser_of.apart(lambda: requested(rostered))
    with page.expect_response("**/calls/notified") as noted:
        page.clock.fast_forward(SECONDS_BETWEEN_LOOKS * 1000)
    assert noted.value.ok
    (call,) = rostered.node("XB").store.pages()
    assert [one.means for one in rostered.node("XB").store.attempts(call.id)] == ["desk", "browser"]
    page.clock.fast_forward(SECONDS_BETWEEN_LOOKS * 1000)
    page.wait_for_selector(".calls .card:not([data-call])")
    page.goto(f"{console_at}/duty/")
    page.click(".inner summary")
    assert "in the browser" in page.inner_text("main")
    context.close()
    assert problems == []


def test_alerts_come_before_the_lanes_on_a_telephone_and_beside_them_elsewhere(
    world, console_at, chromium
):
    browser_of.apart(lambda: requested(world))
    context = chromium.new_context(locale="en", viewport={"width": 360, "height": 740})
    page = context.new_page()
    browser_of.log_in(page, console_at, "xb-0001", PASSWORD)
    page.goto(f"{console_at}/")
    calls, waiting, drafts = (page.locator(one) for one in ("#h-calls", "#h-waiting", "#h-drafts"))
    assert calls.bounding_box()["y"] < waiting.bounding_box()["y"] < drafts.bounding_box()["y"]
    page.set_viewport_size({"width": 1280, "height": 800})
    assert calls.bounding_box()["x"] > waiting.bounding_box()["x"]
    assert calls.bounding_box()["y"] == waiting.bounding_box()["y"]
    assert drafts.bounding_box()["x"] == calls.bounding_box()["x"]
    context.close()
