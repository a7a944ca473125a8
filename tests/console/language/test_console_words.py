# SPDX-License-Identifier: Apache-2.0
"""The catalogues are whole: nothing stale, nothing untranslated, nothing that would break a page."""

import ast
import gettext
import re
from datetime import timedelta
from pathlib import Path

import pytest
from babel import Locale
from django.template import Context
from django.utils import translation

from rogatory.console import catalogues
from rogatory.console.language import alert_names, reason_words, times_left, words
from rogatory.console.language.citations import chapter, full_citation
from rogatory.console.language.languages import brackets, sentence_gap, with_beside, written_span
from rogatory.console.templatetags.citations import reason_basis
from rogatory.errors import Code
from rogatory.node.officers import alert_keys
from rogatory.requests import refusals
from rogatory.wire.known_codes import modules_of_codes

_VARIABLES = re.compile(r"\{\w+\}|%\(\w+\)[sd]")
_TAGS = re.compile(r"</?\w+[^>]*>")


def test_the_files_are_what_the_sources_give_and_nothing_is_untranslated():
    missing = {language: catalogues.missing(language) for language in catalogues.LANGUAGES}
    assert missing == {language: [] for language in catalogues.LANGUAGES}
    assert catalogues.stale() == [], "run `python -m rogatory.console.catalogues`"


def test_no_source_puts_an_indefinite_article_before_a_value():
    """Which article it is depends on the value, as in *a acknowledgement*; nor is a value a word of ours."""
    article = re.compile(r"\b[Aa]n? (?:\{|%\()")
    sources = {one.id for one in catalogues.template() if isinstance(one.id, str)}
    assert len(sources) > 1000
    assert [one for one in sorted(sources) if article.search(one)] == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_translation_has_the_variables_of_its_source(language):
    for message in catalogues.catalogue_of(language).updated(catalogues.template()):
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else message.id[-1]
        forms = [message.string] if isinstance(message.string, str) else message.string
        assert set(_VARIABLES.findall(source)) == set(_VARIABLES.findall(forms[-1])), source
        for form in forms:  # a form for one alone may do without its number
            assert set(_VARIABLES.findall(form)) <= set(_VARIABLES.findall(source)), source


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_field_that_brings_its_quotation_marks_has_no_others_around_it(language):
    doubled = re.compile(r"[«“\"]\s?\{(kind|kinds|ground|element|decision|listed)\}")
    for message in catalogues.catalogue_of(language).updated(catalogues.template()):
        forms = [message.string] if isinstance(message.string, str) else message.string or []
        assert not any(doubled.search(form) for form in forms), message.id


def test_one_and_two_are_said_in_arabic_by_the_words_own_form():
    for message in catalogues.catalogue_of("ar").updated(catalogues.template()):
        if message.id and not isinstance(message.string, str):
            singular_and_dual = message.string[1:3]
            assert not any(_VARIABLES.search(form) for form in singular_and_dual), message.id


FORMS = {
    "ar": {0: "zero", 1: "one", 2: "two", 3: "few", 10: "few", 11: "many", 99: "many", 100: "other", 102: "other"},
    "es": {0: "other", 1: "one", 2: "other"},
    "fr": {0: "one", 1: "one", 2: "other"},
    "ru": {1: "one", 21: "one", 2: "few", 22: "few", 5: "many", 11: "many", 12: "many", 111: "many"},
}  # fmt: skip
"""By the CLDR's rules of plurals: which form goes with a number."""


@pytest.mark.parametrize("language", FORMS)
def test_a_number_takes_the_form_that_the_cldr_gives_it(language):
    """The compiled file's own expression decides: a wrong one would write numbers in wrong
    forms.
    """
    compiled = catalogues.catalogue_of(language).path.with_suffix(".mo")
    with compiled.open("rb") as file:
        plural = gettext.GNUTranslations(file).plural
    named = {}
    for number, category in FORMS[language].items():
        assert Locale.parse(language).plural_form(number) == category
        assert named.setdefault(plural(number), category) == category, number
    assert len(named) == len(set(FORMS[language].values()))


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_translation_ends_as_its_source_does_and_has_its_tags(language):
    """A sentence stays one, and a page keeps its elements."""
    for message in catalogues.catalogue_of(language).updated(catalogues.template()):
        if not isinstance(message.id, str) or not message.id:
            continue
        assert _TAGS.findall(message.id) == _TAGS.findall(message.string), message.id
        if message.id.endswith("."):
            assert message.string.endswith((".", "。")), message.string


CALLS_OF_OTHERS = {
    "node/messages/apply.py": {
        "node/messages/apply.py",
        "node/emergencies/emergency_alerts.py",
        "node/drills/received_drill.py",
    },
}
"""Modules that call for reasons that other modules give: by module, where the keys are made."""

NOT_CALLS = {"apply", "call-back", "deliver", "fetch", "gap"}
"""Keys of jobs, in the modules that make keys of calls as well; `call-back` is both."""


def test_every_reason_to_call_somebody_has_a_name():
    """A key without one would be on the desk as a code: one that is made elsewhere, too."""
    package = Path(words.__file__).parents[2]
    found, unread = set(), []
    for path in sorted({*(package / "node").rglob("*.py")} - {package / "node/officers/alerts.py"}):
        tree = ast.parse(path.read_text("utf-8"))
        for key in _keys_of_calls(tree):
            kinds = _kinds_of(key)
            if not kinds:
                place = path.relative_to(package).as_posix()
                made = CALLS_OF_OTHERS.get(place, {place})
                trees = [ast.parse((package / one).read_text("utf-8")) for one in sorted(made)]
                kinds = {kind for one in trees for kind in _kinds_of(one)} - NOT_CALLS
            found |= kinds
            unread += [path.name] if not kinds else []
    assert {
        "witnesses",
        "request",
        "drill",
        "to-dispatch",
        "messages-limit",
        "silent",
        "test",
    } <= found
    assert found - alert_names.CALLS.keys() == set()
    assert unread == []
    assert alert_names.CALLS.keys() >= (alert_names.SHOWN_WHOLE | alert_names.WITH_PROBLEM)


def _keys_of_calls(tree):
    """Return the key arguments of `page(…)` and `Page(…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "page":
                yield node.args[1]
            elif node.func.id == "Page":
                yield from (one.value for one in node.keywords if one.arg == "id")


def _kinds_of(tree):
    """The first parts of the texts that look like keys: `clock/` and what follows. Beginnings that have a name are
    those of `alert_keys`, and so are keys that a function makes.
    """
    texts = [
        one.values[0] for one in ast.walk(tree) if isinstance(one, ast.JoinedStr) and one.values
    ]
    values = [one.value for one in texts if isinstance(one, ast.Constant)]
    named = [_name_of(one.value) for one in texts if isinstance(one, ast.FormattedValue)]
    values += [getattr(alert_keys, name) for name in named if hasattr(alert_keys, name)]
    for one in ast.walk(tree):
        if isinstance(one, ast.Call) and hasattr(alert_keys, name := _name_of(one.func)):
            values.append(getattr(alert_keys, name)(*("part" for _each in one.args)))
    return {found[1] for one in values if (found := re.match(r"([a-z][a-z-]*)/", one or ""))}


def _name_of(node):
    """Return the name that is read, of a module or by itself; empty where something else is."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def test_sources_are_found_where_they_are():
    found = {texts for _place, texts in catalogues.sources()}
    assert ("Acknowledge now",) in found  # a template
    assert ("The request is acknowledged.",) in found  # the console's code
    assert ("Data held",) in found  # a pure package
    assert (refusals.HOLD_BACKWARDS.what,) in found  # a code's sentence
    assert ("Illegal access",) in found  # a row of the law
    assert ("%(n)s segment", "%(n)s segments") in found  # a plural


def test_a_code_that_a_page_can_come_to_show_is_among_the_sources():
    """Refusals of lower packages reach the workstation's pages; those for commands alone do not."""
    reached = catalogues.reached_codes()
    lower = {"age-mac", "age-payload-incomplete", "seal-form", "tar-locator", "disclosure-unsigned"}
    lower |= {"journal-chain", "log-not-included", "disk-full", "object-damaged", "peer-silent"}
    assert lower <= reached
    assert {"recovery-one-person", "image-note", "certificate-form-file"} & reached == set()


@pytest.mark.parametrize("language", sorted(set(catalogues.LANGUAGES) - {"en"}))
def test_each_sentence_of_a_code_that_can_be_shown_is_shown_in_the_readers_language(language):
    package, reached = catalogues.PACKAGE, catalogues.reached_codes()
    modules = [one.relative_to(package.parent) for one in modules_of_codes()]
    codes = [
        code
        for module in modules
        for code in catalogues.codes_of(".".join(module.with_suffix("").parts)).values()
        if code.id in reached
    ]
    sentences = {
        one
        for code in codes
        for one in (code.what, code.remedy)
        if re.sub(r"[{]\w+[}]|\W", "", one)
    }
    assert len(sentences) > 1000
    with translation.override(language.replace("_", "-").lower()):
        assert {one for one in sentences if words.translated(one) == one} == set()


def test_a_reason_is_shown_in_the_readers_language_with_its_fields():
    code = Code("example-words", "{authority} is not an authority of {state}.", "Choose a thread.")
    with translation.override("fr"):
        reason = code.because(authority="xa/contact-point", state="XB")
        assert reason_words.what(reason) == "xa/contact-point n’est pas une autorité de l’État XB."
        assert reason_words.remedy(reason) == "Choisissez un dossier."


@pytest.mark.parametrize(
    ("language", "cited"),
    [
        ("en", "article 42, paragraph 3 (a)"),
        ("fr", "article 42, paragraphe 3, alinéa a"),
        ("es", "artículo 42, párrafo 3, apartado a"),
        ("ru", "подпункт (a) пункта 3 статьи 42"),
        ("zh-hans", "第四十二条第三款第（a）项"),
        ("ar", "الفقرة 3 (أ) من المادة 42"),
    ],
)
def test_a_reason_cites_its_article_in_the_form_of_the_readers_language(language, cited):
    fixed = Code("example-fixed", "A", "B", certainty="memory", article="42(3)(a)").because()
    named = Code("example-named", "A", "B").because(article="42(3)(a)", certainty="seen")
    with translation.override(language):
        for reason in (fixed, named):
            both = f"A{sentence_gap()}B"
            assert reason_words.text(reason) == with_beside(both, cited)
            assert reason_words.marked_text(reason) == with_beside(both, cited)
            before, after = brackets()
            assert f"{before[-1]}<bdi>{cited}</bdi>{after}" in reason_basis(Context(), reason)


def test_between_two_chinese_sentences_there_is_no_space():
    reason = Code("example-two", "A", "B").because()
    for language, expected in {"zh-hans": "AB", "fr": "A B"}.items():
        with translation.override(language):
            assert reason_words.text(reason) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-hans", "第四章"), ("ar", "الفصل الرابع"), ("ru", "Глава IV"), ("fr", "Chapitre IV")],
)
def test_a_chapter_is_numbered_as_the_language_numbers_chapters(language, expected):
    with translation.override(language):
        assert chapter("IV") == expected


def test_what_is_typed_is_set_as_code_on_a_page_whatever_a_field_has():
    reason = Code("example-typed", "Run `rogatory node {name}`.", "").because(name="<b>`x`")
    expected = "Run <code>rogatory node &lt;b&gt;`x`</code>."
    assert reason_words.marked(reason.code.what, reason) == expected
    assert reason_words.with_code("the State, by `rogatory <b>`") == (
        "the State, by <code>rogatory &lt;b&gt;</code>"
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["2 hours", "5 minutes"]),
        ("fr", ["2\u00a0heures", "5 minutes"]),
        ("es", ["2 horas", "5 minutos"]),
        ("ru", ["2 ч", "5 мин"]),
        ("zh-hans", ["2小时", "5分钟"]),
        ("ar", ["ساعتين", "5 دقائق"]),
    ],
)
def test_a_span_of_time_is_written_as_its_language_writes_it_after_a_preposition(
    language, expected
):
    with translation.override(language):
        assert [written_span(2, "hour"), written_span(5, "minute")] == expected


def test_several_articles_of_a_reason_are_cited_each_in_full():
    reason = Code("example-several", "A", "B", certainty="seen", article="2(h), 35(1)").because()
    with translation.override("fr"):
        assert reason_words.text(reason) == "A B (article 2, alinéa h et article 35, paragraphe 1)"


def test_an_article_reached_by_way_of_another_and_one_of_another_treaty_are_cited_in_full():
    with translation.override("en"):
        by_way = full_citation("40(22) by 42(6)")
        assert by_way == "article 40, paragraph 22 by way of article 42, paragraph 6"
        of_another = full_citation("27(4)(a) of ETS 185")
        assert of_another == "article 27, paragraph 4 (a) of ETS 185"


def test_a_code_of_practice_and_one_whose_certainty_is_not_recorded_cite_nothing():
    code = Code("example-silent-basis", "A", "B")
    for reason in (code.because(article="-", certainty="practice"), code.because(article="14")):
        assert reason_words.text(reason) == "A B"
        assert reason_basis(Context(), reason) == ""


def test_no_sentence_of_a_code_has_the_certainty_of_its_article():
    modules = modules_of_codes()
    assert len(modules) > 20
    assert [path for path in modules if "{certainty}" in path.read_text()] == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ar",
            {
                3: "المتبقي: 3 أيام",
                10: "المتبقي: 10 أيام",
                11: "المتبقي: 11 يومًا",
                99: "المتبقي: 99 يومًا",
                100: "المتبقي: 100 يوم",
                103: "المتبقي: 103 أيام",
            },
        ),
        ("es", {3: "quedan 3 días"}),
        ("ru", {3: "осталось 3 дня", 5: "осталось 5 дней", 21: "остался 21 день"}),
        ("zh-hans", {3: "还剩3天"}),
    ],
)
def test_a_number_has_the_form_of_the_plural_that_its_language_wants(language, expected):
    with translation.override(language):
        found = {
            days: times_left.time_left(timedelta(days=days).total_seconds()) for days in expected
        }
    assert found == expected


@pytest.mark.parametrize(
    ("left", "english", "french"),
    [
        (timedelta(days=12, hours=5), "12 days left", "restent 12 jours"),
        (timedelta(hours=47), "47 hours left", "restent 47 heures"),
        (timedelta(minutes=1), "1 minute left", "reste 1 minute"),
        (timedelta(seconds=20), "less than a minute left", "reste moins d’une minute"),
        (timedelta(0), "no time left", "plus de temps"),
    ],
)
def test_time_left_is_shown_in_the_unit_that_counts(left, english, french):
    for language, expected in (("en", english), ("fr", french)):
        with translation.override(language):
            assert times_left.time_left(left.total_seconds()) == expected
