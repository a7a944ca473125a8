# SPDX-License-Identifier: Apache-2.0
"""A letter and a form in a real browser: no barrier that axe finds, none wider than its window."""

import pytest
from playwright.sync_api import sync_playwright

from casts.console.barriers import first_of_each, rules_for
from casts.node.letters import values
from casts.steady.browser_programs import ENGINE
from rogatory.node.letters.form_page import filled_form, form_letter
from rogatory.node.letters.values import LetterRole
from rogatory.node.letters.write import letter_of_values
from rogatory.node.printing.languages import LANGUAGES
from rogatory.requests.forms.form import form

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not ENGINE.exists(), reason="there is no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(ENGINE), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_barrier_or_is_wider_than_its_window(chromium, language, tmp_path):
    paper = values(manner=LetterRole.PAPER)
    pages = {
        "letter": letter_of_values(paper, language, pdf=False),
        "form": form_letter(
            filled_form(form("t-cy-2018-11"), values()), values(), language, pdf=False
        ),
    }
    for name, made in pages.items():
        file = tmp_path / f"{name}.html"
        file.write_bytes(made.html)
        # axe is a script; the page itself forbids every script.
        context = chromium.new_context(bypass_csp=True, viewport={"width": 1000, "height": 800})
        page = context.new_page()
        page.goto(file.as_uri())
        assert first_of_each(page, **rules_for(language)) == [], name
        for width in (1000, 390):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (name, width)
        context.close()
