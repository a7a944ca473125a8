# SPDX-License-Identifier: Apache-2.0
"""A real browser: logs in, reads the desk, approves with a passkey, sets one up."""

from datetime import timedelta
from pathlib import Path

import pytest

from casts.console import browser as browser_of
from casts.console.accounts.browser_passkeys import with_passkey_of
from casts.console.accounts.passkeys import enrol
from casts.console.in_browser import chromium, console_at, page  # noqa: F401 - fixtures
from casts.console.transfers import put as under_way
from casts.console.world import PASSWORD, bodies, delivered_package, requested
from rogatory.console.desk.page import SECONDS_BETWEEN_LOOKS
from rogatory.directory.draft.enrolment import parse_enrolment
from rogatory.directory.entry.period import PeriodEnd
from rogatory.node.emergencies.outcome import EmergencyOutcome, confirmation_of
from rogatory.wire.spoken_digest import spoken

BROWSER = browser_of.CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not browser_of.CHROMIUM.exists(), reason="Chromium is not on this machine"),
]


def a_draft(world):
    thread = requested(world).thread
    confirmed = bodies.preservation_confirmed()
    draft = world.drafted(
        "xb/contact-point", "xa/contact-point", "preservation_confirmed", confirmed, thread=thread
    )
    return world.answered(draft)


VALUES_BELOW = """() => {
  const top = one => {
    const range = document.createRange();
    range.selectNodeContents(one);
    return [...range.getClientRects()].find(rect => rect.width > 0)?.top;
  };
  const lines = [...document.querySelectorAll(".message .line:not(.heading)")]
    .map(one => top(one.querySelector("dd")) - top(one.querySelector("dt")))
    .filter(Number.isFinite);
  return [lines.filter(below => below > 8).length, lines.length > 5];
}"""
"""How many values of a message begin below the line of their label, and whether any were seen."""


def test_an_officer_reads_approves_sends_and_changes_the_language(world, console_at, page):
    draft = browser_of.apart(lambda: a_draft(world))
    with_passkey_of(page, world.states["XB"].officers["xb-0002"])
    browser_of.log_in(page, console_at, "xb-0002", PASSWORD)
    assert page.inner_text("h1") == "Duty desk"
    page.click(".rows a.row-title")
    assert "Request to preserve stored data" in page.inner_text("h1")
    assert page.evaluate(VALUES_BELOW) == [0, True]
    page.goto(f"{console_at}/drafts/{draft.id}/")
    page.click("text=Approve with your passkey")
    page.wait_for_selector("text=Your approval is recorded.")
    (approval,) = world.node("XB").store.draft(draft.id).approvals
    assert approval["officer"] == "xb-0002"
    page.click("text=Sign and send")
    page.wait_for_selector("text=The message is signed and on its way.")
    page.click(".languages summary")
    page.click("text=Français")
    page.wait_for_selector("html[lang=fr]")
    assert "Demande de conservation de données stockées" in page.inner_text("h1")


def test_a_passkey_that_the_register_does_not_list_approves_nothing(world, console_at, page):
    draft = browser_of.apart(lambda: a_draft(world))
    with_passkey_of(page, world.states["XB"].officers["xb-0003"])
    browser_of.log_in(page, console_at, "xb-0002", PASSWORD)
    page.goto(f"{console_at}/drafts/{draft.id}/")
    page.click("text=Approve with your passkey")
    page.wait_for_selector("text=No approval was given.")
    assert not world.node("XB").store.draft(draft.id).approvals


def test_one_touch_of_a_passkey_confirms_an_emergency(world, console_at, page):
    def called_back():
        sent = world.sent(
            "xb/contact-point", "xa/contact-point", "emergency_data", bodies.emergency_data()
        )
        world.settle()
        return sent.thread

    thread = browser_of.apart(called_back)
    with_passkey_of(page, world.states["XB"].officers["xb-0011"])
    browser_of.log_in(page, console_at, "xb-0011", PASSWORD)
    page.goto(f"{console_at}/threads/{thread}/")
    page.click("text=Confirm: it is ours")
    page.wait_for_selector("text=Your answer is signed and on its way.")
    browser_of.apart(world.settle)
    assert confirmation_of(world.node("XA"), thread).outcome is EmergencyOutcome.CONFIRMED


def test_a_passkey_goes_all_the_way_from_the_page_to_an_approval(world, console_at, page):
    """Made here, asked for, listed by the keeper, approves, lets its officer in, ended."""
    draft = browser_of.apart(lambda: a_draft(world))
    with_passkey_of(page, None)
    browser_of.log_in(page, console_at, "xb-0002", PASSWORD)
    page.goto(f"{console_at}/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.fill("input[type=password]", PASSWORD)
        page.click("main button")
    page.click("[data-passkey-button]")
    page.wait_for_selector("text=Recovery codes")

    page.goto(f"{console_at}/drafts/{draft.id}/")
    assert "a password approves nothing" in page.inner_text("main")
    page.click("text=Approve with your passkey")
    page.wait_for_selector("text=No approval was given.")
    assert not world.node("XB").store.draft(draft.id).approvals

    page.goto(f"{console_at}/profile/")
    barriers = browser_of.violations(page)
    page.click("text=Ask for it to be listed")
    page.wait_for_selector("text=requested, not listed yet")
    assert barriers + browser_of.violations(page) == []
    shown = page.inner_text("main .card code.digest")
    with page.expect_download() as taken:
        page.click("text=Download the file")
    enrolment = parse_enrolment(Path(taken.value.path()).read_bytes())
    assert spoken(enrolment.fingerprint) == shown

    now = world.clock.now()
    enrol(world, "xb-0002", enrolment, now - timedelta(minutes=1), now + timedelta(days=9))
    page.reload()
    assert browser_of.violations(page) == []
    assert "approves messages" in page.inner_text("main .card")
    page.goto(f"{console_at}/drafts/{draft.id}/")
    assert "a password approves nothing" not in page.inner_text("main")
    page.click("text=Approve with your passkey")
    page.wait_for_selector("text=Your approval is recorded.")
    page.click("text=Sign and send")
    page.wait_for_selector("text=The message is signed and on its way.")

    page.click("text=Log out")
    page.goto(f"{console_at}/accounts/login/")
    page.click("text=Log in with a passkey")
    page.wait_for_selector("text=Duty desk")
    assert "xb-0002" in page.inner_text(".me")

    gone = PeriodEnd(now - timedelta(seconds=1), "compromised")
    enrol(
        world, "xb-0002", enrolment, now - timedelta(minutes=1), now + timedelta(days=9), ended=gone
    )
    page.goto(f"{console_at}/profile/")
    page.wait_for_url("**/accounts/login/**")  # the session that it began ended with it


def test_the_desk_shows_what_comes_in_without_a_reload(world, console_at, page):
    page.clock.install()
    browser_of.log_in(page, console_at, "xb-0001", PASSWORD)
    assert "Nothing needs a reply." in page.inner_text("main")
    browser_of.apart(lambda: requested(world))
    page.clock.fast_forward(SECONDS_BETWEEN_LOOKS * 1000)
    page.wait_for_selector(".rows .row-title")
    assert page.title().startswith("(")


def test_a_package_moves_on_its_page_without_a_reload(world, console_at, page):
    package = delivered_package(world, requested(world).thread)
    under_way(world, package)
    page.clock.install()
    browser_of.log_in(page, console_at, "xb-0001", PASSWORD)
    page.goto(f"{console_at}/evidence/{package.seal}/")
    assert "30 of 100 segments were handed out" in page.inner_text("main")
    under_way(world, package, segments=77)
    page.clock.fast_forward(SECONDS_BETWEEN_LOOKS * 1000)
    page.wait_for_selector("text=77 of 100 segments were handed out")
    assert page.get_attribute("progress", "value") == "77"
