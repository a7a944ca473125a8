# SPDX-License-Identifier: Apache-2.0
"""The reader of fields: what fits is read, all that does not is noted with its place, and nothing else."""

import base64
import re
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.errors import Code, Refused
from rogatory.wire.digests import parse_digest
from rogatory.wire.fields import Fields, Habits, Kind, read_document
from rogatory.wire.forms import (
    Base64,
    ByName,
    Custom,
    Exactly,
    First,
    Flag,
    Integer,
    ListOf,
    Matching,
    Nullable,
    OneOf,
    Parsed,
    Record,
    Text,
    Whole,
)

NOT_ALIKE = Code("test-not-alike", "{first} is not {second}.", "Nobody must do anything.")


@dataclass(frozen=True)
class Part:
    name: str
    size: int


@dataclass(frozen=True)
class Document:
    title: str
    kind: str
    level: str
    count: int
    is_last: bool
    digest: str
    data: bytes
    parts: tuple[Part, ...]
    limits: dict[str, int]
    note: str | None
    reference: str | None


WORD = Matching(re.compile("[a-z]+"), "abc", longest=9)
LEVELS = ("low", "high")


def _part(of: Fields) -> Part:
    return Part(of.read("name", WORD), of.read("size", Integer(0, 99)))


def _whole(of: Fields) -> Document:
    of.read("version", Exactly(1))
    return Document(
        title=of.read("title", Text(20, str.isprintable)),
        kind=of.read("kind", WORD),
        level=of.read("level", OneOf(LEVELS)),
        count=of.read("count", Integer(1, 1000)),
        is_last=of.read("is_last", Flag()),
        digest=of.read("digest", Parsed(parse_digest, "")),
        data=of.read("data", Base64()),
        parts=of.read("parts", ListOf(Record(_part), least=1, most=5, distinct=True)),
        limits=dict(of.read("limits", ByName(Integer(0, 9), WORD))),
        note=of.read("note", Nullable(Text(20))),
        reference=of.optional("reference", WORD, None),
    )


words = st.from_regex(r"[a-z]{1,9}", fullmatch=True)
parts = st.fixed_dictionaries({"name": words, "size": st.integers(0, 99)})
documents = st.fixed_dictionaries(
    {
        "version": st.just(1),
        "title": st.text("abc XYZ", min_size=1, max_size=20),
        "kind": words,
        "level": st.sampled_from(LEVELS),
        "count": st.integers(1, 1000),
        "is_last": st.booleans(),
        "digest": st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
        "data": st.binary(min_size=1, max_size=9).map(lambda data: base64.b64encode(data).decode()),
        "parts": st.lists(parts, min_size=1, max_size=5, unique_by=repr),
        "limits": st.dictionaries(words, st.integers(0, 9), max_size=3),
        "note": st.none() | words,
    },
    optional={"reference": words},
)
WRONG = {
    "version": [True, 2, "1"],
    "title": ["", "x" * 21, "a\nb", 1, None],
    "kind": ["", "A", "abc\n", "a" * 10, [], None],
    "level": ["", "LOW", 1, [], None],
    "count": [0, 1001, True, "1", None],
    "is_last": [0, 1, "true", None],
    "digest": ["ab", "AB" * 32, 1, None],
    "data": ["", "YQ", "YQ=", "YR==", "é", 1],
    "parts": [[], {}, "x", [{"name": "a", "size": 1}] * 6, None],
    "limits": [[], {"A": 1}, {"a": 10}, 1],
    "note": ["", "x" * 21, 1],
    "reference": ["", "A", None, 1],
}
"""For each field, values each of which is wrong in one way."""

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(documents)
def test_a_document_in_its_form_is_read_without_a_fault(document):
    found, faults = read_document(document, _whole)
    assert faults == []
    assert found.title == document["title"]
    assert base64.b64encode(found.data).decode() == document["data"]
    assert [(one.name, one.size) for one in found.parts] == [
        (one["name"], one["size"]) for one in document["parts"]
    ]
    assert found.reference == document.get("reference")


@given(documents, st.data())
def test_every_wrong_field_is_noted_and_no_other(document, data):
    wrong = data.draw(st.sets(st.sampled_from(sorted(WRONG))))
    for name in wrong:
        document[name] = data.draw(st.sampled_from(WRONG[name]))
    _, faults = read_document(document, _whole)
    assert {fault.place[0] for fault in faults} == wrong


@given(documents, st.data())
def test_fields_that_are_missing_or_unknown_are_all_noted_before_the_rest(document, data):
    needed = sorted(document.keys() - {"reference"})
    gone = data.draw(st.sets(st.sampled_from(needed), min_size=1))
    more = data.draw(st.sets(st.text(max_size=4), min_size=1))
    more -= document.keys() | {"reference"}
    changed = {name: value for name, value in document.items() if name not in gone}
    changed |= dict.fromkeys(more, 1)
    if "count" in changed:
        changed["count"] = 0
    habits = Habits(first=(Kind.UNKNOWN, Kind.MISSING))
    _, faults = read_document(changed, _whole, habits)
    assert {fault.place[0] for fault in faults if fault.kind is Kind.MISSING} == gone
    assert {fault.place[0] for fault in faults if fault.kind is Kind.UNKNOWN} == more
    kinds = [fault.kind for fault in faults]
    ranks = [2 if kind not in habits.first else habits.first.index(kind) for kind in kinds]
    assert ranks == sorted(ranks)


@given(anything)
def test_whatever_is_given_the_reader_ends_with_faults_or_a_value_of_the_right_types(value):
    found, faults = read_document(value, _whole)
    assert faults  # nothing this small has all the fields
    assert isinstance(found.title, str)
    assert isinstance(found.count, int)
    assert isinstance(found.data, bytes)
    assert isinstance(found.parts, tuple)
    assert isinstance(found.limits, dict)
    assert found.level in LEVELS


@given(documents, anything, st.data())
def test_any_value_in_any_field_is_read_or_noted_at_that_field(document, value, data):
    name = data.draw(st.sampled_from(sorted(WRONG)))
    document[name] = value
    _, faults = read_document(document, _whole)
    assert {fault.place[0] for fault in faults} <= {name}


def test_a_fault_names_the_way_to_the_value():
    document = {"parts": [{"name": "a", "size": 1}, {"name": "B", "size": 100, "x": 1}]}
    _, faults = read_document(document, lambda of: of.read("parts", ListOf(Record(_part))))
    assert {(fault.kind, fault.place, fault.value) for fault in faults} == {
        (Kind.BAD_FORM, ("parts", 1, "name"), "B"),
        (Kind.NOT_INTEGER, ("parts", 1, "size"), 100),
        (Kind.UNKNOWN, ("parts", 1, "x"), 1),
    }


def test_a_value_that_occurs_twice_in_a_list_names_where_it_was_first():
    form = ListOf(WORD, distinct=True)
    _, faults = read_document({"a": ["x", "y", "x"]}, lambda of: of.read("a", form))
    assert [(one.kind, one.place, one.earlier) for one in faults] == [
        (Kind.REPEATED, ("a", 2), ("a", 0))
    ]


def test_true_is_no_number_and_one_is_no_flag():
    _, faults = read_document(
        {"a": True, "b": 1, "c": True},
        lambda of: (
            of.read("a", Integer(0, 2)),
            of.read("b", Flag()),
            of.read("c", Exactly(1)),
        ),
    )
    assert [fault.kind for fault in faults] == [Kind.NOT_INTEGER, Kind.NOT_FLAG, Kind.NOT_ALLOWED]


def test_fields_of_what_is_no_object_are_nowhere_and_not_missing():
    _, faults = read_document({"a": 1}, lambda of: of.read("a", Record(_part)))
    assert [(one.kind, one.place) for one in faults] == [
        (Kind.NOT_OBJECT, ("a",)),
        (Kind.NOWHERE, ("a", "name")),
        (Kind.NOWHERE, ("a", "size")),
    ]


@pytest.mark.parametrize("null_is_absent", [True, False])
def test_null_is_absent_only_where_a_domain_has_it_so(null_is_absent):
    found, faults = read_document(
        {"a": None},
        lambda of: of.optional("a", WORD, "absent"),
        Habits(null_is_absent=null_is_absent),
    )
    assert (found, len(faults)) == (("absent", 0) if null_is_absent else ("", 1))


def test_a_parsers_reasons_and_phrases_are_noted_as_they_are():
    def parse(value):
        raise ValueError("a library's words")

    _, faults = read_document(
        {"a": "x", "b": "y"},
        lambda of: (of.read("a", Parsed(parse_digest)), of.read("b", Parsed(parse))),
    )
    with pytest.raises(Refused) as caught:
        parse_digest("x")
    assert faults[0].reasons == caught.value.reasons
    assert str(faults[1].problem) == "a library's words"


@given(st.lists(st.sampled_from(["a", "B", 1, None]), max_size=6))
def test_a_form_as_a_whole_has_one_fault_and_a_first_one_only_the_first(values):
    wrong = [index for index, value in enumerate(values) if value != "a"]
    for form, places in (
        (ListOf(WORD), [("x", index) for index in wrong]),
        (Whole(ListOf(WORD)), [("x",)] if wrong else []),
        (First(ListOf(WORD)), [("x", index) for index in wrong[:1]]),
    ):
        found, faults = read_document({"x": values}, lambda of, form=form: of.read("x", form))
        assert [fault.place for fault in faults] == places
        assert wrong or found == tuple(values)


def test_what_a_domain_notes_carries_its_code_and_fields():
    def alike(found):
        found.note_code(NOT_ALIKE, first="a", second="b")
        return 0

    _, faults = read_document({"x": 1}, lambda of: of.read("x", Custom(alike, 0)))
    assert faults[0].code is NOT_ALIKE
    assert faults[0].code.because(faults[0].fields).sentence().startswith("a is not b.")
