# SPDX-License-Identifier: Apache-2.0
"""Archives in JSON: records in objects in objects, whose accounts are around them, and what belongs to none."""

import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzz.targets import AUTHORISED
from rogatory.evidence.scope import json_text
from rogatory.evidence.scope.authorised import parse_authorised
from rogatory.evidence.scope.json_text import DEEPEST, LARGEST_OBJECT
from rogatory.evidence.scope.judging import ScopeState, judge
from rogatory.evidence.scope.objects import read_objects, read_script

ONE_MAILBOX = json.loads(AUTHORISED) | {
    "accounts": [{"kind": "email", "value": "anna@example.net"}],
    "categories": ["content", "subscriber", "traffic"],
}
SCOPE = parse_authorised(json.dumps(ONE_MAILBOX).encode())
WITHIN, OUTSIDE, OPEN = ScopeState.WITHIN, ScopeState.OUTSIDE, ScopeState.NOT_CHECKED
ANNA = {"email": "anna@example.net"}
IN, BEFORE = "2026-01-15T10:00:00Z", "2025-01-15T10:00:00Z"


def _judged(value, read=read_objects):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return [(one.place, judge(one, SCOPE)) for one in read(io.BytesIO(data))]


def _states(value, read=read_objects):
    return {place: verdict.state for place, verdict in _judged(value, read)}


def _codes(value, place):
    return [code for code, _ in dict(_judged(value))[place].reasons]


def _message(sender, to="b@example.org", at=IN, **more):
    return {"from": sender, "to": to, "sentAt": at, "text": "x"} | more


def test_records_below_lists_and_objects_are_judged_one_by_one():
    value = {"data": {"inbox": [_message("anna@example.net"), _message("c@example.org")],
                      "sent": {"2025": [_message("anna@example.net", at=BEFORE)]}}}  # fmt: skip
    assert _states(value) == {
        "object 1/data/inbox/1": WITHIN,
        "object 1/data/inbox/2": OUTSIDE,
        "object 1/data/sent/2025/1": OUTSIDE,
    }


def test_what_names_no_account_is_of_the_account_around_it():
    value = {"account": ANNA | {"createdAt": "2012-01-01"}, "logins": [{"ip": "192.0.2.1", "loginTime": IN}]}  # fmt: skip
    assert _states(value) == {"object 1/account": WITHIN, "object 1/logins/1": WITHIN}
    value["account"] = {"email": "zed@example.org"}
    assert _states(value) == {"object 1/account": OUTSIDE, "object 1/logins/1": OUTSIDE}


def test_another_account_in_an_archive_is_neither_within_nor_outside():
    value = ANNA | {"linked": [{"email": "zed@example.org", "messages": [{"text": "x", "time": IN}]}]}  # fmt: skip
    assert _states(value) == {"object 1/linked/1/messages/1": OUTSIDE}
    value = ANNA | {"messages": [{"user": "zed@example.org", "text": "x", "time": IN}]}
    assert _codes(value, "object 1/messages/1") == ["account-undecided"]


def test_a_record_of_the_account_in_an_archive_of_another_is_not_within():
    value = {"email": "zed@example.org", "messages": [_message("anna@example.net")]}
    assert _codes(value, "object 1/messages/1") == ["account-within-other"]


def test_a_mention_makes_no_record_that_of_the_mentioned():
    post = {"email": "zed@example.org", "time": IN, "text": "x", "tags": [ANNA]}
    assert _codes([post], "object 1") == ["account-undecided"]
    post["tags"] = [{"email": "c@example.org"}]
    assert _states([post]) == {"object 1": OUTSIDE}


def test_parties_may_be_objects_of_their_own():
    message = _message(ANNA | {"name": "Anna"}, to=[{"email": "b@example.org"}])
    assert _states([message]) == {"object 1": WITHIN}
    message["from"] = {"email": "anna@example.net", "time": BEFORE}
    assert _codes([message], "object 1") == ["field-unreadable", "account-undecided"]


def test_content_below_a_record_of_traffic_is_seen():
    call = ANNA | {"call_start": IN, "duration": 3, "extra": {"deeper": {"body": "x"}}}
    (record,) = read_objects(io.BytesIO(json.dumps(call).encode()))
    assert record.category is None


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"title": "Chat", "version": 2, "flag": True, "export": {"by": "us"}}, None),
        ({"note": "x" * 200}, ["text-outside-records"]),
        ({"notes": [{"c": "tomorrow at five"}]}, ["text-outside-records"]),
        ({"notes": [["tomorrow", {"c": 1}]]}, ["text-outside-records"]),
        ({"settings": {"text": "x"}}, ["text-outside-records"]),
        ({"timestamp": BEFORE}, ["time-of-container"]),
        ({"sent": {"a": 1}}, ["field-unreadable"]),
        ({"sent": [_message("d@example.org")]}, None),
        ({"title": "a", "Title": "b"}, ["field-repeated"]),
    ],
)
def test_what_an_object_has_besides_its_records_is_judged_by_nobody_and_says_so(more, codes):
    value = {"messages": [_message("c@example.org")]} | more
    found = dict(_judged(value))
    around = found.pop("object 1, around its records", None)
    assert {one.state for one in found.values()} == {OUTSIDE}
    assert (around and [code for code, _ in around.reasons][: len(codes)]) == codes
    assert around is None or around.state is OPEN


def test_many_short_labels_are_a_text():
    value = {"messages": [_message("c@example.org")]} | {f"n{n}": "a word" for n in range(1000)}
    assert "text-outside-records" in _codes(value, "object 1, around its records")


def test_of_an_object_with_many_accounts_nobody_knows_whose_its_records_are():
    crowd = [f"u{number}@example.org" for number in range(30)]
    value = {"participants": crowd, "messages": [{"text": "x", "time": IN}]}
    assert _codes(value, "object 1/messages/1") == ["account-undecided"]


def test_an_archive_larger_than_what_is_read_whole_is_judged_alike(monkeypatch):
    monkeypatch.setattr(json_text, "LARGEST_OBJECT", 1 << 16)
    messages = [_message("anna@example.net" if n % 2 else "c@example.org") for n in range(2_500)]
    value = {"account": ANNA, "data": {"inbox": messages, "rest": {"a": 1}}}
    data = json.dumps(value).encode()
    assert len(data) > 2 * json_text.LARGEST_OBJECT
    tracemalloc.start()
    states = [verdict.state for _, verdict in _judged(data)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert states.count(WITHIN) == 1_251
    assert states.count(OPEN) == 1_250
    assert peak < 8 << 20


@pytest.mark.parametrize("depth", [DEEPEST + 1, 500])
def test_what_is_nested_too_deep_is_named(depth):
    value = _message("anna@example.net")
    for _ in range(depth):
        value = {"a": value}
    (found,) = _judged(value)
    assert found[1].state is OPEN
    assert "nested-too-deep" in [code for code, _ in found[1].reasons]


def test_a_large_value_nested_too_deep_ends_the_reading_with_its_reason():
    value = b'{"a":' * (DEEPEST + 2) + b'"' + b"x" * LARGEST_OBJECT
    assert _judged(value)[-1][1].reasons[0][0] in {"nested-too-deep", "object-too-large"}


@given(st.recursive(st.none() | st.booleans() | st.text(max_size=3) | st.integers(0, 9), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["email", "from", "to", "time", "text", "user", "a"]), inner, max_size=4), max_leaves=20))  # fmt: skip
def test_anything_is_read_and_never_without_a_record(value):
    found = _judged(value)
    assert found or value == []
    assert not any(verdict.state is WITHIN for _, verdict in found)


def test_a_script_that_is_one_value_is_read():
    value = json.dumps([{"message": _message("anna@example.net")}]).encode()
    assert _states(b"window.YTD.messages.part0 = " + value + b";\n", read_script) == {
        "object 1/message": WITHIN
    }
    for data in (b"alert(1)", value, b"x = 3", b"x = [] ; y()", b"\xff\xfe", b""):
        assert not any(one is not OPEN for one in _states(data, read_script).values())
    assert _states(b"alert(1)", read_script) == {"object 1": OPEN}
