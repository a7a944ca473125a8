# SPDX-License-Identifier: Apache-2.0
"""Custody events: one form, a closed list of actions, every reason reported."""

import hashlib
from datetime import UTC, datetime
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.custody.events import AT, EVENT, XA, XB, event
from rogatory.custody.events.act_codes import known_act
from rogatory.custody.events.act_text import normative_text
from rogatory.custody.events.event import CustodyAction, build_event, event_digest, parse_event
from rogatory.custody.events.values import LONGEST_REASON, MOST_FIELDS, CustodyAct, OfficerWords
from rogatory.custody.log import tree
from rogatory.custody.log.commitment import commitment, event_leaf, new_salt
from rogatory.errors import Refused
from rogatory.wire import canonical

digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
texts = st.text(
    st.characters(exclude_categories=["C"]), min_size=1, max_size=LONGEST_REASON // 8
).map(lambda text: normalize("NFC", text))
names = st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True)
single = texts | st.integers(0, 2**53 - 1)
values = st.none() | st.booleans() | single | st.lists(single, max_size=3).map(tuple)
events = st.builds(
    event,
    network=st.none() | digests,
    object=digests,
    action=st.sampled_from(CustodyAction),
    authority=st.just(XA),
    officer=st.none() | st.from_regex(r"xa-[0-9]{4,8}", fullmatch=True),
    act=st.builds(CustodyAct, st.just("weighed"), st.dictionaries(names, values, max_size=5)),
    words=st.none()
    | st.builds(OfficerWords, texts, st.sampled_from(["und", "en", "zh-Hans", "ar"])),
    basis=st.none() | digests,
    occurred=st.datetimes(datetime(1971, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC)).map(
        lambda at: at.replace(microsecond=0)
    ),
    previous=st.none() | digests,
)


def codes(data):
    with pytest.raises(Refused) as refused:
        parse_event(data)
    return refused.value.codes


def document(**changes):
    return {**canonical.decode_object(build_event(EVENT)), **changes}


@given(events)
def test_what_is_built_is_read_back(written):
    assert parse_event(build_event(written)) == written


@pytest.mark.parametrize("action", CustodyAction)
def test_every_action_has_a_title_in_plain_words_and_no_two_the_same(action):
    assert action.title[0].isupper()
    assert " " in action.title
    assert [other for other in CustodyAction if other.title == action.title] == [action]


def test_the_list_of_actions_is_the_one_agreed():
    assert {action.value for action in CustodyAction} == {
        "collected",
        "sealed",
        "timestamped",
        "dispatched",
        "received",
        "fetched",
        "verified",
        "opened",
        "extracted",
        "exported",
        "message-sent",
        "message-received",
        "message-refused",
        "message-taken-back",
        "directory-accepted",
        "law-corrected",
        "decided",
        "roster-set",
        "watch-handed-over",
        "epoch-accepted",
        "released",
        "destroyed",
    }


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("network", "AB" * 32, "digest-malformed"),
        ("network", 7, "digest-malformed"),
        ("id", "00000000-0000-4000-8000-000000000000", "identifier-malformed"),
        ("object", None, "digest-malformed"),
        ("action", "stolen", "custody-event-action"),
        ("action", ["opened"], "custody-event-action"),
        ("action", None, "custody-event-action"),
        ("authority", "xa/Central", "authority-name"),
        ("officer", "Anna", "custody-event-officer"),
        ("officer", "xa-٠٠٠٣", "custody-event-officer"),
        ("officer", "xa-123456789", "custody-event-officer"),
        ("officer", "", "custody-event-officer"),
        ("code", "", "custody-event-code"),
        ("code", None, "custody-event-code"),
        ("code", "Opened", "custody-event-code"),
        ("code", "x" * 65, "custody-event-code"),
        ("fields", None, "custody-event-fields"),
        ("fields", ["a"], "custody-event-fields"),
        ("fields", {"A": 1}, "custody-event-fields"),
        ("fields", {"a": -1}, "custody-event-fields"),
        ("fields", {"a": {}}, "custody-event-fields"),
        ("fields", {"a": ""}, "custody-event-fields"),
        ("fields", {"a": ["x", None]}, "custody-event-fields"),
        ("fields", {"a": ["x", True]}, "custody-event-fields"),
        ("fields", {"a": ["x"] * 101}, "custody-event-fields"),
        ("fields", {"a": "seen\u001b[2Jnothing"}, "custody-event-fields"),
        ("fields", {f"f{n}": 1 for n in range(MOST_FIELDS + 1)}, "custody-event-fields"),
        ("words", "seen", "custody-event-words"),
        ("words", {"text": "seen"}, "custody-event-words"),
        ("words", {"text": "seen", "language": None}, "custody-event-words"),
        ("words", {"text": "seen", "language": "EN"}, "custody-event-words"),
        ("words", {"text": "", "language": "en"}, "custody-event-words"),
        ("words", {"text": "x" * (LONGEST_REASON + 1), "language": "en"}, "custody-event-words"),
        ("words", {"text": "file\u202egpj.exe", "language": "en"}, "custody-event-words"),
        ("basis", "34", "digest-malformed"),
        ("occurred", "2026-11-24", "moment-malformed"),
        ("previous", False, "digest-malformed"),
    ],
)
def test_a_field_of_another_form_is_refused_by_name(field, value, code):
    data = canonical.encode(document(**{field: value}))
    assert codes(data) == ("custody-event-field", code)


def test_text_of_several_lines_and_scripts_is_an_officers_words():
    words = OfficerWords("第一行\nسبب آخر \u200f(2)", "ar")
    assert parse_event(build_event(event(words=words))).words == words


FIRST = event(act=None, words=None, reason="Examined: file.bin (SHA-256 " + "12" * 32 + ")")


def test_an_event_of_version_1_is_read_and_its_reason_is_shown_as_it_is():
    data = build_event(FIRST)
    assert canonical.decode_object(data)["version"] == 1
    assert parse_event(data) == FIRST
    assert known_act(FIRST) is None
    assert normative_text(FIRST) == FIRST.reason


@pytest.mark.parametrize("reason", ["", None, "x" * (LONGEST_REASON + 1), "file\u202egpj.exe"])
def test_a_reason_of_version_1_keeps_its_form(reason):
    data = canonical.encode(canonical.decode_object(build_event(FIRST)) | {"reason": reason})
    assert codes(data) == ("custody-event-field", "custody-event-reason")


def test_no_version_has_members_of_the_other():
    first = canonical.decode_object(build_event(FIRST))
    assert codes(canonical.encode(first | {"code": "opened"})) == ("custody-event-field-unknown",)
    assert codes(canonical.encode(document(reason="Why"))) == ("custody-event-field-unknown",)


def test_an_unknown_code_is_read_and_shown_raw():
    """A court's judge may be older than the list: what it does not know it shows, and never refuses."""
    found = parse_event(build_event(event(act=CustodyAct("weighed", {"grams": 7}))))
    assert known_act(found) is None
    assert normative_text(found) == 'weighed {"grams":7} Examination for the case court-17'


def test_an_officer_of_another_state_is_refused():
    data = canonical.encode(document(officer="xb-0003"))
    assert codes(data) == ("custody-event-officer-state",)
    assert parse_event(build_event(event(officer="xb-0003", authority=XB))).officer == "xb-0003"


def test_every_reason_is_reported_at_once():
    wrong = document(object="", action="stolen", surplus=1)
    del wrong["basis"]
    assert codes(canonical.encode(wrong)) == (
        "custody-event-field-missing",
        "custody-event-field-unknown",
        "custody-event-field",
        "custody-event-action",
        "custody-event-field",
        "digest-malformed",
    )


@pytest.mark.parametrize("version", [0, 3, "2", None, True, [2]])
def test_another_version_is_not_guessed_at(version):
    assert codes(canonical.encode(document(version=version))) == ("custody-event-version",)


def test_the_bytes_have_one_form():
    data = build_event(EVENT)
    assert codes(data + b"\n") == ("json-not-canonical",)
    assert codes(b"[]") == ("json-malformed",)
    assert codes(data[:-1]) == ("json-malformed",)
    assert codes(b" " * 20_000) == ("json-too-large",)


def test_what_could_not_be_read_is_not_built():
    with pytest.raises(Refused) as refused:
        build_event(event(object="12", officer="nobody"))
    assert len(refused.value.reasons) == 4
    with pytest.raises(ValueError, match="time zone"):
        build_event(event(occurred=AT.replace(tzinfo=None)))


def test_the_commitment_is_the_salted_digest_of_the_specification():
    data, salt = build_event(EVENT), bytes(range(32))
    expected = hashlib.sha256(b"rogatory/custody/v1\n" + salt + data).digest()
    assert commitment(salt, data) == expected
    assert event_leaf(salt, data) == tree.leaf_hash(expected)
    assert event_digest(data) == hashlib.sha256(data).hexdigest()


def test_a_salt_has_32_bytes():
    assert new_salt(lambda size: b"x" * size) == b"x" * 32
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(b"salt", b"event")


@given(st.binary(min_size=32, max_size=32), events, events)
def test_another_salt_or_event_is_another_commitment(salt, one, other):
    first, second = build_event(one), build_event(other)
    if first != second:
        assert commitment(salt, first) != commitment(salt, second)
    assert commitment(salt, first) != commitment(bytes(b ^ 1 for b in salt), first)
