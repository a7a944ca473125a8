# SPDX-License-Identifier: Apache-2.0
"""A message in plain words: everything it says, in order, and nothing as what it is not."""

import pytest

from casts.requests import bodies
from casts.requests.play import Play
from rogatory.requests.contents import labels
from rogatory.requests.contents.body import schema
from rogatory.requests.contents.plain_words import (
    Heading,
    Term,
    body_lines,
    body_parts,
    envelope_lines,
    pointed,
    render,
)
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire import canonical

VALID = bodies.one_of_each()


def leaves(value):
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def named_in(shape):
    if isinstance(shape, dict):
        yield from shape.get("properties", {})
        yield from (f"={value}" for value in shape.get("enum", []) if isinstance(value, str))
        for inner in shape.values():
            yield from named_in(inner)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_everything_that_a_body_says_is_shown_in_the_order_of_its_schema(kind):
    lines = [line for line in body_lines(kind, VALID[kind]) if not isinstance(line.value, Heading)]
    assert len(lines) == len(list(leaves(VALID[kind])))
    for value in leaves(VALID[kind]):
        shown = labels.VALUES.get(str(value), str(value))
        if not isinstance(value, bool):
            assert any(line.value in {shown, str(value)} for line in lines), value
    tops = [line.label for line in body_lines(kind, VALID[kind]) if line.level == 0]
    keys = [key for key in schema(kind)["properties"] if key in VALID[kind]]
    order = [labels.label(key, kind=kind) for key in keys]
    assert list(dict.fromkeys(tops)) == order


@pytest.mark.parametrize(
    ("kind", "secret"),
    [
        ("preservation", "The request is to be kept secret"),
        ("information_offered", "The offer is to be kept secret"),
        ("spontaneous_information", "The information is to be kept secret"),
    ],
)
def test_what_is_no_request_is_not_called_one(kind, secret):
    shown = {label for label, _, _ in body_lines(kind, VALID[kind])}
    assert [one for one in shown if one.endswith("kept secret")] == [secret]
    if kind != "preservation":
        words = {content.label for content in KINDS[kind].contents}
        assert {one for one in words if "the request" in one} == set()


def test_a_withdrawal_means_a_request_or_an_offer():
    shown = [one.label for one in body_lines("no_longer_required", VALID["no_longer_required"])]
    assert "Request or offer meant" in shown
    assert labels.label("request", kind="status_enquiry") == "Request meant"


def test_the_ends_of_a_time_limit_are_labelled_as_events_and_those_of_a_period_as_moments():
    stated = {
        "id": "hold",
        "days": 60,
        "until": "decision",
        "from": ["received"],
        "article": "42(8)",
    }
    body = VALID["preservation"] | {"terms": [stated]}
    found = {part.place: part.line.label for part in body_parts("preservation", body)}
    assert found["/terms/0/from/0"] == "Counted from"
    assert found["/terms/0/until"] == "Ends with"
    assert labels.label("from", "data.0.period") == "From"
    assert labels.label("terms") == labels.FIELDS["terms"]


@pytest.mark.parametrize("name", [*sorted(KINDS), "definitions"])
def test_every_field_and_every_value_of_a_schema_has_its_words(name):
    for found in named_in(schema(name)):
        words = labels.VALUES if found.startswith("=") else labels.FIELDS
        assert found.removeprefix("=") in words


def test_our_words_are_marked_for_translation_and_the_senders_are_not():
    body = bodies.preservation(facts="traffic")
    lines = {(line.label, line.value): line.value for line in body_lines("preservation", body)}
    assert type(lines["Facts", "traffic"]) is str
    assert isinstance(lines["Category of data", "traffic data"], Term)
    assert isinstance(lines["The user must not be informed", "yes"], Term)


def test_parts_are_one_level_deeper_under_a_heading():
    lines = body_lines("preservation", bodies.preservation())
    start = next(n for n, line in enumerate(lines) if line.label == "Data concerned")
    assert isinstance(lines[start].value, Heading)
    assert (lines[start].value, lines[start].level) == ("1", 0)
    assert [line.level for line in lines[start + 1 : start + 6]] == [1, 1, 1, 1, 2]


def test_an_offence_outside_the_convention_says_so():
    offence = {**bodies.OFFENCE, "convention_article": None}
    lines = body_lines("preservation", bodies.preservation(offence=offence))
    assert any(line[:2] == ("Article of the Convention", "none") for line in lines)


def test_an_unknown_kind_is_shown_as_the_text_received():
    body = {"b": 1, "a": "x"}
    assert body_lines("extradition_enquiry", body) == [(labels.BODY, '{"a":"x","b":1}', 0)]


def test_a_field_that_the_kind_does_not_have_is_not_hidden():
    lines = body_lines("acknowledgement", {**bodies.acknowledgement(), "z": [1]})
    assert lines[-1] == (labels.OTHER_FIELD, "z: [1]", 0)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_body_of_another_shape_is_shown_as_it_is(kind):
    for odd in ("text", 7, [1], {"x": 1}, None):
        body = dict.fromkeys(VALID[kind], odd)
        assert body_lines(kind, body)


def test_the_envelope_names_kind_ends_and_related_threads():
    play = Play()
    related = play.write("XA", "preservation", bodies.preservation()).thread
    message = Play().write("XA", "preservation", bodies.preservation(), related=[related])
    lines = [line[:2] for line in envelope_lines(message)]
    assert ("Kind", "Request to preserve stored data") in lines
    assert ("From the authority", "xa/contact-point") in lines
    assert ("To the authority", "xb/contact-point") in lines
    assert ("Related thread", related) in lines
    assert render(message) == [*envelope_lines(message), *body_lines("preservation", message.body)]


def test_an_unknown_kind_is_named_as_unknown():
    message = Play().write("XA", "extradition_enquiry", {})
    assert envelope_lines(message)[0] == (labels.UNKNOWN_KIND, "extradition_enquiry", 0)


def test_numbers_are_written_out():
    assert canonical.encode(40_000_000).decode() in [
        line.value for line in body_lines("delivery", bodies.delivery())
    ]


def at(value, place):
    """Return the value at a JSON Pointer."""
    for part in place.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value


@pytest.mark.parametrize("kind", sorted(VALID))
def test_each_part_of_a_body_says_where_it_is_and_what_it_is(kind):
    for part in body_parts(kind, VALID[kind]):
        value = at(VALID[kind], part.place)
        assert (part.sort == "group") == isinstance(value, dict)
        if part.sort in {"text", "moment", "date", "code"}:
            assert part.line.value == value


def test_what_a_person_wrote_is_distinguished_from_what_machines_read():
    body = {**bodies.preservation(), "a/b~c": 1}
    sorts = {part.place: part.sort for part in body_parts("preservation", body)}
    assert sorts["/facts"] == sorts["/offence/title"] == "text"
    assert sorts["/legal_basis/instrument"] == "code"
    assert sorts["/data/0/category"] == sorts["/mla_intent"] == "term"
    assert sorts["/offence/maximum_years"] == "number"
    assert sorts["/data/0"] == sorts["/custodian"] == "group"
    assert sorts[f"/{pointed('a/b~c')}"] == "text"
