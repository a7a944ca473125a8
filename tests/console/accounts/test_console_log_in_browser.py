# SPDX-License-Identifier: Apache-2.0
"""Ways in, in a real browser: the State's service, codes, recovery codes; sessions; and sending alone."""

from datetime import UTC, datetime
from time import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from casts.console import browser as browser_of
from casts.console.accounts import log_in_service
from casts.console.accounts.browser_passkeys import with_passkey_of
from casts.console.in_browser import chromium, console_at, page  # noqa: F401 - fixtures
from casts.console.world import PASSWORD, apart, bodies, console_settings
from rogatory.bootstrap.accounts.log_in_service import SignIn
from rogatory.node.drafts.draft import NewMessage, draft_message
from rogatory.node.emergencies.single_officer import sent_by_one

BROWSER = browser_of.CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not browser_of.CHROMIUM.exists(), reason="Chromium is not on this machine"),
]


def test_the_state_s_own_service_lets_an_officer_in_across_two_sites(world, console_at, page):
    """The session's cookie is strict: it is the page that goes on by itself which brings it along."""
    world.clock.at = datetime.now(UTC)
    with log_in_service.running() as provider:
        service = SignIn(
            provider.issuer,
            log_in_service.CLIENT,
            log_in_service.SECRET,
            {"8f14e45f": "xb-0001"},
            f"{console_at}/accounts/oidc/callback/",
        )
        with console_settings(ROGATORY_SIGN_IN=service):
            page.goto(f"{console_at}/accounts/login/")
            assert browser_of.violations(page) == []
            page.click("a[href='/accounts/oidc/']")
            page.wait_for_url(f"{console_at}/")
    assert "xb-0001" in page.inner_text(".me")


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time()) // 30))


def test_codes_and_recovery_codes_are_set_up_and_let_an_officer_in(world, console_at, page):
    browser_of.log_in(page, console_at, "xb-0001", PASSWORD)
    found = {}

    def look(address):
        assert page.goto(f"{console_at}{address}").ok, address
        if "reauthenticate" in page.url:
            found["again"] = browser_of.violations(page)
            page.fill("input[type=password]", PASSWORD)
            page.click("main button.wide")
        found[address] = browser_of.violations(page)

    look("/accounts/2fa/totp/activate/")
    page.fill("#id_code", code_of(page.inner_text("main code.digest").replace(" ", "")))
    page.click("main button.wide")
    page.wait_for_url("**/recovery-codes/")
    found["codes"] = browser_of.violations(page)
    codes = page.locator("ul.codes code").all_inner_texts()
    look("/accounts/2fa/recovery-codes/")
    assert page.locator("ul.codes code").count() == 0
    for address in ("generate/", "../webauthn/", "../webauthn/add/", "../totp/deactivate/"):
        look(f"/accounts/2fa/recovery-codes/{address}".replace("recovery-codes/../", ""))
    look("/accounts/2fa/")
    page.goto(f"{console_at}/")
    page.locator("form[action$='/accounts/logout/'] button").first.click()
    page.wait_for_load_state()

    browser_of.log_in(page, console_at, "xb-0001", PASSWORD)
    found["second factor"] = browser_of.violations(page)
    page.fill("#id_code", codes[0])
    page.click("form:has(#id_code) button")
    page.wait_for_url(f"{console_at}/")
    assert len(codes) == 10
    assert {place: findings for place, findings in found.items() if findings} == {}


def test_a_browser_left_open_is_logged_out_from_another(world, console_at, page, chromium):
    left = chromium.new_context(user_agent="Left open").new_page()
    browser_of.log_in(left, console_at, "xb-0001", PASSWORD)
    browser_of.log_in(page, console_at, "xb-0001", PASSWORD)
    page.goto(f"{console_at}/profile/")
    assert browser_of.violations(page) == []
    page.click("li.card:has-text('Left open') button")
    page.wait_for_url("**/accounts/reauthenticate/**")
    assert browser_of.violations(page) == []
    page.fill("input[type=password]", PASSWORD)
    page.click("main button.wide")
    page.wait_for_selector("text=The session is ended.")
    left.reload()
    assert "/accounts/login/" in left.url
    left.context.close()


def test_one_touch_sends_alone_what_cannot_wait(world, console_at, page):
    number = "xb-0002"

    def drafted():
        world.states["XB"].roles |= {number: ("duty", "approver")}
        world.relist()
        draft = draft_message(
            world.node("XB"),
            message=NewMessage(
                kind="emergency_data",
                sender="xb/contact-point",
                addressee="xa/contact-point",
                language="en",
                body=bodies.emergency_data(),
            ),
            officer=number,
        )
        return world.answered(draft)

    draft = apart(drafted)
    with_passkey_of(page, world.states["XB"].officers[number])
    browser_of.log_in(page, console_at, number, PASSWORD)
    page.goto(f"{console_at}/drafts/{draft.id}/")
    assert (
        page.locator("[data-approve]").count() == 1
    )  # the ordinary way is not open to who wrote it
    page.click("text=Send without a second approval")
    assert browser_of.violations(page) == []
    page.fill("#alone-reason", "A life is in danger.")
    page.fill("#alone-tried", "xb-0007, twice by telephone")
    page.click("text=Approve and send without a second approval")
    page.wait_for_selector(
        "text=Another officer must review that you sent it without a second approval."
    )
    assert browser_of.violations(page) == []
    (one,) = apart(lambda: sent_by_one(world.node("XB"), draft.thread))
    assert (one.decision.officer, one.review) == (number, None)
