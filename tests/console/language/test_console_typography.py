# SPDX-License-Identifier: Apache-2.0
"""The typography of the translations, in the catalogues of pages, reports and letters: French spaces,
apostrophes and elision, Russian е, and punctuation of full width in Chinese."""

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
        r"|[\u4e00-\u9fff] [\u4e00-\u9fff\d\[]|[\d\]] [\u4e00-\u9fff]|[，。：；（）“”] "
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


OTHER_WORDS = {
    "ar": r"المطلوب منها|إشعار بالاستلام ل",
    "es": r"Exposición de las razones",
    "fr": r"mise en accusation|Exposé des raisons|faite dans (une|des) ",
    "ru": r"по следующему предмету",
    "zh": r"对本函确认收悉",
}
"""Words in place of which a lawyer's letter has others: the term of the Convention, or the phrase of the language."""


@pytest.mark.parametrize("catalogue", CATALOGUES)
@pytest.mark.parametrize("language", OTHER_WORDS)
def test_one_thing_has_the_words_that_a_letter_has_for_it(catalogue, language):
    never = re.compile(OTHER_WORDS[language])
    assert [text for text in translations(catalogue, language) if never.search(text)] == []


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
        ("zh", "第 41 条"),
    ],
)
def test_a_fault_of_typography_is_found(language, text):
    assert FAULTS[language].search(text)


NAMES = ("Arcadie", "Borealia")
"""One that the word before it must be elided for, and one that it must not."""
NUMBERS = re.compile(
    r"%\((?:again|demanded|given|lines|n|seconds|size)\)s|%\([a-z_]+\)d|\{(?:bytes|count|digits|entries|expected|fits|free|index|known"
    r"|least|limit|memory|minutes|most|needed|old_size|requested|requesting|days|hours|years|seconds|size|threshold|total"
    r"|groups|half|one|many)\}"
)
"""Fields with a number, which no French word is elided for: *plus de onze*."""
MOMENTS = re.compile(
    r"[{(](?:at|begun|changed|date|day|dispatched|done_at|due|end|ended|ends|expires|first|issued|judged|last|later|moment|on"
    r"|refreshed|since|start|starts|time|until|value|verified|ca_since|ca_until)[)}]s?"
)
NO_ELISION = re.compile(
    r"(?i)(?<![\w’'-])(?:de|que|la|le|ne|se|ce|je|me|te|jusque|lorsque|puisque|quoique)\s(?!à\b|onz|un à\b|ou\b)"
    r"[aeiouyéèêàâîïôœùû]"
)
"""Not *ce à quoi*, *de un à dix* and *le onzième*, nor what has a hyphen before it: *demandez-la à*."""
WRONG_ELISION = re.compile(r"(?i)(?<![\w])(?:d|qu|l|n|s|c|j|m|t|jusqu|lorsqu|puisqu)’Borealia")


def is_wrongly_elided(text):
    """Decide whether the French text needs an elision that it lacks, or has one too many, with some name in it."""
    settled = NUMBERS.sub("3", MOMENTS.sub("3", text))
    vowel, consonant = (FIELD.sub(name, settled) for name in NAMES)
    return bool(NO_ELISION.search(vowel) or WRONG_ELISION.search(consonant))


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_a_french_text_is_right_whatever_name_is_put_in(catalogue):
    """A word before a field is one that is never elided: *de l’État {state}*, not *de {state}*."""
    texts = list(translations(catalogue, "fr"))
    assert len(texts) > 100
    assert [text for text in texts if is_wrongly_elided(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "la réponse de {state}",
        "avant que %(authority)s réponde",
        "le nœud d’{authority}",
        "il demande que il soit remis",
        "le chef de agence",
    ],
)
def test_a_fault_of_elision_is_found(text):
    assert is_wrongly_elided(text)


@pytest.mark.parametrize(
    "text",
    [
        "la réponse de l’État {state}",
        "plus de {limit} octets",
        "jusqu’au {until}",
        "demandez-la à {who}",
        "ce à quoi il s’engage",
    ],
)
def test_what_needs_no_elision_is_left(text):
    assert not is_wrongly_elided(text)


@pytest.mark.parametrize("catalogue", CATALOGUES)
@pytest.mark.parametrize("language", FAULTS)
def test_a_bracket_closes_where_one_was_opened(catalogue, language):
    """A citation is written within brackets, too: one that closes alone ends them twice."""
    texts = list(translations(catalogue, language))
    opened = {text: len(re.findall("[(（]", text)) for text in texts}
    assert [text for text in texts if opened[text] != len(re.findall("[)）]", text))] == []
