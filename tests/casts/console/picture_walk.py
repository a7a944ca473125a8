# SPDX-License-Identifier: Apache-2.0
"""Every page of the console and of the workstation before a browser that takes pictures of it.

The pages are those of the walk for access (`access_world.populated`), which leaves out none of the table of
pages, and beside them the doors, the refusals, and what an account without a role is shown.
"""

import copy
import sys
from contextlib import contextmanager

import pytest

from casts.console import access_world
from casts.console import browser as browser_of
from casts.console import picture_cast as cast
from casts.console.world import (
    ADMIN,
    PASSWORD,
    console_settings,
    forget_officers,
    new_officers,
    new_state,
    new_world,
)
from casts.driving import new_case
from casts.node import peers
from casts.node.workstation import PASSPHRASE, SECOND, keys_of, office, packed, seized, started

HEIGHT = 900
REFUSED = {
    "desk": {},
    "duty": {"duty-refused": "form[action$='/duty/roster'] button"},
    "write": {"write-refused": "main .acts button"},
    "law-correct": {"law-correct-refused": "main form[method=post] button"},
    "transcribe": {"transcribe-refused": "main .acts button"},
}
"""Forms that are sent as they are: the button, and the picture of what is answered."""


AFTERWARDS = {"administration"}
"""Pages of the table that are shown to another account than the reader of the walk."""

AS_IT_STANDS = """() => {
  for (const one of document.forms) one.noValidate = true;
  document.querySelectorAll('main details').forEach(one => one.open = true);
}"""


class Eye:
    """One browser's page that is photographed at each width, in each look."""

    def __init__(self, browser, folder, given, language):
        self.folder, self.given, self.language = folder, given, language
        self.context = browser.new_context(
            locale=language, viewport=viewport(1280), reduced_motion="reduce"
        )
        self.page = self.context.new_page()

    def see(self, name):
        if self.given.only and not any(one in name for one in self.given.only):
            return
        for width in self.given.widths:
            self.page.set_viewport_size(viewport(width))
            self._take(f"{name}-{self.language}-{width}")
            if self.given.dark:
                self.page.emulate_media(color_scheme="dark")
                self._take(f"{name}-{self.language}-{width}-dark")
                self.page.emulate_media(color_scheme="light")
        if self.given.print:
            self.page.pdf(
                path=self.folder / f"{name}-{self.language}.pdf", prefer_css_page_size=True
            )

    def _take(self, name):
        self.page.screenshot(path=self.folder / f"{name}.png", full_page=True)
        surplus = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        remark = f": {surplus} wider than its window" if surplus > 0 else ""
        sys.stdout.write(f"{name}{remark}\n")

    def go(self, name, address):
        self.page.goto(address)
        self.see(name)

    def sent(self, name, button):
        """Return the answer to a form as it is, whatever the browser would say of it first."""
        self.page.evaluate(AS_IT_STANDS)
        self.page.locator(button).first.click()
        self.page.wait_for_load_state()
        self.see(name)


def viewport(width):
    return {"width": width, "height": HEIGHT}


def the_doors(eye, address):
    """Before anybody has logged in, and where there is no page."""
    page = eye.page
    eye.go("log-in", f"{address}/accounts/login/")
    browser_of.log_in(page, address, "xb-0001", "wrong")
    eye.see("log-in-refused")
    eye.go("bad-request", address.replace("localhost", "127.0.0.1"))
    eye.go("account-inactive", f"{address}/accounts/inactive/")
    with console_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"}):
        for _ in range(2):
            browser_of.log_in(page, address, "xb-0002", "wrong")
        eye.see("too-many")


def the_pages(eye, address, places):
    browser_of.log_in(eye.page, address, access_world.READER, PASSWORD)
    for name, found in places.items():
        for at, one in enumerate(found):
            eye.go(f"{name.replace(' ', '-')}{at or ''}", address + one)
            if at == 0:
                for answered, button in REFUSED.get(name, {}).items():
                    eye.sent(answered, button)


def the_account(eye, address):
    """The pages on which an officer keeps ways to log in; they want the password once more."""
    for name, at in {
        "passkey-add": "2fa/webauthn/add/",
        "app-add": "2fa/totp/activate/",
        "passkeys": "2fa/webauthn/",
    }.items():
        eye.page.goto(f"{address}/accounts/{at}")
        if "reauthenticate" in eye.page.url:
            eye.see("reauthenticate")
            eye.page.fill("input[type=password]", PASSWORD)
            eye.page.click("main button")
            eye.page.wait_for_load_state()
        eye.see(name)
    the_factors(eye, address)
    eye.go("log-out", f"{address}/accounts/logout/")
    eye.page.goto(f"{address}/profile/")
    eye.page.evaluate(
        "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(one => one.value = 'old')"
    )
    eye.sent("form-too-old", "main button[name=language]")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rogatory.bootstrap.node.running_node", None)
        eye.go("fault", f"{address}/node/")


def the_factors(eye, address):
    """Show the pages of an officer who has an authenticator, recovery codes and a passkey, and the
    log-in with them.
    """
    passkey = browser_of.apart(lambda: cast.factors(address))
    for name, at in {
        "accounts-set-up": "2fa/",
        "recovery-codes": "2fa/recovery-codes/",
        "recovery-codes-left": "2fa/recovery-codes/",
        "recovery-codes-anew": "2fa/recovery-codes/generate/",
        "app-remove": "2fa/totp/deactivate/",
        "passkeys-set-up": "2fa/webauthn/",
        "passkey-rename": f"2fa/webauthn/keys/{passkey}/edit/",
        "passkey-remove": f"2fa/webauthn/keys/{passkey}/remove/",
    }.items():
        eye.go(name, f"{address}/accounts/{at}")
    eye.go("profile-set-up", f"{address}/profile/")
    eye.page.click("form[action$='/ask'] button")
    eye.page.wait_for_load_state()
    eye.see("profile-asked")
    browser_of.log_out(eye.page, address)
    browser_of.log_in(eye.page, address, access_world.READER, PASSWORD)
    eye.see("second-factor")
    eye.page.fill("#id_code", "123456")
    eye.sent("second-factor-refused", "main form:has(#id_code) button")
    browser_of.apart(cast.no_factors)
    eye.context.clear_cookies()
    browser_of.log_in(eye.page, address, access_world.READER, PASSWORD)


def the_others(browser, folder, given, language, address, places):
    """An account without a case, one without the role, and the administrator."""
    administered = {one: f"/{one}/" for one in sorted(AFTERWARDS)}
    for number, pages in {
        "xb-0002": {"not-allowed": places["audit"][0]},
        ADMIN: {"no-cases": "/", "node-no-cases": "/node/"} | administered,
    }.items():
        eye = Eye(browser, folder, given, language)
        browser_of.log_in(eye.page, address, number, PASSWORD)
        for name, at in pages.items():
            eye.go(name, address + at)
        if number == ADMIN:
            eye.sent("account-refused", "form[action$='/administration/accounts'] button")
        eye.context.close()


def the_new_case(browser, folder, given, language, address, world):
    """Show an offer that is withdrawn, and a request on a treaty that demands more, page by page."""
    eyes, officers = [], {}
    for number in ("xb-0001", "xb-0002", "xb-0010", "xb-0011"):
        eye = Eye(browser, folder, given, language)
        eyes.append(eye)
        officers[number] = new_case.OfficerAtBrowser(eye.page, address, world, number, eye.see)
    new_case.offer_withdrawn(world, officers["xb-0001"], officers["xb-0002"])
    thread = browser_of.apart(lambda: new_case.on_comity(world))
    new_case.supplemented(world, officers["xb-0010"], officers["xb-0011"], thread)
    for eye in eyes:
        eye.context.close()


@contextmanager
def cooperating(world):
    """Lift the suspension that a page shows, as the officers who set it must before they offer anything."""
    node = world.node("XB")
    world.clock.forward(seconds=1)  # of two policies of one moment, either may count
    browser_of.apart(lambda: peers.set_policy(node, peers.terms(peers.Stance.OPEN)))
    yield
    world.clock.forward(seconds=1)
    browser_of.apart(lambda: peers.set_policy(node, peers.terms()))


def the_console(browser, folder, given):
    """Every page of a node with something on all of them."""
    with console_settings(), pytest.MonkeyPatch.context() as patch, browser_of.served() as address:
        states = {code: copy.copy(new_state(code)) for code in ("XA", "XB", "XT")}
        world = new_world(states)
        browser_of.apart(new_officers)
        browser_of.apart(administers)
        patch.setattr("rogatory.bootstrap.node.running_node", lambda: world.node("XB"))
        world.origin = address
        crowd = browser_of.apart(lambda: cast.crowded(world))
        places = browser_of.apart(lambda: access_world.populated(world))
        for more in (crowd, browser_of.apart(lambda: cast.afterwards(world))):
            for name, found in more.items():
                places.setdefault(name, []).extend(found)
        browser_of.apart(cast.logged_in_elsewhere)
        for language in given.languages:
            browser_of.apart(lambda chosen=language: browser_of.speak(chosen))
            eye = Eye(browser, folder, given, language)
            the_doors(eye, address)
            the_pages(eye, address, places)
            the_account(eye, address)
            the_others(browser, folder, given, language, address, places)
            with cooperating(world):
                the_new_case(browser, folder, given, language, address, world)
            eye.context.close()
        browser_of.apart(forget_officers)


def administers():
    from rogatory.node.permissions import ADMINISTRATOR
    from rogatory.storage.models import Officer

    return Officer.objects.filter(number=ADMIN).update(roles=[ADMINISTRATOR])


def the_workstation(browser, folder, given, workspace):
    """Show what an examiner sees, from the locked keys to an export."""
    xb = keys_of("xb/central-authority", workspace / "xb")
    state = office(workspace)
    (workspace / "packages").mkdir()
    packed(workspace / "packages", seized(workspace / "source"), xb, state / "keys/recipient.json")
    words = ("--key", workspace / "keys", "--packages", workspace / "packages")
    for language in given.languages:
        with started(*words, "--officer-key", workspace / SECOND) as desk:
            eye = Eye(browser, folder, given, language)
            examined(eye, desk)
            eye.context.close()


def examined(eye, desk):
    page = eye.page
    eye.go("workstation-locked", desk.address)
    eye.sent("workstation-locked-refused", "form[action$='/unlock'] button")
    page.fill("#officer", "xa-0005")
    page.fill("#reason", "Case 12/26")
    page.fill("#passphrase", PASSPHRASE)
    page.click("form[action$='/unlock'] button")
    eye.see("workstation")
    page.click("a.row-title")
    page.wait_for_selector(".outcome")
    eye.see("workstation-package")
    package = page.url
    eye.go("workstation-items", f"{package}items/")
    page.fill("#text", "act today")
    page.select_option("#by", "words")
    page.click("form[action$='/search'] button")
    eye.see("workstation-found")
    for name, path in {
        "workstation-item": "page.html",
        "workstation-picture": "beach.png",
        "workstation-protected": "protected.txt",
    }.items():
        page.goto(f"{package}items/")
        page.locator("th a", has_text=path).first.click()
        eye.see(name)
        eye.sent(f"{name}-opened", "form[action$='/view'] button")
    eye.go("workstation-export", f"{package}export")
    eye.sent("workstation-export-refused", "form.compose > .button")
    eye.go("workstation-nowhere", f"{package}nowhere")
