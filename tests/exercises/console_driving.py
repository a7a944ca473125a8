# SPDX-License-Identifier: Apache-2.0
"""An officer at a console of a running node, in a real browser: what he types and presses.

Everything is found by its name in the form or by its address, never by its words, so that the
languages are no more than a parameter. Where a page changes, its steps change here alone.
"""

from datetime import UTC, datetime, timedelta

from casts.console.accounts.browser_passkeys import with_passkey_of
from casts.steady.patience import PATIENCE
from casts.steady.patient_browser import new_document
from rogatory.bootstrap.home.folder import read_home
from rogatory.exercises.stage import PASSWORD

LANGUAGES = {"XA": "ar", "XB": "fr"}
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")

SOON = PATIENCE * 1000
"""Milliseconds until something must be there; a page takes some hundredths of that, but a log-in is slow
by design, and a loaded machine must have time.
"""

ANSWERED_NO = {"rights-expression", "discrimination", "provider-abroad"}
"""The questions on which "no" lets a case of ours go on; "yes" is the answer to the others."""


class Desk:
    """One officer at one browser, with the passkey that the register lists for him, or with none."""

    def __init__(self, theatre, browser, state, player, *, passkey=True):
        self.theatre, self.state, self.number = theatre, state, player.known_as(state)
        self.address = read_home(theatre.federation.node(state)).console_url
        self.context = browser.new_context(locale=LANGUAGES[state])
        self.context.set_default_timeout(SOON)
        self.page = self.context.new_page()
        self.wrong = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        with_passkey_of(
            self.page, theatre.federation.authenticator(state, player) if passkey else None
        )
        self.page.goto(f"{self.address}/accounts/login/")
        self.page.fill("#id_login", self.number)
        self.page.fill("#id_password", PASSWORD)
        self.page.click("form[action$='/accounts/login/'] button.wide")
        self.page.wait_for_url(f"{self.address}/")
        if self.page.get_attribute("html", "lang") != LANGUAGES[state]:
            self.page.click("details.languages summary")
            self.page.click(f"details.languages button[value={LANGUAGES[state]}]")
        assert self.page.get_attribute("html", "lang") == LANGUAGES[state]

    def goto(self, path):
        self.page.goto(f"{self.address}{path}")
        self.reads_his_language()

    def reads_his_language(self):
        assert self.page.get_attribute("html", "lang") == LANGUAGES[self.state]
        wanted = "rtl" if LANGUAGES[self.state] == "ar" else "ltr"
        assert self.page.get_attribute("html", "dir") == wanted

    def press(self, form):
        """Send the form whose action ends so."""
        self.page.click(f"main form[action$='{form}'] button.button")

    def wait_for_success(self):
        """Wait for the word that it was done."""
        self.page.wait_for_selector("main p.notice.success")

    def write(self, path, values):
        """Fill the form in, page by page, and write the draft down; the draft's identifier."""
        self.goto(path)
        filled = set()
        following = "form.compose .acts button[name=go][value=next]"
        while True:
            for name in sorted(values.keys() - filled):
                if self.page.locator(f"form.compose [name='body.{name}']").count():
                    self.fill(name, values[name])
                    filled.add(name)
            if not self.page.locator(following).count():
                break
            with new_document(self.page):
                self.page.click(following)
        assert filled == values.keys()
        with new_document(self.page):
            self.page.click("form.compose .acts button[name=write]")
        refused = self.page.locator("#reasons")
        assert "/drafts/" in self.page.url, (
            refused.inner_text() if refused.count() else self.page.url
        )
        return self.page.url.rstrip("/").rpartition("/")[2]

    def fill(self, name, value):
        field = self.page.locator(f"form.compose [name='body.{name}']").first
        kind = field.evaluate("one => one.type")
        if kind in {"radio", "checkbox"}:
            self.page.check(f"form.compose [name='body.{name}'][value='{value}']")
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)

    def answer_law(self, draft):
        """Answer at the draft's page what the law asks before it may leave."""
        self.goto(f"/drafts/{draft}/")
        if self.page.locator("#basis-reason").count():
            self.page.fill("#basis-reason", "The fastest of the instruments that serve today.")
            self.page.click("form:has(#basis-reason) button.button")
            self.page.wait_for_load_state()
        open_ones = self.page.locator("li.asked-one.is-open")
        if open_ones.count():
            for each in open_ones.all():
                self._answer(each)
            self.page.click("form:has(ol.asked) > ol.asked + button.button")
            self.page.wait_for_load_state()
        kept = self.page.locator("section.warn[aria-labelledby=h-law]")
        assert kept.count() == 0, kept.inner_text()
        self.reads_his_language()

    def _answer(self, question):
        named = question.locator("input[name$='.matter']").get_attribute("name")
        answer = f"{named.removesuffix('.matter')}.answer"
        decision = "no" if named.split(".")[1] in ANSWERED_NO else "yes"
        if question.locator(f"textarea[name='{answer}']").count():
            question.locator(f"textarea[name='{answer}']").fill("Limited to the one account.")
        else:
            question.locator(f"[name='{answer}'][value={decision}]").check()
        for part in question.locator("[name*='.details.']").all():
            is_day = part.get_attribute("type") == "date"
            later = datetime.now(UTC) + timedelta(days=90)
            part.fill(f"{later:%Y-%m-%d}" if is_day else "District Court, B 12/2026")
        question.locator("[name$='.reason']").fill("Read and considered.")

    def may_approve(self, draft):
        """Return whether the draft's page offers approval to the officer."""
        self.goto(f"/drafts/{draft}/")
        return self.page.locator("[data-approve]").count() > 0

    def approve(self, draft):
        self.goto(f"/drafts/{draft}/")
        self.page.click(f"form[action$='/drafts/{draft}/approve'] [data-passkey-button]")
        self.wait_for_success()

    def send(self, draft):
        self.goto(f"/drafts/{draft}/")
        self.press(f"/drafts/{draft}/send")
        self.page.wait_for_url("**/threads/*/")
        return self.page.url.rstrip("/").rpartition("/")[2]

    def messages(self, thread):
        """How many messages the thread's page shows, as a person counts them."""
        self.goto(f"/threads/{thread}/")
        return self.page.locator("article.message").count()

    def hand_over(self, authority, note):
        """Write down, on the page on duty, what is open at an authority; the address of the list, which
        he then reads.
        """
        self.goto("/duty/")
        form = f"form[action$='/duty/hand-over']:has([name=authority][value='{authority}'])"
        self.page.click(f"details:has({form}) > summary")
        self.page.fill(f"{form} [name=note]", note)
        self.page.click(f"{form} button.button")
        self.wait_for_success()
        return self.page.url.removeprefix(self.address)

    def make_a_passkey(self):
        """On his own page: add a passkey, and ask for it to be listed; the file for the keeper of
        the register, and the digits beside it.
        """
        self.goto("/profile/")
        self.page.click("main a[href='/accounts/2fa/webauthn/add/']")
        if "reauthenticate" in self.page.url:
            self.page.fill("input[type=password]", PASSWORD)
            self.page.click("main form[method=post] button.wide")
        self.page.click("[data-passkey-button]")
        self.page.wait_for_url("**/recovery-codes/**")
        self.goto("/profile/")
        self.page.click("main form[action$='/ask'] button.button")
        self.wait_for_success()
        with self.page.expect_download() as taken:
            self.page.click("main a[href$='/enrolment']")
        return taken.value.path().read_bytes(), self.page.inner_text("code.digest.whole")


class WorkstationPages:
    """An examiner at his workstation's pages, in the same browser; the keys are locked when he leaves."""

    def __init__(self, browser, workstation, state, player):
        self.home = f"{workstation.origin}{workstation.prefix}/"
        self.context = browser.new_context(locale=LANGUAGES[state])
        self.context.set_default_timeout(SOON)
        self.page = self.context.new_page()
        self.wrong = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.goto(workstation.address)
        assert self.page.get_attribute("html", "lang") == LANGUAGES[state]
        self.page.fill("#officer", player.known_as(state))
        self.page.fill("#reason", "Order 7/26")
        self.page.click("form[action$='/unlock'] button.button")
        self.page.wait_for_selector("main .notice.success")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.page.goto(self.home)
        self.page.click("form[action$='/lock'] button")
        self.page.wait_for_selector("#passphrase")
        self.context.close()
        assert self.wrong == []

    def export(self, item, proceedings):
        """Export an item of the one package for other proceedings; the codes of a refusal."""
        self.page.goto(self.home)
        self.page.click("a.row-title")
        self.page.click("a[href$='/export']")
        self.page.fill("#items", item)
        self.page.check("[name=purpose][value=other]")
        self.page.fill("#proceedings", proceedings)
        self.page.fill("#reason", "Order 7/26 of the District Court")
        self.page.click("form.compose > .button")
        self.page.wait_for_load_state()
        done = self.page.locator(".notice.success").count()
        codes = [one.inner_text() for one in self.page.locator(".notice.error code").all()]
        assert bool(done) is not bool(codes), self.page.inner_text("main")
        return codes
