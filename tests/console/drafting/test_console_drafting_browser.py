# SPDX-License-Identifier: Apache-2.0
"""The guided form in a real browser: saved while one types, by keyboard, in two windows, on a telephone."""

import pytest

from casts.console import browser as browser_of
from casts.console.in_browser import chromium, console_at  # noqa: F401 - fixtures
from casts.console.world import PASSWORD, bodies, requested
from casts.steady.patient_browser import new_document

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not browser_of.CHROMIUM.exists(), reason="Chromium is not on this machine"),
]

SAVED = "() => document.getElementById('saved').innerText.startsWith('Saved at')"
FIRST, SECOND = "The facts of the first.", "The facts of the second."


@pytest.fixture
def page(chromium):
    context = chromium.new_context(locale="en", viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    problems = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    context.close()
    assert problems == []


def texts(world):
    return browser_of.apart(lambda: list(world.node("XB").store.unfinished_of("xb-0001")))


def begun(page, console_at):
    browser_of.log_in(page, console_at, "xb-0001", PASSWORD)
    page.goto(f"{console_at}/write/preservation/")
    page.fill("#f-case_number", "BO-2026-0001")
    page.wait_for_function(SAVED)


def test_what_is_typed_is_saved_by_itself_and_counted(world, console_at, page):
    begun(page, console_at)
    assert "1 of 12 required items" in page.inner_text("#steps .sum")
    (text,) = texts(world)
    assert page.url == f"{console_at}/unfinished/{text.id}/to/"
    page.fill("#f-authority-name", "Contact point of Borealia")
    page.wait_for_selector("text=2 of 12 required items")
    assert page.input_value("#f-case_number") == "BO-2026-0001"
    assert texts(world)[0].revision == 2
    page.reload()
    assert page.input_value("#f-authority-name") == "Contact point of Borealia"
    assert not browser_of.apart(world.node("XB").store.drafts)


def test_an_officer_who_leaves_at_once_loses_nothing(world, console_at, page):
    begun(page, console_at)
    page.click("a[data-page=facts]")
    page.wait_for_selector("#f-facts")
    page.fill("#f-facts", "Typed, and left by the list.")
    page.click("a[data-page=offence]")
    page.wait_for_selector("#f-offence")
    page.fill("#f-offence-title", "Typed, and left by Next")
    page.click(".acts button[value=next]")
    page.wait_for_selector("#f-facts")
    assert page.input_value("#f-facts") == "Typed, and left by the list."
    page.fill("#f-facts", "Typed, and left by Back.")
    page.click("button[value=back]")
    page.wait_for_selector("#f-offence")
    page.fill("#f-offence-provision", "Typed, and logged out")
    page.click("text=Log out")
    page.wait_for_selector("#id_login")
    (text,) = texts(world)
    assert text.body["facts"] == "Typed, and left by Back."
    assert text.body["offence"]["title"] == "Typed, and left by Next"
    assert text.body["offence"]["provision"] == "Typed, and logged out"


def test_a_closed_window_loses_nothing(world, console_at, page):
    begun(page, console_at)
    other = page.context.new_page()
    other.goto(f"{page.url}../facts/")
    other.fill("#f-facts", "Typed, and closed.")
    other.close(run_before_unload=True)
    page.wait_for_timeout(700)
    assert texts(world)[0].body["facts"] == "Typed, and closed."


def test_two_windows_keep_both_texts(world, console_at, page):
    begun(page, console_at)
    page.click("a[data-page=facts]")
    page.wait_for_selector("#f-facts")
    other = page.context.new_page()
    other.goto(page.url)
    page.fill("#f-facts", FIRST)
    page.wait_for_function(SAVED)
    page.wait_for_timeout(1200)
    other.fill("#f-facts", SECOND)
    other.wait_for_selector("text=This text was changed elsewhere")
    assert browser_of.violations(other) == []
    assert other.input_value("#f-facts") == SECOND
    with new_document(other):
        other.click("text=Keep this version as a second text")
    kept = {f"{console_at}/unfinished/{one.id}/facts/": one.body["facts"] for one in texts(world)}
    assert kept == {page.url: FIRST, other.url: SECOND}


def test_the_banner_of_a_conflict_is_in_view_however_far_down_one_types(world, console_at, page):
    begun(page, console_at)
    (text,) = texts(world)
    page.goto(f"{console_at}/unfinished/{text.id}/all/")
    other = page.context.new_page()
    other.set_viewport_size({"width": 1280, "height": 900})
    other.goto(page.url)
    page.fill("#f-facts", FIRST)
    page.wait_for_function(SAVED)
    page.wait_for_timeout(1200)
    other.locator("#f-facts").scroll_into_view_if_needed()
    assert other.evaluate("window.scrollY") > 500
    other.fill("#f-facts", SECOND)
    banner = other.locator("#conflict")
    other.wait_for_selector("text=This text was changed elsewhere")
    box = banner.bounding_box()
    assert 0 <= box["y"] < 100
    assert other.evaluate("window.scrollY") > 300


def test_a_node_that_is_not_reached_is_shown_and_the_text_stays_on_the_page(console_at, page):
    begun(page, console_at)
    page.route("**/unfinished/**", lambda route: route.abort())
    page.fill("#f-case_number", "BO-2026-0002")
    page.wait_for_selector("text=Not saved: the node could not be reached")
    page.unroute("**/unfinished/**")
    page.click("button[name=save]")
    page.wait_for_function(SAVED)
    assert page.input_value("#f-case_number") == "BO-2026-0002"


def test_who_was_logged_out_logs_in_in_another_window_and_loses_nothing(world, console_at, page):
    begun(page, console_at)
    page.context.clear_cookies()
    page.fill("#f-case_number", "BO-2026-0002")
    page.wait_for_selector("text=Not saved: your session has ended")
    page.click(".acts button[value=next]")
    page.wait_for_timeout(300)
    assert page.input_value("#f-case_number") == "BO-2026-0002"
    other = page.context.new_page()
    browser_of.log_in(other, console_at, "xb-0001", PASSWORD)
    with new_document(page):
        page.click(".acts button[value=next]")
    assert page.url.endswith("/offence/")
    assert texts(world)[0].body["case_number"] == "BO-2026-0002"


def test_without_a_script_every_button_saves(chromium, world, console_at):
    context = chromium.new_context(java_script_enabled=False)
    plain = context.new_page()
    browser_of.log_in(plain, console_at, "xb-0001", PASSWORD)
    plain.goto(f"{console_at}/write/preservation/")
    plain.fill("#f-case_number", "BO-2026-0001")
    plain.click(".acts button[value=next]")
    plain.fill("#f-offence-title", "Online fraud")
    plain.click("button[value=back]")
    plain.fill("#f-authority-name", "Contact point")
    plain.press("#f-authority-name", "Enter")
    assert plain.url.endswith("/offence/")
    (text,) = texts(world)
    assert text.body["case_number"] == "BO-2026-0001"
    assert text.body["authority"]["name"] == "Contact point"
    assert text.body["offence"]["title"] == "Online fraud"
    context.close()


def test_on_a_telephone_the_list_is_folded_and_the_keyboard_opens_it(console_at, page):
    page.set_viewport_size({"width": 360, "height": 740})
    begun(page, console_at)
    assert not page.is_visible("#steps")
    page.focus(".writing-steps summary")
    page.keyboard.press("Enter")
    assert page.is_visible("#steps a[aria-current=step]")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert browser_of.violations(page) == []


def test_the_letter_beside_the_form_follows_what_is_typed_in_any_of_six_languages(console_at, page):
    begun(page, console_at)
    assert page.is_visible("#letter")
    gaps = page.locator("#letter .gap").count()
    page.fill("#f-authority-name", "Contact point of Borealia")
    page.wait_for_selector("#letter >> text=Contact point of Borealia")
    assert page.locator("#letter .gap").count() == gaps - 1
    page.select_option("#letter-in", "ar")
    page.wait_for_selector("#letter[dir=rtl]")
    assert "غير مكتمل" in page.inner_text("#letter .warning")
    assert browser_of.violations(page) == []
    with new_document(page):
        page.click(".acts button[value=next]")
    assert page.get_attribute("#letter", "lang") == "ar"
    page.set_viewport_size({"width": 360, "height": 740})
    assert not page.is_visible("#letter")
    page.click("text=See it as a letter")
    page.wait_for_selector("#letter")
    assert page.is_visible("#letter")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert browser_of.violations(page) == []


def test_a_letter_that_was_not_shown_while_one_typed_follows_when_it_is(console_at, page):
    begun(page, console_at)
    page.set_viewport_size({"width": 360, "height": 740})
    with page.expect_response(lambda one: one.request.method == "POST") as saved:
        page.fill("#f-authority-name", "Contact point of Borealia")
    assert "letter-shown" not in saved.value.request.post_data
    assert "Contact point of Borealia" not in page.text_content("#letter")
    page.set_viewport_size({"width": 1600, "height": 1000})
    page.wait_for_selector("#letter >> text=Contact point of Borealia")
    assert page.is_visible("#letter")


def test_the_letter_beside_the_form_shows_the_item_that_is_written(console_at, page):
    begun(page, console_at)
    page.goto(f"{page.url}../facts/")
    page.focus("#f-facts")
    page.fill("#f-facts", "Buyers paid for goods. " * 20)
    page.wait_for_selector("#letter .here >> text=Buyers paid")
    assert page.evaluate(SHOWN)
    page.goto(f"{page.url}../all/")
    page.focus("#f-urgency-level")
    page.wait_for_selector("#letter .here >> text=Urgency")
    assert page.evaluate(SHOWN)
    page.focus("#f-authority-name")
    assert page.evaluate(SHOWN)


SHOWN = """() => {
  const letter = document.getElementById("letter").getBoundingClientRect();
  const here = document.querySelector("#letter .here").getBoundingClientRect();
  return here.top >= letter.top && here.top < letter.bottom && document.querySelectorAll(".here").length;
}"""


def test_a_draft_is_taken_back_and_the_text_discarded(world, console_at, page):
    draft = browser_of.apart(
        lambda: world.drafted(
            "xb/contact-point", "xa/contact-point", "preservation", bodies.preservation()
        )
    )
    browser_of.log_in(page, console_at, "xb-0001", PASSWORD)
    page.goto(f"{console_at}/drafts/{draft.id}/")
    page.click("text=Withdraw and edit")
    assert browser_of.violations(page) == []
    page.click("form[action$='take-back'] button")
    page.wait_for_selector("text=Withdrawn for editing.")
    page.goto(f"{console_at}/")
    page.click("#desk-now .card a[href^='/unfinished/']")
    page.click("text=Discard this text")
    page.click("form[action$='discard'] button")
    page.wait_for_selector("text=No unfinished texts.")
    assert texts(world) == []


def refusing(world, console_at, page):
    """Open the form of a refusal, choose a ground, and return the article that it proposes."""
    thread = browser_of.apart(lambda: requested(world).thread)
    browser_of.log_in(page, console_at, "xb-0001", PASSWORD)
    page.goto(f"{console_at}/threads/{thread}/write/refusal/?page=all")
    return chosen(page, "essential_interests")


def chosen(page, ground):
    with saving(page):
        page.select_option("#f-ground", ground)
    return page.input_value("#f-article")


def typed(page, article):
    with saving(page):
        page.fill("#f-article", article)


def saving(page):
    return page.expect_response(lambda one: one.request.method == "POST" and one.ok)


def proposal(page, ground):
    return page.get_attribute(f"#f-ground option[value={ground}]", "data-proposes")


def test_a_change_of_the_ground_proposes_its_article(world, console_at, page):
    first = refusing(world, console_at, page)
    assert first.startswith("40(21)(b)")
    second = chosen(page, "domestic_prohibition")
    assert second.startswith("40(21)(c)")
    assert texts(world)[0].body["article"] == second
    page.reload()
    assert page.input_value("#f-article") == second
    assert chosen(page, "essential_interests") == first
    assert page.locator("text=Cite this article").count() == 0
    assert browser_of.violations(page) == []


def test_an_article_that_the_officer_typed_is_kept_whatever_ground_is_chosen(
    world, console_at, page
):
    refusing(world, console_at, page)
    of_another = proposal(page, "domestic_prohibition")
    assert of_another
    for own in ("4(1) of our own act", of_another):
        typed(page, own)
        for ground in ("discrimination", "essential_interests"):
            assert chosen(page, ground) == own
            assert texts(world)[0].body["article"] == own
    page.wait_for_selector("text=If you cite another article")
    with new_document(page):
        page.click("text=Cite this article")
    assert page.input_value("#f-article") == proposal(page, "essential_interests")
    assert texts(world)[0].body["article"] == page.input_value("#f-article")


def test_an_article_that_the_officer_emptied_stays_empty(world, console_at, page):
    refusing(world, console_at, page)
    with saving(page):
        page.select_option("#f-ground", "domestic_prohibition")
        page.fill("#f-article", "")
    assert page.input_value("#f-article") == ""
    (text,) = texts(world)
    assert text.body["ground"] == "domestic_prohibition"
    assert not text.body.get("article")
