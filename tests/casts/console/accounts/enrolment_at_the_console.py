# SPDX-License-Identifier: Apache-2.0
"""An officer's enrolment at a real console, in a browser."""

from casts.console.accounts.browser_passkeys import with_passkey_of
from casts.console.browser import log_in
from casts.steady.patience import PATIENCE


def made_at_the_console(browser, console, number, password):
    """An officer logs in, makes a passkey, asks for it to be listed: the file, and the digits that they read out."""
    context = browser.new_context(locale="en")
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    with_passkey_of(page, None)
    log_in(page, console, number, password)
    page.goto(f"{console}/profile/")
    page.click("main a[href='/accounts/2fa/webauthn/add/']")
    if "reauthenticate" in page.url:
        page.fill("input[type=password]", password)
        page.click("main form[method=post] button.wide")
    page.click("[data-passkey-button]")
    page.wait_for_url("**/recovery-codes/**")
    page.goto(f"{console}/profile/")
    page.click("main form[action$='/ask'] button.button")
    page.wait_for_selector("main p.notice.success")
    with page.expect_download() as taken:
        page.click("main a[href$='/enrolment']")
    found = taken.value.path().read_bytes(), page.inner_text("code.digest.whole")
    context.close()
    return found
