# SPDX-License-Identifier: Apache-2.0
"""Every code of a custody event is in the reader's language; words and unknown codes as they
are.
"""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from casts.console.leftovers import leftovers
from rogatory.console.language import act_words
from rogatory.custody.events.act_codes import ACT_CODES
from rogatory.custody.events.act_fields import FieldType
from rogatory.custody.events.event import CustodyAction, Event
from rogatory.custody.events.values import CustodyAct, OfficerWords
from rogatory.node.printing.languages import LANGUAGES, catalogue_in
from rogatory.wire.identifiers import parse_authority

SAMPLES = {
    FieldType.AUTHORITY: "xa/contact-point",
    FieldType.COUNT: 7,
    FieldType.DIGEST: "ab" * 32,
    FieldType.MOMENT: "2026-11-24T03:00:00Z",
    FieldType.OFFICER: "xa-0003",
    FieldType.STATE: "XA",
    FieldType.TEXT: "<b>",
    FieldType.WORD: "preservation",
}


def event(action, act, words=None, reason=None):
    return Event(
        network=None,
        id="0190a5d0-0000-7000-8000-000000000000",
        object="12" * 32,
        action=action,
        authority=parse_authority("xa/contact-point"),
        officer=None,
        act=act,
        words=words,
        reason=reason,
        basis=None,
        occurred=datetime(2026, 11, 24, 3, tzinfo=UTC),
        previous=None,
    )


def filled(listed):
    return {
        one.name: (SAMPLES[one.type],) * 2 if one.many else SAMPLES[one.type]
        for one in listed.fields
    }


@pytest.mark.parametrize("listed", ACT_CODES, ids=lambda one: one.code)
def test_a_code_is_shown_in_every_language_and_a_text_is_never_markup(listed):
    found = event(listed.action, CustodyAct(listed.code, filled(listed)))
    texts = {}
    for language in ("ar", "en", "es", "fr", "ru", "zh-hans"):
        with translation.override(language):
            texts[language] = str(act_words.shown(found))
        assert "<b>" not in texts[language]
        assert "{" not in texts[language]
    assert len(set(texts.values())) == len(texts)
    page = f'<html lang="zh-hans"><p>{texts["zh-hans"]}</p></html>'
    assert not [one for one in leftovers(page) if "preservation" not in one]


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_a_court_s_report_has_every_sentence_in_its_language(language):
    catalogue = catalogue_in("rogatory.node.court.report", language)
    sentences = {sentence for one in ACT_CODES for sentence in one.sentences}
    assert {one for one in sentences if catalogue.gettext(one) == one} == set()


def test_an_unknown_code_is_shown_raw_and_words_with_their_language():
    found = event(
        CustodyAction.OPENED,
        CustodyAct("weighed", {"by": "<i>"}),
        OfficerWords("<u>Pesé</u>", "fr"),
    )
    with translation.override("ar"):
        assert str(act_words.shown(found)) == (
            "<code>weighed {&quot;by&quot;:&quot;&lt;i&gt;&quot;}</code> "
            '<bdi lang="fr">&lt;u&gt;Pesé&lt;/u&gt;</bdi>'
        )


def test_the_reason_of_version_1_is_shown_as_it_is():
    found = event(CustodyAction.OPENED, None, reason="Opened by xa/contact-point")
    with translation.override("fr"):
        assert str(act_words.shown(found)) == '<bdi lang="und">Opened by xa/contact-point</bdi>'
