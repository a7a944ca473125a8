# SPDX-License-Identifier: Apache-2.0
"""Canonical JSON: one form, and nothing else is read."""

import json
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.errors import Refused
from rogatory.wire.canonical import (
    DEEPEST_NESTING,
    LARGEST_INTEGER,
    MOST_ELEMENTS,
    decode,
    decode_object,
    encode,
    parse,
    refuse_unreadable,
)

VECTORS = Path(__file__).parent.parent / "vectors" / "wire"

texts = st.text().map(lambda text: unicodedata.normalize("NFC", text))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | texts,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(texts, children, max_size=4),
    max_leaves=20,
)


@given(values)
def test_what_is_written_is_read_back(value):
    assert decode(encode(value)) == value


def codes_of(refused_by, *given, **limits):
    try:
        refused_by(*given, **limits)
    except Refused as refused:
        return refused.codes
    return ()


@given(values, st.integers(0, 60), st.integers(0, 12))
def test_what_is_written_is_refused_without_reading_exactly_where_reading_refuses_it(
    value, limit, elements
):
    data, limits = encode(value), {"limit": limit, "elements": elements}
    assert codes_of(refuse_unreadable, data, **limits) == codes_of(decode, data, **limits)


@given(values)
def test_the_order_of_writing_makes_no_difference(value):
    assert encode(json.loads(json.dumps(value))) == encode(value)


@given(values, st.data())
def test_any_other_spelling_of_the_same_value_is_refused(value, data):
    spelled = json.dumps(
        value, indent=data.draw(st.sampled_from([1, 2])), ensure_ascii=True
    ).encode()
    if spelled != encode(value):
        with pytest.raises(Refused):
            decode(spelled)


@given(st.binary(max_size=64))
def test_foreign_bytes_are_refused_or_canonical(data):
    try:
        value = decode(data)
    except Refused:
        return
    assert encode(value) == data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a":1,"a":2}', "json-duplicate-name"),
        (b'{"b":1,"a":2}', "json-not-canonical"),
        (b'{"a":1.0}', "json-number"),
        (b"1e2", "json-number"),
        (b"-0", "json-not-canonical"),
        (b"NaN", "json-number"),
        (b"Infinity", "json-number"),
        (b"9007199254740992", "json-number"),
        (b"9" * 4000, "json-number"),
        (b'"\\ud800"', "json-surrogate"),
        ('"e\u0301"'.encode(), "json-not-nfc"),
        (b'"\xff"', "json-not-utf8"),
        (b"\xef\xbb\xbf{}", "json-malformed"),
        (b"{} ", "json-not-canonical"),
        (b"{", "json-malformed"),
        (b"", "json-malformed"),
        (b"[" * 2000, "json-too-deep"),
        (b'{"a":"' + b"[" * 100, "json-malformed"),
    ],
)
def test_each_other_form_is_refused_by_its_code(data, code):
    with pytest.raises(Refused) as refusal:
        decode(data)
    assert refusal.value.codes == (code,)


@pytest.mark.parametrize("innermost", [[], [1], {"a": "text"}])
def test_nesting_ends_at_the_limit_when_writing_too(innermost):
    """The items of the innermost of 32 arrays and objects make no further level."""
    value = innermost
    for _ in range(DEEPEST_NESTING - 1):
        value = [value]
    assert decode(encode(value)) == value
    with pytest.raises(Refused) as refusal:
        encode([value])
    assert refusal.value.codes == ("json-too-deep",)


@pytest.mark.parametrize(
    "made",
    [
        lambda count: [0] * count,
        lambda count: {f"{number:06}": 0 for number in range(count)},
        lambda count: [[] for _ in range(count)],
        lambda count: [[0]] * (count // 2) + [0] * (count % 2),
        lambda count: [{"a": "[,{,"}] * (count // 2) + [",,"] * (count % 2),
    ],
)
def test_elements_are_counted_at_any_depth_and_what_is_in_a_text_is_none(made):
    value = made(MOST_ELEMENTS)
    assert decode(encode(value)) == value
    with pytest.raises(Refused) as refusal:
        decode(encode(made(MOST_ELEMENTS + 1)))
    assert refusal.value.codes == ("json-too-many",)
    assert str(MOST_ELEMENTS + 1) in str(refusal.value)


def test_white_space_in_an_empty_object_is_no_element():
    assert parse(b"[ { } , [\n] ]", elements=2) == [{}, []]
    with pytest.raises(Refused) as refusal:
        parse(b"[ { } , [\n] ]", elements=1)
    assert refusal.value.codes == ("json-too-many",)


@pytest.mark.parametrize("data", [b"[" + b" " * 10**6, b'"' * 10**6, b'[",' * 10**5, b"\\" * 10**6])
def test_counting_takes_no_longer_than_the_text_is_long(data):
    begun = time.process_time()
    with pytest.raises(Refused):
        parse(data, elements=1)
    assert time.process_time() - begun < 2


def test_a_document_over_the_limit_is_not_parsed():
    with pytest.raises(Refused) as refusal:
        decode(b"[" * 100, limit=99)
    assert refusal.value.codes == ("json-too-large",)


def test_an_object_is_asked_for():
    assert decode_object(b"{}") == {}
    with pytest.raises(Refused):
        decode_object(b"[]")


def test_names_are_ordered_by_utf16_code_units():
    # U+1F600 begins with the surrogate D83D, before U+FFE6, although its code point is higher.
    assert encode({"\uffe6": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\uffe6":1}'.encode()


@pytest.mark.parametrize("folder", ["input"])
def test_the_public_vectors_of_rfc_8785_that_lie_within_our_subset(corpora, folder):
    for file in sorted((corpora / "jcs" / folder).glob("*.json")):
        source = json.loads(file.read_text())
        expected = (corpora / "jcs" / "output" / file.name).read_bytes()
        try:
            written = encode(source)
        except (Refused, TypeError) as refusal:
            assert isinstance(refusal, TypeError) or set(refusal.codes) <= {
                "json-number",
                "json-not-nfc",
            }
            continue
        assert written == expected, file.name


@pytest.mark.parametrize("file", sorted(VECTORS.glob("*.json")), ids=lambda file: file.stem)
def test_own_vectors(file):
    vector = json.loads(file.read_text())
    data = bytes.fromhex(vector["bytes"])
    if vector["expect"] == "value":
        assert decode(data) == vector["value"]
        assert encode(vector["value"]) == data
    else:
        with pytest.raises(Refused) as refusal:
            decode(data)
        assert refusal.value.codes == (vector["expect"],)
