# SPDX-License-Identifier: Apache-2.0
"""A new case at a console, as its officers have it in a browser: information that Borealia offers and withdraws, and
its request that is to rest on a treaty which demands what the request lacks.

Everything is found by its name in the form or by its address, so that the language is the reader's; `see` is called
with a name at each page.
"""

import re
from datetime import date
from pathlib import Path

from casts.console import browser as browser_of
from casts.console.accounts.browser_passkeys import with_passkey_of
from casts.console.world import PASSWORD
from casts.law.cases import CENTRAL_XA, CENTRAL_XB, LAWYER, SECOND
from casts.node.world import bodies
from casts.steady.patient_browser import new_document
from rogatory.node.corrections.correct_law import review
from rogatory.node.corrections.load_treaty import propose_treaty
from rogatory.node.provisions.law_data import law_in_force

TREATY = Path(__file__).parents[2] / "treaty" / "bilateral" / "ministry_treaty.yaml"

ANSWERED_NO = {"rights-expression", "discrimination", "provider-abroad"}
"""The questions on which "no" lets a case of ours go on."""

OFFERED = {
    "authority.name": "Contact point of Borealia",
    "case_number": "BO-2026-0007",
    "summary": "Buyers of a false shop who live in Arcadia.",
    "conditions.purpose": "Intelligence alone",
    "conditions.proceedings": "BO-2026-0007",
    "conditions.onward_transfer": "with_authorisation",
    "conditions.police_information_only": "no",
    "conditions.sensitive_material": "no",
    "confidentiality.secret": "yes",
    "confidentiality.do_not_notify_user": "no",
    "legal_basis.instrument": "un-cybercrime",
    "legal_basis.articles.0": "40",
    "urgency.level": "routine",
}

ON_THE_TREATY = {
    "legal_basis.instrument": "mlat-xa-xb",
    "legal_basis.articles.0": "12",
    "reasons": "The treaty of the two States has been in force since 2011.",
}

DEMANDED = {
    "persons": "Pat Example, suspect, Harbour Street 1 in Arcadia.",
    "deadline": "1 February 2027: the trial begins then.",
}
"""Contents that the treaty demands of a request and that this one lacks."""


class OfficerAtBrowser:
    """An officer of Borealia at a browser, with the passkey that the register lists."""

    def __init__(self, page, address, world, number, see):
        self.page, self.address, self.see = page, address, see
        with_passkey_of(page, world.states["XB"].officers[number])
        browser_of.log_in(page, address, number, PASSWORD)

    def go(self, path):
        self.page.goto(f"{self.address}{path}")

    def fill(self, values):
        """Fill in those fields of the form that this page has; returns their names."""
        done = set()
        for name, value in values.items():
            fields = self.page.locator(f"form.compose [name='body.{name}']")
            if not fields.count():
                continue
            done.add(name)
            kind = fields.first.evaluate("one => one.type")
            if kind in {"radio", "checkbox"}:
                self.page.check(f"form.compose [name='body.{name}'][value='{value}']")
            elif kind == "select-one":
                fields.first.select_option(value)
            else:
                fields.first.fill(value)
        return done

    def press(self, button):
        """Press a button and wait for the next page."""
        with new_document(self.page):
            self.page.click(button)

    def add_row(self, name):
        """Add a row to a list of the form, and wait until it is there."""
        rows = self.page.locator(f"form.compose [name^='body.{name}.'][name$='.item']")
        before = rows.count()
        self.page.click(f"form.compose button[name=add][value='{name}']")
        rows.nth(before).wait_for()

    def write_through(self, values):
        """Fill the form in, section by section, up to its review."""
        left = dict(values)
        while True:
            for name in self.fill(left):
                del left[name]
            if not self.page.locator("form.compose .acts button[name=go][value=next]").count():
                break
            self.press("form.compose .acts button[name=go][value=next]")
        assert not left, (left, self.page.inner_text("main"))

    def submit(self):
        """Submit the text; returns the draft."""
        self.press("form.compose .acts button[name=write]")
        found = re.search(r"/drafts/([0-9a-f-]+)/", self.page.url)
        assert found, self.page.inner_text("main")
        return found[1]

    def answer_law(self):
        """Choose the basis and answer the questions, on the draft's page."""
        if self.page.locator("#basis-reason").count():
            self.page.fill("#basis-reason", "In force between the two States.")
            with new_document(self.page):
                self.page.click("form:has(#basis-reason) button.button")
        questions = self.page.locator("li.asked-one.is-open")
        if not questions.count():
            return
        for one in questions.all():
            named = one.locator("input[name$='.matter']").get_attribute("name")
            answer = named.removesuffix(".matter") + ".answer"
            if one.locator(f"textarea[name='{answer}']").count():
                one.locator(f"textarea[name='{answer}']").fill("Limited to what the case needs.")
            else:
                wanted = "no" if named.split(".")[1] in ANSWERED_NO else "yes"
                one.locator(f"[name='{answer}'][value={wanted}]").check()
            one.locator("[name$='.reason']").fill("Read and considered.")
        self.press("form:has(ol.asked) > ol.asked + button.button")

    def blocked(self):
        """The codes' sentences that keep the draft here."""
        return self.page.locator("section.warn[aria-labelledby=h-law] ul.reasons").first

    def approve(self, draft):
        self.go(f"/drafts/{draft}/")
        self.page.click(f"form[action$='/drafts/{draft}/approve'] [data-passkey-button]")
        self.page.wait_for_selector("main p.notice.success")

    def send(self, draft):
        """Sign and send; returns the thread."""
        self.go(f"/drafts/{draft}/")
        self.press(f"main form[action$='/drafts/{draft}/send'] button.button")
        assert "/threads/" in self.page.url, self.page.inner_text("main")
        return self.page.url.rstrip("/").rpartition("/")[2]


def offer_withdrawn(world, writer, approver):
    """Information is offered to Arcadia and withdrawn before it answers; returns the thread."""
    writer.go("/write/information_offered/")
    writer.see("offer-form")
    writer.write_through(OFFERED)
    writer.see("offer-review")
    draft = writer.submit()
    writer.answer_law()
    writer.see("offer-draft")
    approver.approve(draft)
    thread = writer.send(draft)
    browser_of.apart(world.settle)
    writer.go(f"/threads/{thread}/")
    writer.see("offer-sent")
    writer.press("main a[href$='/write/no_longer_required/']")
    writer.write_through({"reason": "The source has asked for it to be kept back."})
    writer.see("offer-withdrawing")
    draft = writer.submit()
    writer.see("offer-withdrawal-draft")
    approver.approve(draft)
    writer.send(draft)
    browser_of.apart(world.settle)
    writer.go(f"/threads/{thread}/")
    writer.see("offer-withdrawn")
    return thread


def on_comity(world):
    """A request of Borealia on comity, in a world where both States have entered a treaty; its thread."""
    for state in ("XA", "XB"):
        node, low = world.node(state), state.lower()
        if "mlat-xa-xb" in {one.id for one in law_in_force(node).instruments}:
            continue
        record = propose_treaty(
            node, TREATY.read_bytes(), f"{low}{LAWYER[2:]}", reason="In force.", dated=date(2026, 11, 20)
        )  # fmt: skip
        review(node, record.id, f"{low}{SECOND[2:]}", accept=True, reason="Compared.")
    body = bodies.mla_stored_data(legal_basis={"instrument": "comity"})
    thread = world.sent(CENTRAL_XB, CENTRAL_XA, "mla_stored_data", body).thread
    world.settle()
    return thread


def supplemented(world, writer, approver, thread):
    """The request is to rest on the treaty: its contents that are missing are shown, then stated; the form without
    them is written down and kept here. Returns what the page said of it.
    """
    at = f"/threads/{thread}/write/basis_proposed/"
    writer.go(at)
    writer.see("basis-form")
    writer.write_through(ON_THE_TREATY)
    draft = writer.submit()
    writer.see("basis-draft-lacking")
    kept = writer.blocked().inner_text()
    taking_back = f"form[action$='/drafts/{draft}/take-back']"
    writer.page.click(f"main details:has({taking_back}) > summary")
    writer.press(f"{taking_back} button.button")
    for number, (item, statement) in enumerate(DEMANDED.items()):
        if number:
            writer.add_row("supplements")
        values = {f"supplements.{number}.item": item, f"supplements.{number}.statement": statement}
        assert writer.fill(values) == values.keys()
    writer.see("basis-supplements")
    draft = writer.submit()
    writer.see("basis-draft")
    approver.approve(draft)
    writer.send(draft)
    browser_of.apart(world.settle)
    writer.go(f"/threads/{thread}/")
    writer.see("basis-sent")
    return kept
