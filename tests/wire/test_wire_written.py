# SPDX-License-Identifier: Apache-2.0
"""Files that people write: nothing in them is understood in two ways, and nothing in them hurts."""

import pytest

from rogatory.directory.draft.card_text import read_card_text
from rogatory.errors import Refused
from rogatory.node.duty.plan_file import read_roster_plan
from rogatory.treaty.data_files import document
from rogatory.wire.foreign_files import parse_object, read_object, read_toml
from rogatory.wire.moments import parse_moment

BAD_JSON = {
    "decimal": (b'{"a": 1.5}', "not an integer"),
    "exponent": (b'{"a": 1e3}', "not an integer"),
    "NaN": (b'{"a": NaN}', "not an integer"),
    "Infinity": (b'{"a": -Infinity}', "not an integer"),
    "a large number": (b'{"a": ' + b"9" * 5000 + b"}", "not an integer"),
    "a name twice": (b'{"a": 1, "a": 2}', "twice"),
    "a name twice within": (b'{"b": [{"a": 1, "a": 1}]}', "twice"),
    "deep lists": (b'{"a": ' + b"[" * 100_000, "deeper"),
    "deep objects": (b'{"a":' * 100_000, "deeper"),
    "half a character": (b'{"a": "\\ud800"}', "surrogate"),
    "another Unicode form": ('{"a": "e\u0301"}'.encode(), "normal form"),
    "Latin-1": (b'{"a": "\xe9"}', "UTF-8"),
    "no object": (b"[1]", "not a JSON object"),
    "nothing": (b"", "not JSON"),
    "more than one": (b"{} {}", "not JSON"),
    "too much": (b'{"a": "' + b"x" * (1 << 20) + b'"}', "bytes"),
}


def test_an_object_is_read_in_any_order_and_with_any_white_space():
    written = '\ufeff{\n  "b" : [1, true, null],\r\n "a": "\u00e9"}'.encode()
    assert read_object(written, "x.json") == {"b": [1, True, None], "a": "\u00e9"}


@pytest.mark.parametrize("what", BAD_JSON)
def test_json_that_can_be_understood_in_two_ways_is_refused_by_name(what):
    data, problem = BAD_JSON[what]
    with pytest.raises(Refused) as caught:
        read_object(data, "my.json")
    assert caught.value.codes == ("json-file",)
    assert "my.json" in str(caught.value)
    assert problem in str(caught.value)
    with pytest.raises(ValueError):
        parse_object(data)


BAD_TOML = {
    "deep lists": "a = " + "[" * 100_000,
    "deep tables": "a = " + "{b = " * 20_000,
    "a dotted name": "a" + ".b" * 50_000 + " = 1",
    "a dotted name within": "x = {a" + ".b" * 50_000 + " = 1}",
    "a dotted table": "[a" + '."b"' * 50_000 + "]",
    "a large number": "a = " + "9" * 5000,
    "a name twice": "a = 1\na = 2",
}


@pytest.mark.parametrize("what", BAD_TOML)
def test_toml_that_would_fill_memory_is_refused_at_once(what):
    with pytest.raises(ValueError):
        read_toml(BAD_TOML[what])
    with pytest.raises(Refused):
        read_roster_plan(BAD_TOML[what])
    with pytest.raises(Refused):
        read_card_text(BAD_TOML[what], "XB", salt="0" * 32, at=parse_moment("2026-11-24T03:00:00Z"))


def test_dots_in_texts_and_remarks_are_no_names():
    dots = "." * 500
    text = f"# {dots}\na = \"{dots}\"\nb = '{dots}'\nc = \"\"\"\n{dots}\"\"\"\nd = '''{dots}'''\n"
    assert read_toml(text) == {"a": dots, "b": dots, "c": dots, "d": dots}


def test_a_name_twice_in_a_file_of_the_law_is_refused():
    head = b"version: 1\nas_of: 2026-01-01\n"
    assert document(head + b"rows: {a: &x {b: 1}, c: *x}\n", "f.yaml")["rows"] == {
        "a": {"b": 1},
        "c": {"b": 1},
    }
    for twice in (b"version: 1\n", b"rows: {a: 1, b: 2, a: 3}\n"):
        with pytest.raises(Refused, match="twice"):
            document(head + twice, "f.yaml")
