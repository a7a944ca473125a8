# SPDX-License-Identifier: Apache-2.0
"""States by name where the directory says nothing of them: the United Nations' names, else CLDR's."""

import pytest
from django.utils import translation

from rogatory.console.language import names
from rogatory.console.language.state_names import state_name
from rogatory.directory.entry.entry import LANGUAGES
from rogatory.node.peers.names import Names


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("VN", "en", "Viet Nam"),
        ("TR", "fr", "Türkiye"),
        ("KR", "ar", "جمهورية كوريا"),
        ("GB", "zh", "大不列颠及北爱尔兰联合王国"),
        ("QA", "ru", "Катар"),
        ("JP", "es", "Japón"),
    ],
)
def test_a_state_is_called_as_the_united_nations_call_it_else_as_cldr_does(code, language, name):
    assert state_name(code, language) == name


@pytest.mark.parametrize("code", ["XA", "XB", "XK", "TW", "QZ"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_of_exercises_and_of_no_state_stay_codes(code, language):
    assert state_name(code, language) == code


def test_each_name_of_the_united_nations_is_there_in_six_languages():
    for code in ("AE", "BO", "CD", "IR", "KP", "LA", "NL", "PS", "US", "VE"):
        names = [state_name(code, language) for language in LANGUAGES]
        assert all(names)
        assert code not in names


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        ("en", "JP", "Japan (our register)"),
        ("fr", "JP", "Japon"),
        ("fr", "XM", "Meridia"),
        ("fr", "XB", "Boréalie"),
        ("zh-hans", "XB", "Borealia"),
    ],
)
def test_a_state_that_our_register_names_in_one_language_is_called_so_only_where_none_is_known(
    language, code, name
):
    known = {"JP": {"en": "Japan (our register)"}, "XM": {"en": "Meridia"}}
    listed = {"XB": {"en": "Borealia", "fr": "Boréalie"}}
    with (
        translation.override(language),
        names.called_by(lambda: Names(known | listed, {})),
    ):
        assert names.state_name(code) == name
