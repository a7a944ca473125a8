# SPDX-License-Identifier: Apache-2.0
"""The report's page in a real browser: no barrier that axe finds, none wider than its window."""

import pytest
from playwright.sync_api import sync_playwright

from casts.console.barriers import first_of_each, rules_for
from casts.court.bundle_case import bundled
from casts.steady.browser_programs import ENGINE
from rogatory.node.court.report.write import RequestedReports
from rogatory.node.printing.languages import LANGUAGES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not ENGINE.exists(), reason="there is no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def pages(case, whole, tmp_path_factory):
    place = tmp_path_factory.mktemp("pages") / "bundle"
    bundled(case, place, reports=RequestedReports(LANGUAGES, pdf=False))
    return place


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(ENGINE), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_barrier_or_is_wider_than_its_window(pages, chromium, language):
    # axe is a script; the page itself forbids every script.
    context = chromium.new_context(bypass_csp=True, viewport={"width": 1000, "height": 800})
    page = context.new_page()
    page.goto((pages / f"report.{language}.html").as_uri())
    assert first_of_each(page, **rules_for(language)) == []
    for width in (1000, 390):
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, language
    context.close()


def test_arabic_begins_at_the_right(pages, chromium):
    page = chromium.new_page(viewport={"width": 1000, "height": 800})
    page.goto((pages / "report.ar.html").as_uri())
    label, value = (page.locator(f"dl div > {name}").first.bounding_box() for name in ("dt", "dd"))
    first, last = (page.locator("thead th").nth(n).bounding_box() for n in (0, 5))
    page.close()
    assert label["x"] > value["x"]
    assert first["x"] > last["x"]
