# SPDX-License-Identifier: Apache-2.0
"""A page in another language than English has no English in it but what people and other nodes wrote.

Every page is walked in Chinese, whose letters no English word has: two Latin words side by side are a
leftover, and so is a Latin comma between two Chinese words.
"""

import re
from html.parser import HTMLParser

import pytest
from access_world import READER, populated
from django.utils import translation

from rogatory.console import written_down
from rogatory.errors import Refused
from rogatory.node import draft_refusals, sentences

WITHOUT_END = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
DATA = frozenset({"script", "style", "code", "bdi", "pre", "textarea"})
"""Elements that hold what people wrote, identifiers, commands."""

SPOKEN = ("aria-label", "title", "placeholder", "alt")

WRITTEN_BY_PEOPLE = (
    "Ministry of Justice of Meridia",
    "Police of Meridia",
    "Duty officer",  # the label of a number on a card
    "rogatory evidence verify",
    "Preservation request (T-CY(2018)11)",  # the name that its publisher gave a form
    "Request to preserve data (UNODC)",
)
"""Data of the walk that stand where no element can mark them: in a choice, in a sentence of ours."""

ENGLISH = re.compile(r"[A-Za-z]{2,}(?:['’][a-z]+)?[ ,]+[A-Za-z]{2,}")
_COMMA = re.compile(r"[\u4e00-\u9fff)] ?, |, ?[\u4e00-\u9fff]")


class Walk(HTMLParser):
    """Collects what a page says in the page's own language."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.said = [], []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        is_data = bool(self.open and self.open[-1][1]) or tag in DATA
        language = told.get("lang", "zh-hans")
        is_data = is_data or not language.startswith("zh") or told.get("dir") == "auto"
        if not is_data:
            self.said += [told[name] for name in SPOKEN if told.get(name)]
        if tag not in WITHOUT_END:
            self.open.append((tag, is_data))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.open and not self.open[-1][1]:
            self.said.append(" ".join(data.split()))


def leftovers(page):
    walk = Walk()
    walk.feed(page)
    for text in walk.said:
        ours = text
        for data in WRITTEN_BY_PEOPLE:
            ours = ours.replace(data, "")
        if ENGLISH.search(ours) or _COMMA.search(ours):
            yield text


def test_no_page_in_chinese_has_english_words_or_commas_left(world, officer):
    places = populated(world)
    client = officer(READER, language="zh-hans")
    found = {}
    for name, addresses in places.items():
        for address in addresses:
            page = client.get(address, follow=True).content.decode()
            assert 'lang="zh-hans"' in page, address
            for text in leftovers(page):
                found.setdefault(text, name)
    assert found == {}


def test_the_walk_finds_what_is_left():
    page = (
        '<p lang="en">Left alone here</p><p>数据 were left</p><bdi>Told by people</bdi>'
        '<b title="Two words">好</b><i>一, 二</i><img alt="Not ours"><code>no words here</code>'
    )
    found = list(leftovers(f'<html lang="zh-hans"><body>{page}</body></html>'))
    assert found == ["数据 were left", "Two words", "一, 二", "Not ours"]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", "Reçu de xa/contact-point : Demande de conservation de données stockées"),
        ("en", "Received from xa/contact-point: Request to preserve stored data"),
    ],
)
def test_a_sentence_of_the_log_is_told_in_the_readers_language(language, told):
    text = sentences.RECEIVED.format(authority="xa/contact-point", kind="preservation")
    with translation.override(language):
        assert written_down.told(text) == told


def test_an_error_that_was_kept_is_told_without_its_code_in_the_readers_language():
    kept = str(Refused(draft_refusals.HEADS_MOVED.because()))
    with translation.override("fr"):
        inside = written_down.told(sentences.UNRECEIPTED.format(state="XA", problem=kept))
        assert "[" not in inside
        assert draft_refusals.HEADS_MOVED.what not in inside
        assert str(written_down.shown(kept)).startswith(inside.split(" : ", 1)[1][:20])


def test_what_an_officer_wrote_is_shown_as_it_was_written_and_marked():
    with translation.override("ar"):
        assert written_down.shown("Ring <Arcadia>") == '<bdi lang="en">Ring &lt;Arcadia&gt;</bdi>'
        assert written_down.shown("") == ""
