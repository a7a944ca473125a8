# SPDX-License-Identifier: Apache-2.0
"""The draft roster in a real browser: arrows move between its shifts, and Enter opens one."""

import pytest

from casts.console import browser as browser_of
from casts.console.in_browser import chromium, console_at  # noqa: F401 - fixtures
from casts.console.rosters import HEAD, XB, rostered  # noqa: F401 - fixtures
from casts.console.world import PASSWORD
from rogatory.node.duty.rosters.roster_drafts import begin_draft

BROWSER = browser_of.ENGINE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not browser_of.ENGINE.exists(), reason="Chromium is not on this machine"),
]

START = "document.activeElement.dataset.start"


@pytest.mark.parametrize(
    ("language", "onwards", "back"), [("en", "Right", "Left"), ("ar", "Left", "Right")]
)
def test_arrows_move_between_shifts_and_enter_opens_one(
    rostered, console_at, chromium, language, onwards, back
):
    begin_draft(rostered.node("XB"), XB, HEAD)
    browser_of.apart(lambda: browser_of.speak(language))
    context = chromium.new_context(locale=language)
    page = context.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    browser_of.log_in(page, console_at, HEAD, PASSWORD)
    page.goto(f"{console_at}/duty/rosters/draft/?authority={XB}")
    page.locator(".roster-weeks a").first.focus()
    first = page.evaluate(START)
    page.keyboard.press(f"Arrow{onwards}")
    second = page.evaluate(START)
    assert second > first
    page.keyboard.press(f"Arrow{back}")
    page.keyboard.press(f"Arrow{back}")
    assert page.evaluate(START) == first
    page.keyboard.press(f"Arrow{onwards}")
    page.keyboard.press("Enter")
    page.wait_for_url("**officer=*")
    assert page.input_value("#shift-from") == second[:16]
    context.close()
    assert problems == []
