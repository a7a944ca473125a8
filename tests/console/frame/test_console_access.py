# SPDX-License-Identifier: Apache-2.0
"""Every page of the console, in each language: no barrier, wide and narrow, light and dark, by keyboard.

The level is WCAG 2.2 AA as far as axe can see it, and beside axe: reflow at 320 CSS pixels (a window of
1280 at 400 %), the order and the visibility of the focus, and no trap for it.
"""

import copy
import importlib

import pytest

from casts.console import access_world, pages_table, picture_walk
from casts.console import browser as browser_of
from casts.console.barriers import RULES_OF_WORDS, with_axe
from casts.console.contrast import Contrast
from casts.console.world import PASSWORD, forget_officers, new_officers, new_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not browser_of.CHROMIUM.exists(), reason="Chromium is not on this machine"),
]

LANGUAGES = [
    code for code, _name in importlib.import_module("rogatory.bootstrap.settings.console").LANGUAGES
]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
IN_FULL = "ar"
"""The language in which every page is judged by every rule but contrast: one that is read from the right. The elements
are the same in each. On paper each template is looked at once: that comes from the style sheet."""
IN_COLOUR = "en"
"""The language in which contrast is measured, on every page, and in dark colours on each template: colours come from
the style sheet. It is none that joins its letters: axe takes most Arabic words for icons, and leaves them out."""
BY_WORDS = ("en", "zh-hans")
"""The languages that are judged by `RULES_OF_WORDS`, each template once: the first, and the one whose words make
the smallest targets. No catalogue leaves a text empty (`test_console_words`), so that in the rest only a page's
width is left to look at."""


@pytest.fixture(scope="module")
def walk(made_states, console):
    """The addresses of all pages of one populated console, where it is, and a browser."""
    states = {code: copy.copy(state) for code, state in made_states.items()}
    for state in states.values():
        state.approvals, state.issued = {}, list(state.issued)
    world = new_world(states)
    browser_of.apart(new_officers)
    with (
        pytest.MonkeyPatch.context() as patch,
        browser_of.served() as address,
        browser_of.chromium() as browser,
    ):
        patch.setattr("rogatory.bootstrap.node.running_node", lambda: world.node("XB"))
        world.origin = address
        places = browser_of.apart(lambda: access_world.populated(world))
        yield places, address, browser
    browser_of.apart(forget_officers)


@pytest.fixture
def page(walk):
    _places, _address, browser = walk
    context = browser.new_context(locale="en", viewport=WIDE, reduced_motion="reduce")
    yield context.new_page()
    context.close()


SHARES = 3
"""Parts of the pages, so that a walk through all in one language is several cases."""


def addresses(walk, *, one_each=False, share=None):
    """Where all pages are, or a share of them; `one_each` where it is enough to see a page's template once."""
    places, address, _browser = walk
    shared = [found for at, found in enumerate(places.values()) if share in {None, at % SHARES}]
    return [address + one for found in shared for one in found[: 1 if one_each else None]]


def logged_in(walk, page, language):
    browser_of.apart(lambda: browser_of.speak(language))
    browser_of.log_in(page, walk[1], access_world.READER, PASSWORD)


def test_the_walk_leaves_out_no_page_that_an_officer_can_open(walk):
    places = walk[0]
    shown = {name for name, _at, methods, *_rest in pages_table.pages() if "GET" in methods}
    elsewhere = access_world.FRAGMENTS | access_world.DOWNLOADS | access_world.ANOTHER_READER
    assert shown - elsewhere - set(places) == set()
    walked = set(places) | picture_walk.AFTERWARDS
    assert shown - access_world.FRAGMENTS - access_world.DOWNLOADS - walked == set()


JUDGED = (IN_FULL, *BY_WORDS)
MEASURED = [one for one in LANGUAGES if one not in JUDGED]


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("language", JUDGED)
def test_no_page_has_a_barrier_or_is_wider_than_its_window(walk, page, language, share):
    with_axe(page.context)
    contrast = Contrast() if language == IN_COLOUR else None
    page.goto(f"{walk[1]}/accounts/login/")
    found = {"log-in": barriers(page, contrast)}
    logged_in(walk, page, language)
    templates = addresses(walk, one_each=True, share=share)
    for address in addresses(walk, share=share):
        opened(page, address, language)
        if address in templates:
            found[address] = barriers(page, contrast)
        else:
            found[address] = by_every_rule(page) if language == IN_FULL else []
            found[address] += contrast.failures(page) if contrast else []
            found[address] += widths(page, [NARROW, WIDE])
    opened_refused(walk, page)
    found["refused"] = barriers(page, contrast)
    assert as_text(found) == ""


LIKE_ONE = """
<style>body {{ background: #fff; color: #222 }} .dark {{ background: #333 }} p {{ {of_all} }}</style>
<main><p>Read this.</p><p>x</p><p>And this.</p><div {of_one}><p>And this as well.</p></div></main>
"""


@pytest.mark.parametrize(
    ("of_all", "of_one", "is_found"),
    [
        ("", "", False),
        ("", "class=dark", True),
        ("", "style='opacity: 0.4'", True),
        ("color: #ccc", "", True),
    ],
    ids=["none", "by what is behind", "by opacity", "all"],
)
def test_a_text_with_too_little_contrast_is_found_beside_texts_that_look_nearly_like_it(
    page, of_all, of_one, is_found
):
    """And so it is on a page after one that had none."""
    with_axe(page.context)
    after_others = Contrast()
    shown(page, LIKE_ONE.format(of_all="", of_one=""))
    assert after_others.failures(page) == []
    shown(page, LIKE_ONE.format(of_all=of_all, of_one=of_one))
    assert bool(browser_of.violations(page, rules=["color-contrast"])) == is_found
    for measured in (Contrast(), after_others):
        for _each_time in range(2):
            assert bool(measured.failures(page)) == is_found


def shown(page, document):
    page.goto("about:blank")
    page.set_content(document)


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("language", MEASURED)
def test_no_words_make_a_page_wider_than_its_window(walk, page, language, share):
    logged_in(walk, page, language)
    found, sizes = {}, [WIDE, NARROW]
    for address in addresses(walk, share=share):
        opened(page, address, language)
        found[address] = widths(page, sizes)
        sizes.reverse()  # the next page opens in the size in which this one was left
    opened_refused(walk, page)
    found["refused"] = widths(page, sizes)
    assert as_text(found) == ""


def as_text(found):
    return "\n".join(f"{place}: {findings}" for place, findings in found.items() if findings)


def opened(page, address, language):
    page.goto(address)
    assert page.get_attribute("html", "lang") == language
    page.evaluate(OPEN)


def opened_refused(walk, page):
    """A form that was sent back with its reasons."""
    page.goto(f"{walk[1]}/write/preservation/?page=all")
    page.click("main .acts button[name=write]")
    page.wait_for_selector("#reasons")


OPEN = "document.querySelectorAll('main details').forEach(one => one.open = true)"


def by_every_rule(page):
    return browser_of.violations(page, without=["color-contrast"])


def barriers(page, contrast):
    """Return what opposes the page as it is open now, of its contrast where it is measured; leaves it as it was."""
    is_in_full = page.get_attribute("html", "lang") == IN_FULL
    found = by_every_rule(page) if is_in_full else browser_of.violations(page, rules=RULES_OF_WORDS)
    if contrast:
        found += contrast.failures(page)
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {one}" for one in contrast.failures(page)]
        page.emulate_media(color_scheme="light")
    found += widths(page, [WIDE, NARROW])
    if is_in_full:
        page.set_viewport_size(PAPER)
        page.emulate_media(media="print")
        found += [f"on paper {one}" for one in page.evaluate(SIDEWAYS)]
        page.emulate_media(media="screen")
    page.set_viewport_size(WIDE)
    return found


def widths(page, sizes):
    """Return what is too wide in windows of these sizes; the window stays at the last."""
    found = []
    for size in sizes:
        if page.viewport_size != size:
            page.set_viewport_size(size)
        found += too_wide(page)
        if size == NARROW:
            found += page.evaluate(SIDEWAYS) + page.evaluate(MUTE)
    return found


def too_wide(page):
    surplus = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{surplus} wider than its window: {page.evaluate(WIDEST)}"] if surplus > 0 else []


PAPER = {"width": 680, "height": 960}
"""A4 within its margins: nobody scrolls there."""

SIDEWAYS = """() => [...document.querySelectorAll('.table-wrap:not(.picture)')]
  .filter(one => one.scrollWidth > one.clientWidth)
  .map(one => `a table scrolls sideways: ${one.outerHTML.slice(0, 120)}`)"""

MUTE = """() => [...document.querySelectorAll('.timeline td[data-name]')]
  .filter(one => one.checkVisibility() && !one.textContent.trim())
  .filter(one => !one.querySelector('svg, img, input, button'))
  .map(one => `a name without a value, which reads as that of the next one: ${one.outerHTML.slice(0, 120)}`)"""

WIDEST = """[...document.querySelectorAll('main *, header *')]
  .filter(one => one.getBoundingClientRect().right > innerWidth && !one.closest('.table-wrap'))
  .slice(-3).map(one => one.outerHTML.slice(0, 120)).join(' | ')"""

EXPECTED = """() => {
  const chosen = one => one.type !== 'radio' || one.checked ||
    !document.querySelector(`input[type=radio][name="${CSS.escape(one.name)}"]:checked`) &&
    one === document.querySelector(`input[type=radio][name="${CSS.escape(one.name)}"]`);
  const stops = [...document.querySelectorAll(
      'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(one => !one.disabled && one.type !== 'hidden' && one.tabIndex >= 0 && chosen(one))
    .filter(one => one.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}));
  stops.forEach((one, at) => one.dataset.stop = at);
  return stops.map(one => one.outerHTML.slice(0, 100));
}"""
"""Everything that the keyboard must reach, in the order of the document; a group of radios is one stop."""

NOTE_FOCUS = """() => {
  window.focused = [];
  document.addEventListener('focusin', () => {
    const one = document.activeElement, seen = getComputedStyle(one);
    window.focused.push([one.dataset.stop === undefined ? null : Number(one.dataset.stop),
      seen.outlineStyle !== 'none' && parseFloat(seen.outlineWidth) >= 2]);
  });
}"""
"""The page itself notes where the focus goes: asked after each key, the answer took longer than the key."""


def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(walk, page):
    logged_in(walk, page, "en")
    found = []
    for address in addresses(walk, one_each=True):
        page.goto(address)
        found += [(address, problem) for problem in tabbed(page)]
    assert "\n".join(map(str, found)) == ""


def tabbed(page):
    """Return what went wrong on the way through the page by the tabulator key."""
    stops, reached, unseen = page.evaluate(EXPECTED), [], []
    page.evaluate(NOTE_FOCUS)
    focused, pressed = [], 0
    while pressed < 2 * len(stops) + 10:  # the parts of a date are stops, too
        page.keyboard.press("Tab")
        pressed += 1
        if pressed >= len(stops) and pressed % 5 == 0:
            focused = page.evaluate("focused")
            if any(at in (None, len(stops) - 1) for at, _is_seen in focused):
                break
    for at, is_seen in focused or page.evaluate("focused"):
        if at is None:
            break
        if not reached or reached[-1] != at:
            reached.append(at)
        if not is_seen:
            unseen.append(stops[at])
        if at == len(stops) - 1:
            break
    missed = [stops[at] for at in range(len(stops)) if at not in reached]
    problems = [f"not reached: {one}" for one in missed] + [
        f"focus not seen: {one}" for one in unseen
    ]
    if not missed and reached != sorted(reached):
        problems.append(f"out of order: {reached}")
    return problems


def test_the_menu_of_a_telephone_opens_and_closes_by_keyboard(walk, page):
    logged_in(walk, page, "en")
    page.set_viewport_size(NARROW)
    page.goto(walk[1])
    assert not page.is_visible("#pages")
    page.focus(".menu-button")
    page.keyboard.press("Enter")
    assert page.is_visible("#pages")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#pages') !== null")
    page.keyboard.press("Escape")
    assert not page.is_visible("#pages")
    assert page.evaluate("document.activeElement.className").split()[0] == "menu-button"


def test_the_content_is_one_key_away_and_enter_opens_a_request(walk, page):
    logged_in(walk, page, "en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "row-title":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/threads/*/")


def test_what_changes_by_itself_is_announced_and_does_not_move_for_who_wants_no_motion(walk, page):
    logged_in(walk, page, "en")
    assert page.get_attribute("#desk-said", "aria-live") == "polite"
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(one => {"
        "const seen = getComputedStyle(one); return parseFloat(seen.transitionDuration) > 0"
        " || parseFloat(seen.animationDuration) > 0}).map(one => one.outerHTML.slice(0, 80))"
    )
    assert moving == []
