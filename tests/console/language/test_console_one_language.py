# SPDX-License-Identifier: Apache-2.0
"""A page in another language than English has no English in it but what people and other nodes wrote.

Every page is walked in Chinese, whose letters no English word has: two Latin words side by side are a
leftover, and so is a Latin comma between two Chinese words.
"""

import re
from datetime import UTC, datetime

import pytest
from django.utils import translation

from casts.console.access_world import READER, populated
from casts.console.leftovers import WRITTEN_BY_PEOPLE, leftovers, spaced
from rogatory.console.language import statement_words
from rogatory.console.templatetags.calls import call_detail
from rogatory.node.completeness import recovery_codes
from rogatory.node.drafts import draft_refusals
from rogatory.node.officers import alert_codes, duty_codes
from rogatory.node.repositories.officers import Page
from rogatory.wire.words import OwnWords, Statement

MOMENT = datetime(2026, 11, 24, 3, tzinfo=UTC)


def test_no_page_in_chinese_has_english_words_commas_or_spaces_left(world, officer):
    places = populated(world)
    client = officer(READER, language="zh-hans")
    found, spaces = {}, {}
    for name, addresses in places.items():
        for address in addresses:
            page = client.get(address, follow=True).content.decode()
            assert 'lang="zh-hans"' in page, address
            for text in leftovers(page, WRITTEN_BY_PEOPLE):
                found.setdefault(text, name)
            for text in spaced(page):
                spaces.setdefault(text, name)
    assert (found, spaces) == ({}, {})


def test_the_walk_finds_what_is_left():
    page = (
        '<p lang="en">Left alone here</p><p>数据 were left</p><bdi>Written by people</bdi>'
        '<b title="Two words">好</b><i>一, 二</i><img alt="Not ours"><code>no words here</code>'
    )
    found = list(leftovers(f'<html lang="zh-hans"><body>{page}</body></html>'))
    assert found == ["数据 were left", "Two words", "一, 二", "Not ours"]


def test_the_walk_finds_a_space_after_a_sign_of_full_width_and_a_latin_sign():
    page = (
        "<p>国家： <bdi>XA</bdi></p><p>已收到。\n须答复</p><p>时间 (UTC)</p><p>国家: 一</p>"
        '<p>国家：<bdi>XA</bdi></p><p>已收到。 <span class="tag">一</span></p><p>时间（UTC）</p>'
    )
    found = list(spaced(f'<html lang="zh-hans"><body>{page}</body></html>'))
    assert found == ["国家： X", "已收到。 须答复", "时间 (UTC", "国家: 一"]


def test_an_error_that_was_kept_is_shown_without_its_code_in_the_readers_language():
    kept = Statement(draft_refusals.HEADS_MOVED.because())
    with translation.override("fr"):
        alert = Statement(alert_codes.UNRECEIPTED.because(state="XA", problem=kept))
        inside = statement_words.statement_text(alert)
        assert "[" not in inside
        assert draft_refusals.HEADS_MOVED.what not in inside
        assert statement_words.statement_text(kept) in inside


def test_what_an_officer_wrote_is_shown_as_it_was_written_and_marked():
    words = recovery_codes.WITHOUT.because(
        state="XA", officer="xb-0002", reason=OwnWords("Appelez <Arcadia>", "fr")
    )
    with translation.override("ar"):
        assert '<bdi lang="fr">Appelez &lt;Arcadia&gt;</bdi>' in statement_words.shown(
            Statement(words)
        )


def test_why_a_state_is_held_back_is_shown_whole():
    why = Statement(draft_refusals.HEADS_MOVED.because())
    reason = Statement(alert_codes.HELD.because(state="XA", problem=why))
    call = Page("state-held/XA/1", MOMENT, None, reason)
    with translation.override("fr"):
        text = statement_words.statement_text(call_detail(call))
    assert re.match("L’État XA est suspendu", text)
    assert draft_refusals.HEADS_MOVED.what not in text


@pytest.mark.parametrize(
    ("until", "expected"), [("2026-12-24T03:00:00Z", "至2026"), (None, "直至对其请求作出决定")]
)
def test_what_is_promised_to_a_state_is_shown_in_the_call_about_an_order(until, expected):
    fields = {
        "title": "Domestic order to be renewed or ended",
        "level": "overdue",
        "who": "xb-0002",
    }
    reason = (
        duty_codes.CASE_CLOCK_PROMISED.because(fields, state="XA", until=until)
        if until
        else duty_codes.CASE_CLOCK_PROMISED_OPEN.because(fields, state="XA")
    )
    with translation.override("zh-hans"):
        shown = statement_words.shown(Statement(reason))
    assert expected in shown
    assert not list(leftovers(f'<html lang="zh-hans"><p>{shown}</p></html>'))


def test_a_draft_offers_its_letter_in_the_readers_language_first_and_folds_the_others(
    world, officer
):
    draft = populated(world)["draft"][0]
    page = officer(READER, language="ar").get(draft).content.decode()
    offered = re.findall(r'href="/letters/[\w-]+/(\w\w)/(?:html|pdf)/"', page)
    assert offered[:2] == ["ar", "ar"]
    assert (len(offered), len(set(offered))) == (12, 6)
    assert page.index("<details", page.index("/ar/pdf/")) < page.index("/en/html/")
