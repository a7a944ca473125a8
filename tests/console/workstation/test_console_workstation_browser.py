# SPDX-License-Identifier: Apache-2.0
"""The workstation in a real browser: by its printed address, each page, no barrier, no English left.

In Arabic, which is written from the right, and in Chinese, whose letters no English word has.
"""

import os
from pathlib import Path

import pytest

from casts.cli.commands import keys_of, run
from casts.console.barriers import RULES_OF_WORDS
from casts.console.browser import CHROMIUM, chromium, violations
from casts.console.leftovers import leftovers, spaced
from casts.node.workstation import (
    FIRST,
    PASSPHRASE,
    SECOND,
    SECRET,
    forked,
    office,
    packed,
    seized,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
]

PICTURES = os.environ.get("ROGATORY_PICTURES")
"""A folder that pictures of the pages are put into, for people who look at them."""

LABELS = {
    "ar": ("فتح", "فتح للاطلاع", "التحقق", "بحث"),
    "zh-CN": ("解锁", "打开查看", "核验", "搜索"),
}

JUDGED_IN_FULL = "ar"
"""The language whose pages are judged by every rule; the other's words can break only `RULES_OF_WORDS`."""

WRITTEN = ("rogatory custody submit",)
"""A command, in a sentence of ours."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workstation")
    xb = keys_of("xb/central-authority", folder / "xb")
    state = office(folder)
    (folder / "packages").mkdir()
    sealed = packed(folder / "packages", seized(folder / "source"), xb, state / "keys/recipient.json",
                    "--purpose", "The investigation named in the request")  # fmt: skip
    result = run("evidence", "extract", sealed, "disk.img", "--key", state / "keys", "--out",
               folder / "disk.img", "--officer", "xa-0007", "--passphrase-file",
               folder / "passphrase")  # fmt: skip
    assert result.status == 0, result.err
    return folder


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


class Walk:
    """A page that is watched: what it complains of, where it asks, and whether anybody is kept out."""

    def __init__(self, page, desk, language):
        self.page, self.language = page, language
        self.wrong, self.barriers, self.requested, self.left = [], {}, set(), {}
        page.on("console", lambda one: self.wrong.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda one: self.wrong.append(str(one)))
        page.on("dialog", lambda one: (self.wrong.append(one.message), one.dismiss()))
        page.on("request", lambda one: self.requested.add(one.url))
        page.goto(desk.address)

    def see(self, name):
        rules = None if self.language == JUDGED_IN_FULL else RULES_OF_WORDS
        if found := violations(self.page, rules=rules):
            self.barriers[name] = found
        if self.language.startswith("zh") and (
            found := [*leftovers(self.page.content(), WRITTEN), *spaced(self.page.content())]
        ):
            self.left[name] = found
        if PICTURES:
            place = Path(PICTURES) / f"workstation-{name}-{self.language}.png"
            self.page.screenshot(path=place, full_page=True)

    def item(self, path):
        self.page.goto(self.items)
        self.page.locator("th a", has_text=path).first.click()

    def view(self, path):
        self.item(path)
        self.page.click("form[action$='/view'] button")


@pytest.mark.parametrize("language", LABELS)
def test_the_whole_way_of_an_examiner_without_a_barrier(workspace, browser, language):
    unlock, view, verification, search = LABELS[language]
    words = (
        "--key",
        workspace / "keys",
        "--packages",
        workspace / "packages",
        "--officer-key",
        workspace / FIRST,
        "--officer-key",
        workspace / SECOND,
    )
    with (
        forked(*words) as desk,
        browser.new_context(locale=language, viewport={"width": 1280, "height": 900}) as context,
    ):
        page = context.new_page()
        walk = Walk(page, desk, language)
        assert page.url == f"{desk.origin}{desk.prefix}/"
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        walk.see("locked")
        page.fill("#officer", "xa-0005")
        page.fill("#reason", "Case 12/26")
        page.fill("#passphrase", PASSPHRASE)
        page.click(f"button:text-is('{unlock}')")
        assert page.locator(".notice.success").count() == 1
        walk.see("unlocked")
        page.click("a.row-title")
        page.wait_for_selector(".outcome")
        assert page.locator(f"h2:text-is('{verification}')").count() == 1
        assert page.locator(".picture svg circle").count() >= 2
        walk.see("package")
        page.click("a[href$='/items/']")
        walk.items = page.url
        walk.see("items")
        page.fill("#text", "act today")
        page.select_option("#by", "words")
        page.click(f"main button:text-is('{search}')")
        assert page.locator("mark").inner_text() == "act today"
        walk.see("found")

        walk.item("page.html")
        walk.see("item")
        page.click(f"button:text-is('{view}')")
        assert "<script>document.title" in page.locator("pre.shown").inner_text()
        assert page.locator("h1").count() == 1
        assert page.title() != "pwned"
        walk.see("text")
        walk.view("beach.png")
        picture = page.locator(".shown img")
        assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") == 96
        walk.see("picture")
        response = page.request.get(picture.evaluate("one => one.src"))
        assert response.headers["content-disposition"] == "attachment"

        walk.item("protected.txt")
        assert SECRET.decode() not in page.content()
        walk.see("protected")
        page.select_option("#first_key", index=1)
        page.fill("#first_passphrase", PASSPHRASE)
        page.select_option("#second_key", index=2)
        page.fill("#second_passphrase", PASSPHRASE)
        page.click(f"button:text-is('{view}')")
        assert page.locator("pre.shown").inner_text() == SECRET.decode()
        walk.see("by-two")

        walk.item("0001.eml")
        page.click("a[href*='export?item=']")
        page.check("input[value='other']")
        page.fill("#proceedings", "AR-2026-0555")
        page.fill("#reason", "Order 7/26")
        page.click("form.compose > .button")
        assert "law-use-without-consent" in page.locator(".notice.error").inner_text()
        walk.see("refused")
        page.check("input[value='recorded']")
        page.click("form.compose > .button")
        assert page.locator(".notice.success code").first.inner_text().startswith("sealed-export-")
        walk.see("exported")

        page.goto(desk.address)
        assert "workstation-not-entered" in page.content()
        page.goto(f"{desk.origin}{desk.prefix}/")
        page.click("form[action$='/lock'] button")
        assert page.locator("#passphrase").count() == 1
        assert {
            one for one in walk.requested if not one.startswith(f"{desk.origin}{desk.prefix}/")
        } == set()
        # What is refused above, and the icon that a plain text has not.
        statuses = ("403", "404", "409")
        assert [one for one in walk.wrong if not any(each in one for each in statuses)] == []
        assert walk.barriers == {}
        assert walk.left == {}
