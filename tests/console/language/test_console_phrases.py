# SPDX-License-Identifier: Apache-2.0
"""No English is left inside a sentence: what a reason says is wrong is a phrase of ours with fields.

The types hold most of it: `Code.because` takes as `problem` what `P_` marks, a `Said`, or a `Theirs`.
"""

import ast
import re
from functools import cache

import pytest
from django.template import engines
from django.utils import translation

from rogatory.console import catalogues
from rogatory.console.frame.documents import document
from rogatory.console.language import reason_words, words
from rogatory.console.language.reason_documents import reason_document
from rogatory.console.language.statement_words import shown, statement_text
from rogatory.errors import Code, Refused
from rogatory.node.duty import refusals as duty
from rogatory.node.duty.plan_file import read_roster_plan
from rogatory.wire.statements import decode, encode
from rogatory.wire.words import P_, FilledText, Statement, Theirs, statement_of

LANGUAGES = sorted(set(catalogues.LANGUAGES) - {"en"})
PLAN = duty.PLAN_FORM

SAME = frozenset({"version {version}", "bytes"})
"""Phrases that one of the languages says as English does."""

NAMES = frozenset({"because", "FilledText", "P_", "Theirs"})
_RELEVANT = re.compile("because|FilledText|P_|Theirs")
_LETTERS = re.compile(r"(?<![{\w])[a-z]+")

TRAINERS = "exercises/"
"""For trainers at the command line, and on no page."""

NOT_OURS = {
    "bootstrap/accounts/account_list.py": "why a list is not JSON, or a password is not accepted, at the command line",
    "bootstrap/accounts/log_in_service.py": "what the line to the log-in service said",
    "bootstrap/ports/scanner.py": "how the State's own scanner ended, by the name that Python has for it",
    "directory/draft/card_text.py": "the parser of TOML",
    "directory/ceremony/keys.py": "the class of what securesystemslib raised",
    "evidence/collecting/describing.py": "the system, and what changed of a file: collecting is done at the command line",
    "evidence/media/examine.py": "readers of disk images: examining is done at the command line",
    "evidence/pipeline/plan.py": "the operating system",
    "evidence/returns/examine.py": "readers of archives: examining is done at the command line",
    "evidence/sealing/seal_bag.py": "the system, and what changed of a file: sealing is done at the command line",
    "node/duty/calendars/series.py": "the parser of iCalendar",
    "node/duty/roster.py": "the class of what a damaged document raised",
    "node/printing/pdf_process.py": "the typesetter, in the process of its own",
    "node/printing/pdf.py": "the typesetter",
    "seal/certificates/reading.py": "the library of cryptography",
    "seal/keys.py": "the library of cryptography",
    "seal/timestamping/timestamps.py": "the timestamp authority",
    "seal/tokens.py": "the token's own library",
    "transport/directory_fetcher.py": "the class of what the line raised",
    "transport/http_signatures.py": "the library of signed requests",
    "transport/peer_client.py": "the class of what the line raised",
    "transport/log_in_service.py": "the class of what the line raised",
    "transport/timestamps.py": "the class of what the line raised",
    "wire/canonical.py": "the parser of JSON",
    "wire/statements.py": "what was written down",
    "wire/words.py": "`problem_of`, for every library's error",
}
"""Places where a reason contains the words of others, and whose they are: shown as they are, marked
as English."""


@cache
def calls():
    """Yield every call by a name that counts here: its place, its name, its arguments."""
    found = []
    for path in sorted(catalogues.PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if not _RELEVANT.search(text):
            continue
        place = path.relative_to(catalogues.PACKAGE).as_posix()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and name_of(node) in NAMES:
                found.append((place, name_of(node), node))
            elif isinstance(node, ast.Call) and name_of(node) == "map":
                found += [(place, "Theirs", node) for one in node.args if "Theirs" in ast.dump(one)]
    return found


def name_of(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@cache
def phrases_of_pages():
    return frozenset(texts[0] for _place, texts in catalogues.phrases())


def is_english(value):
    """A text written on the spot, or made of a sentence in English."""
    if isinstance(value, ast.IfExp):
        return is_english(value.body) or is_english(value.orelse)
    if isinstance(value, ast.BoolOp):
        return any(map(is_english, value.values))
    if isinstance(value, ast.Subscript):
        return is_english(value.value)
    if isinstance(value, ast.Call):
        called = (
            value.func.attr
            if isinstance(value.func, ast.Attribute)
            else getattr(value.func, "id", "")
        )
        return called in {"str", "repr", "ascii", "sentence", "join", "format"}
    return isinstance(value, ast.JoinedStr) or (
        isinstance(value, ast.Constant) and isinstance(value.value, str)
    )


def test_no_problem_of_a_reason_is_written_in_english_alone():
    found = [
        f"{place}:{node.lineno}"
        for place, name, node in calls()
        if name in {"because", "FilledText"}
        for given in node.keywords
        if given.arg == "problem" and is_english(given.value)
    ]
    assert found == []


def test_a_phrase_with_fields_is_filled_by_what_can_show_it():
    filled = {
        id(node.args[0]) for _place, name, node in calls() if name == "FilledText" and node.args
    }
    found = [
        f"{place}:{node.lineno}"
        for place, name, node in calls()
        if name == "P_" and "{" in node.args[0].value and id(node) not in filled
    ]
    assert found == []


def test_a_sentence_is_made_of_a_marked_source():
    found = [
        f"{place}:{node.lineno}"
        for place, name, node in calls()
        if name == "FilledText"
        and node.args
        and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert found == []


def test_the_words_of_others_are_where_they_are_known_to_be():
    found = {place for place, name, _node in calls() if name == "Theirs"}
    assert {place for place in found if not place.startswith(TRAINERS)} == NOT_OURS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_phrase_that_a_page_can_show_is_shown_in_the_readers_language(language):
    phrases = phrases_of_pages()
    assert len(phrases) > 400
    assert "it is of the wrong type" in phrases
    with translation.override(language.replace("_", "-").lower()):
        left = {
            one for one in phrases - SAME if _LETTERS.search(one) and words.translated(one) == one
        }
    assert left == set()


def test_a_plan_that_cannot_be_read_is_shown_without_english():
    with pytest.raises(Exception) as refused:
        read_roster_plan("starts = 3\n[[shift]]\nfrom = 9\n")
    with translation.override("zh-hans"):
        sentences = [reason_words.what(reason) for reason in refused.value.reasons]
    assert any("时区（`time_zone`）" in one for one in sentences)
    assert not [one for one in sentences if re.search(r"[a-z]{2,} [a-z]{2,}", one)]


def test_what_a_library_says_is_marked_as_english_on_a_page_and_escaped():
    problem = FilledText(P_("it is not TOML ({problem})"), problem=Theirs("expected <value>"))
    page = engines["django"].from_string("{% load reader_words %}{{ reason|what }}")
    with translation.override("fr"):
        shown = page.render({"reason": PLAN.because(problem=problem)})
    assert 'TOML (<bdi lang="en">expected &lt;value&gt;</bdi>)' in shown
    assert shown.count("<") == 2


def test_a_field_that_is_data_is_escaped_and_reported_as_it_is():
    code = Code("example-data", "The file {name} has no rows.", "Its author must correct it.")
    page = engines["django"].from_string("{% load reader_words %}{{ reason|what }}")
    assert page.render({"reason": code.because(name="<b>it is empty")}) == (
        "The file &lt;b&gt;it is empty has no rows."
    )


def test_scripts_get_the_problem_in_the_language_that_they_ask_for():
    with translation.override("es"):
        text = reason_document(PLAN.because(problem=P_("waits is no table")))
    assert text["fields"] == {
        "problem": {"text": "waits no es una tabla", "phrase": "waits is no table"}
    }
    assert "waits no es una tabla" in text["what"]


def test_scripts_are_given_what_a_problem_is_made_of_beside_its_text():
    problem = FilledText(P_("{name} is missing"), name="ends")
    with translation.override("es"):
        found = reason_document(PLAN.because(problem=problem))
    assert found["fields"]["problem"] == {
        "text": "falta ends",
        "phrase": "{name} is missing",
        "fields": {"name": "ends"},
    }


def test_scripts_are_given_what_a_node_wrote_down_by_code_and_fields():
    kept = decode(encode(statement_of(Refused(PLAN.because(problem=Theirs("EOF at 3"))))))
    with translation.override("es"):
        found = document({"problem": kept})["problem"]
    (reason,) = found["reasons"]
    assert reason["code"] == PLAN.id
    assert reason["fields"] == {"problem": {"text": "EOF at 3", "theirs": "EOF at 3"}}
    assert found["text"] == f"{reason['what']} {reason['remedy']}"
    assert "EOF at 3" in found["text"]
    assert PLAN.what.format(problem="EOF at 3") not in found["text"]


def test_a_kept_reason_is_shown_with_the_fields_of_its_phrase_in_the_readers_language():
    """The value of a field is data: marked up by nobody, and not translated."""
    problem = FilledText("{name} is missing", name="<b>x</b>")
    kept = decode(encode(statement_of(Refused(PLAN.because(problem=problem)))))
    (reason,) = kept.reasons
    assert isinstance(reason.fields["problem"], FilledText)
    with translation.override("es"):
        assert "falta <b>x</b>" in statement_text(kept)
        assert "falta &lt;b&gt;x&lt;/b&gt;" in shown(kept)


def test_what_others_wrote_is_never_read_as_a_sentence_of_ours():
    kept = Statement(PLAN.because(problem=Theirs("it is empty")))
    with translation.override("ru"):
        assert "it is empty" in statement_text(decode(encode(kept)))
        assert '<bdi lang="en">it is empty</bdi>' in shown(decode(encode(kept)))
