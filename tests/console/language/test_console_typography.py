# SPDX-License-Identifier: Apache-2.0
"""The typography of the translations, in the catalogues of pages, reports and letters: French spaces and
apostrophes, Russian е, and punctuation of full width in Chinese."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import rogatory

PACKAGE = Path(rogatory.__file__).parent
CATALOGUES = {
    "pages": "console/locale/{page_language}/LC_MESSAGES/django.po",
    "reports": "node/court/report/locale/{language}.po",
    "letters": "node/letters/locale/{language}.po",
}
FIELD = re.compile(r"`[^`]*`|\{[^{}]*\}|%\([a-z_]+\)[sd]|%%")

FAULTS = {
    "fr": re.compile(r"[^\u00a0\u202f\d×][:;!?»](?=\s|$)|«[^\u00a0]|\w'\w"),
    "ru": re.compile("[ёЁ]"),
    "zh": re.compile(
        r"[\u4e00-\u9fff][,;:!?]|[,;!?][\u4e00-\u9fff]|\([\u4e00-\u9fff]|[\u4e00-\u9fff]\)"
        r"|[\u4e00-\u9fff] [\u4e00-\u9fff]|[，。：；（）“”] "
    ),
}


def translations(catalogue, language):
    file = CATALOGUES[catalogue].format(
        language=language, page_language={"zh": "zh_Hans"}.get(language, language)
    )
    with PACKAGE.joinpath(file).open("rb") as opened:
        for message in read_po(opened):
            found = message.string if isinstance(message.string, tuple) else (message.string,)
            yield from (text for text in found if message.id and text)


@pytest.mark.parametrize("catalogue", CATALOGUES)
@pytest.mark.parametrize("language", FAULTS)
def test_a_translation_has_the_typography_of_its_language(catalogue, language):
    texts = list(translations(catalogue, language))
    assert len(texts) > 100
    plain = {text: FIELD.sub("X", text) for text in texts}
    assert [text for text, shown in plain.items() if FAULTS[language].search(shown)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Refusé: voir la liste"),
        ("fr", "l'État requis"),
        ("fr", "« Motif »"),
        ("ru", "её журнал"),
        ("zh", "请求 国家"),
        ("zh", "请求,国家"),
        ("zh", "适用(请求)"),
        ("zh", "已收到。 请答复"),
    ],
)
def test_a_fault_of_typography_is_found(language, text):
    assert FAULTS[language].search(text)
