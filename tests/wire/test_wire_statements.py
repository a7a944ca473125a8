# SPDX-License-Identifier: Apache-2.0
"""Statements as a node writes them down: codes and fields, bounded, and read again whole."""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rogatory
from rogatory.errors import PROBLEM, Code, Reason, Refused, printed_reasons
from rogatory.wire import refusals
from rogatory.wire.known_codes import MODULES, code_of, modules_of_codes
from rogatory.wire.statements import CUT, LONGEST_STATEMENT, decode, encode
from rogatory.wire.words import (
    P_,
    FilledText,
    OwnWords,
    Statement,
    TextsInTurn,
    Theirs,
    problem_of,
    statement_of,
)


def _all_codes():
    """Every code of the program, as the table of codes has them."""
    found = {}
    for path in modules_of_codes():
        place = path.relative_to(PACKAGE).with_suffix("")
        module = importlib.import_module(".".join(("rogatory", *place.parts)))
        found |= {one.id: one for one in vars(module).values() if isinstance(one, Code)}
    return sorted(found.values(), key=lambda code: code.id)


PACKAGE = Path(rogatory.__file__).parent
CODES = _all_codes()
EXAMPLES = 2
"""Of each group: some hundred groups."""
GROUPS = [CODES[start : start + 12] for start in range(0, len(CODES), 12)]

TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
FLAT = st.one_of(
    TEXTS,
    st.integers(-(2**53) + 1, 2**53 - 1),
    TEXTS.map(Theirs),
    st.builds(OwnWords, TEXTS, st.sampled_from(["und", "fr", "zh-Hans"])),
)
PHRASES = st.one_of(
    st.just(P_("it is empty")),
    st.builds(lambda name: FilledText(P_("{name} is missing"), name=name), TEXTS),
)


def _names(code):
    templates = (code.what, code.remedy)
    return sorted({name for text in templates for _, name, _, _ in Formatter().parse(text) if name})


@st.composite
def reasons(draw, code, depth=1):
    names = [name for name in _names(code) if name != PROBLEM]
    fields = {name: draw(FLAT) for name in names}
    inner = [PHRASES, TEXTS.map(Theirs)]
    if depth:
        other = st.sampled_from(CODES).flatmap(lambda one: reasons(one, depth - 1))
        inner += [
            st.lists(other, min_size=1, max_size=2).map(Statement),
            st.lists(other, min_size=1, max_size=2).map(lambda found: problem_of(Refused(found))),
            st.lists(PHRASES, min_size=1, max_size=3).map(TextsInTurn.of),
        ]
    if PROBLEM in _names(code):
        fields[PROBLEM] = draw(st.one_of(inner))
    return Reason(code, fields)


def _as_stored(value):
    return json.loads(encode(value))


@pytest.mark.parametrize("codes", GROUPS, ids=lambda codes: codes[0].id)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_each_code_is_read_again_with_its_fields(codes, data):
    for code in codes:
        statement = Statement(data.draw(reasons(code)))
        result = decode(encode(statement))
        assert result.codes == (code.id,)
        assert _as_stored(result) == _as_stored(statement)
        assert result == decode(encode(result))
        assert result.reasons[0].fields.keys() == statement.reasons[0].fields.keys()


def _long(count, length):
    code = refusals.NOT_JSON
    return Refused(
        code.because(problem=Theirs(f"{number}: " + "x" * length)) for number in range(count)
    )


@pytest.mark.parametrize(("count", "length"), [(3, 5000), (12, 900), (40, 200)])
def test_an_error_of_many_reasons_and_thousands_of_characters_reads_back_every_reason(
    count, length
):
    error = _long(count, length)
    text = encode(statement_of(error))
    result = decode(text)
    assert len(str(error)) > LONGEST_STATEMENT >= len(text)
    assert result.codes == error.codes
    for number, reason in enumerate(result.reasons):
        problem = reason.fields[PROBLEM]
        assert problem.startswith(f"{number}: ")
        assert problem.endswith(CUT)
    assert "The document is not JSON: 0: xxx" in result


def test_more_reasons_than_can_be_kept_leave_each_of_their_codes_at_every_depth():
    inner = Statement(code.because(dict.fromkeys(_names(code), "x" * 99)) for code in CODES)
    outer = Statement(refusals.NOT_JSON.because(problem=inner))
    result = decode(encode(outer))
    assert result.codes == outer.codes
    assert result.reasons[0].fields[PROBLEM].codes == inner.codes
    assert CUT in result


def test_a_flood_of_one_reason_is_bounded():
    assert len(encode(statement_of(_long(10_000, 10)))) < LONGEST_STATEMENT


def test_each_code_of_the_tables_is_known_to_a_process_that_ran_nothing_of_it():
    names = [code.id for code in CODES]
    program = (
        "import json, sys; from rogatory.wire.statements import decode\n"
        "sys.stdout.write(json.dumps([decode(json.dumps([{'code': one, 'fields': {}}],"
        " separators=(',', ':'))).codes[0] for one in json.load(sys.stdin)]))"
    )
    found = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(names),
        capture_output=True,
        check=True,
        text=True,
    )
    assert json.loads(found.stdout) == names


def test_codes_are_defined_in_the_modules_that_are_looked_through():
    assert len(modules_of_codes()) > 50
    assert MODULES == ("*refusals.py", "*_codes.py")


def test_a_changed_wording_changes_what_was_written_down_before():
    text = encode(Statement(refusals.TOO_LARGE.because(size=9, limit=5)))
    assert "bytes" not in text
    assert "The document has 9 bytes; at most 5 are read." in decode(text)


def test_a_field_that_was_left_out_is_shown_as_such():
    reread = decode('[{"code":"json-too-large","fields":{"size":9}}]')
    assert "The document has 9 bytes; at most … are read." in reread


def test_a_code_of_another_version_is_named_and_its_fields_with_it():
    result = decode('[{"code":"of-tomorrow","fields":{"state":"XB"}}]')
    assert result.codes == (refusals.CODE_OF_OTHER_VERSION.id,)
    assert "of-tomorrow" in result
    assert '{"state":"XB"}' in result
    assert code_of("of-tomorrow") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not JSON",
        "{}",
        "[]",
        "[1]",
        '[{"code":"json-too-large"}]',
        '[{"code":"json-not-utf8","fields":{"x":[]}}]',
        '[{"code":"json-not-utf8","fields":{"x":{}}}]',
        '[{"code":"json-malformed","fields":{"problem":{"phrase":"{a.b}","fields":{}}}}]',
        '[{"code":"json-malformed","fields":{"problem":{"phrase":"{0}","fields":{}}}}]',
        '[{"code": "json-not-utf8", "fields": {}}]',
        "[json-not-utf8] The document is not UTF-8 text.",
        "\ud800",
    ],
)
def test_what_is_no_statement_is_shown_as_it_is(text):
    result = decode(text)
    assert isinstance(result, Statement)
    if '"0"' not in text and "{0}" not in text:
        assert result.codes == (refusals.OLDER_TEXT.id,)
        assert result.reasons[0].fields["text"] == text


@given(st.text(max_size=60))
def test_no_text_is_too_strange_to_be_written_down(text):
    """A file's name may hold what is no character; a library may repeat it."""
    statement = Statement(refusals.NOT_JSON.because(problem=Theirs(text)))
    assert decode(encode(statement)).codes == ("json-malformed",)


def test_a_person_s_words_keep_their_language():
    statement = Statement(refusals.OLDER_TEXT.because(text=OwnWords("c'est perdu", "fr")))
    (reason,) = decode(encode(statement)).reasons
    assert reason.fields["text"].language == "fr"


def test_a_statement_prints_as_its_error_does():
    error = _long(2, 3)
    assert statement_of(error) == str(error) == printed_reasons(error.reasons)
    assert decode(encode(statement_of(error))) == str(error)


def test_a_code_without_a_remedy_ends_with_what_it_says():
    assert refusals.OLDER_TEXT.because(text="x").sentence() == "An earlier version wrote down: x"
