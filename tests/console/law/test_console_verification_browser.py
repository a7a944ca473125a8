# SPDX-License-Identifier: Apache-2.0
"""A lawyer and a second officer verify twenty lines of the law, each in a browser that runs no script."""

import pytest

from casts.console import browser as browser_of
from casts.console.law import LAWYER, SECOND, law, second
from casts.console.world import PASSWORD
from casts.law.sheet import filled, rows_of
from rogatory.node.corrections.correct_law import correction_history
from rogatory.treaty.verification.lines import lines_of_law

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not browser_of.CHROMIUM.exists(), reason="Chromium is not on this machine"),
]

__all__ = ["second"]


def a_page(browser, address, number):
    page = browser.new_context(java_script_enabled=False, accept_downloads=True).new_page()
    browser_of.log_in(page, address, number, PASSWORD)
    page.goto(f"{address}/law/verification/")
    return page


def test_twenty_lines_are_downloaded_filled_in_corrected_and_accepted(world, second, tmp_path):
    node = world.node("XB")
    lines = tuple(
        row["line"]
        for row in browser_of.apart(lambda: rows_of(node))
        if row["line"].startswith("grounds/")
    )[:20]
    wrong = {lines[3]: {"read_on": "30.11.2026"}, lines[7]: {"official_wording": "-1"}}
    sheets = {"wrong": tmp_path / "wrong.csv", "right": tmp_path / "right.csv"}
    with browser_of.served() as address, browser_of.chromium() as browser:
        world.origin = address
        page = a_page(browser, address, LAWYER)
        with page.expect_download() as caught:
            page.click("form[action$='/blank'] button")
        assert lines[0] in caught.value.path().read_text("utf-8-sig")
        for name, changes in (("wrong", wrong), ("right", {})):
            table = browser_of.apart(lambda changes=changes: filled(node, changes, lines=lines))
            sheets[name].write_bytes(table)
        page.set_input_files("#sheet", sheets["wrong"])
        page.click("text=Submit for review")
        refused = page.inner_text("[role=alert]")
        assert "2 reasons" in refused
        assert refused.count("of line") == 2
        assert not browser_of.apart(lambda: correction_history(node))
        page.set_input_files("#sheet", sheets["right"])
        page.click("text=Submit for review")
        assert "Lines 1 to 20 of 20" in page.inner_text("main")
        assert page.locator("textarea").count() == 0

        other = a_page(browser, address, SECOND)
        other.click("main a[href*='/sheet-']")
        other.fill("textarea", "Compared with the official text.")
        other.click("button:has-text('Accept')")
        assert "Compared with the official text." in other.inner_text("main")
    known = {one.id: one.certainty for one in browser_of.apart(lambda: lines_of_law(law(world)))}
    assert {known[name] for name in lines} == {"seen"}
