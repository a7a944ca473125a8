# SPDX-License-Identifier: Apache-2.0
"""Readers of messages, tables and objects: what each finds, and what is made to mislead or fill them."""

import csv
import io
import json
import mailbox
import tracemalloc
from contextlib import closing
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzz.targets import TARGETS
from rogatory.evidence.scope.check import READERS
from rogatory.evidence.scope.json_text import LARGEST_OBJECT
from rogatory.evidence.scope.messages import LONGEST_HEAD, read_mailbox, read_message
from rogatory.evidence.scope.objects import read_objects
from rogatory.evidence.scope.tables import LONGEST_LINE, read_table

DATE = b"Date: Thu, 15 Jan 2026 10:00:00 +0100\n"
HEAD = b"From: anna@example.net\nTo: b@example.org\n" + DATE


def _message(data):
    (record,) = read_message(io.BytesIO(data))
    return record


def _texts(record):
    return [one.text for one in record.identifiers]


def _table(text, encoding="utf-8"):
    return list(read_table(io.BytesIO(text.encode(encoding))))


def _objects(data):
    return list(read_objects(io.BytesIO(data if isinstance(data, bytes) else data.encode())))


def test_a_message_states_its_parties_and_its_date():
    record = _message(HEAD + b"Cc: C <c@example.org>\n\nFrom: not@this.one\n")
    assert _texts(record) == ["anna@example.net", "b@example.org", "c@example.org"]
    assert record.complete
    assert record.span.first.isoformat() == "2026-01-15T09:00:00+00:00"
    assert record.category == "content"
    assert not record.problems


@pytest.mark.parametrize("field", [b"Date: Thu, 15 Jan 2026 10:00:00 +0100\n", b"From: anna@example.net\n", b"To: anna@example.net\n"])  # fmt: skip
def test_a_field_that_comes_twice_is_named(field):
    assert "field-repeated" in _message(HEAD + field + b"\n").problems


def test_a_date_hidden_behind_a_bare_return_is_seen():
    record = _message(HEAD.rstrip(b"\n") + b"\rDate: Thu, 15 Jan 2026 10:00:00 +0100\n\n")
    assert "field-repeated" in record.problems


def test_an_address_in_a_displayed_name_is_not_taken():
    name = b"From: =?utf-8?q?=3Canna=40example=2Enet=3E?= <x@y.org>\nTo: b@example.org\n"
    assert _texts(_message(name + DATE + b"\n")) == ["x@y.org", "b@example.org"]
    quoted = b'From: "anna@example.net" <x@y.org>\nTo: b@example.org\n'
    assert "anna@example.net" not in _texts(_message(quoted + DATE + b"\n"))


@pytest.mark.parametrize("to", [b"", b"To: undisclosed-recipients:;\n", b"To: b@example.org, broken\n", b"To: " + b"(" * 9000 + b"\n"])  # fmt: skip
def test_a_message_with_hidden_recipients_may_be_of_others(to):
    record = _message(b"From: x@y.org\n" + to + DATE + b"\n")
    assert not record.complete or record.problems


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"From: a\0b@example.net\n\n", "head-has-nul"),
        (b"X: " + b"x" * (LONGEST_HEAD + 1) + b"\n\n", "head-unreadable"),
        (HEAD.replace(b"Thu, 15 Jan 2026 10:00:00 +0100", b"soon") + b"\n", "time-unreadable"),
        (b"\xff\xfe\0\0" * 10, "head-has-nul"),
    ],
)
def test_a_head_that_cannot_be_read_is_named(data, problem):
    assert problem in _message(data).problems


def test_a_mailbox_has_the_messages_that_python_finds(tmp_path):
    box = mailbox.mbox(tmp_path / "m.mbox")
    for number in range(5):
        message = EmailMessage()
        message["From"], message["To"] = f"a{number}@example.net", "b@example.org"
        message["Date"] = "Thu, 15 Jan 2026 10:00:00 +0100"
        message.set_content("x\n\nFrom the start\n>From y\n" * number)
        box.add(message)
    box.close()
    with (tmp_path / "m.mbox").open("rb") as file:
        found = list(read_mailbox(file))
    with closing(mailbox.mbox(tmp_path / "m.mbox")) as judge:
        assert [_texts(one)[0] for one in found] == [one["From"] for one in judge]
    assert [one.place for one in found] == [f"message {number}" for number in range(1, 6)]


@given(st.lists(st.sampled_from([b"From a\n", b"From: a@b.c\n", b"\n", b"x\n", b"From", b"\r\n", b">From b\n", b" From c\n"])))  # fmt: skip
def test_a_mailbox_has_no_fewer_messages_than_python_finds(tmp_path_factory, lines):
    path = tmp_path_factory.getbasetemp() / "any.mbox"
    path.write_bytes(b"".join(lines))
    found = [one for one in read_mailbox(io.BytesIO(b"".join(lines))) if one.place.startswith("m")]
    with closing(mailbox.mbox(path, create=False)) as judge:
        assert len(found) == len(judge)


def test_bytes_before_the_first_message_are_named():
    found = list(read_mailbox(io.BytesIO(b"hidden\n\nFrom x\n" + HEAD + b"\n")))
    assert [one.place for one in found] == ["before the first message", "message 1"]
    assert found[0].problems


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_by_its_own_delimiter_and_encoding(delimiter, encoding):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(
        [["Caller", "Callee", "Start", "Ort"], ["+431234567", "+439999999", "2026-01-15T10:00:00Z", "Grödig\nx"]]
    )  # fmt: skip
    (record,) = _table(text.getvalue(), encoding)
    assert _texts(record) == ["+431234567", "+439999999"]
    assert record.span.first.isoformat() == "2026-01-15T10:00:00+00:00"
    assert record.category == "traffic"
    assert record.complete


def test_a_row_that_cannot_be_read_is_a_record_of_its_own():
    rows = _table('user_id,ip\na,192.0.2.7\nb\nc,"x"y\nd,1\0\ne,192.0.2.8\n')
    assert [one.problems for one in rows] == [(), *[("row-unreadable",)] * 3, ()]
    assert [one.place for one in rows] == ["row 2", "row 3", "row 4", "row 5", "row 6"]


def test_bytes_that_are_no_text_make_the_row_unreadable():
    start = b"user_id,ip\n" + b"a,192.0.2.7\n" * 10_000
    *good, bad = read_table(io.BytesIO(start + b"\xff,192.0.2.7\n"))
    assert bad.problems == ("row-unreadable",)
    assert not any(one.problems for one in good)
    assert len(good) == 10_000


@pytest.mark.parametrize(
    "head", ["Start,Start,user_id", "user_id,user-id", "start_utc,start,user_id"]
)
def test_columns_that_come_twice_leave_every_row_unchecked(head):
    (record,) = _table(f"{head}\n" + ",".join(["1768471200"] * len(head.split(","))) + "\n")
    assert "field-repeated" in record.problems


def test_a_table_without_known_columns_is_named():
    (record,) = _table("a,b\n1,2\n")
    assert record.problems == ("columns-unknown",)
    assert _table("") == []


def test_a_quote_that_never_ends_takes_neither_memory_nor_the_file():
    data = b'user_id,ip\na,"192.0.2.7\n' + (b"," * 999 + b'""\n') * 20_000
    tracemalloc.start()
    found = list(read_table(io.BytesIO(data)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found
    assert all(one.problems for one in found)
    assert peak < 64 << 20
    long = "user_id,ip\n" + "x" * (LONGEST_LINE + 1)
    assert _table(long)[-1].problems == ("row-too-long",)


def test_a_clock_belongs_to_its_date_and_utc_to_its_column():
    (record,) = _table("user_id,date,time\na,15.01.2026,10:00:00\n")
    assert record.span.first.isoformat() == "2026-01-14T20:00:00+00:00"
    (record,) = _table("user_id,Start (UTC)\na,2026-01-15 10:00:00\n")
    assert record.span.first == record.span.last
    (record,) = _table("user_id,time\na,10:00:00\n")
    assert record.problems == ("time-unreadable",)


def test_a_subscriber_is_of_no_moment_but_a_list_with_times_is_no_subscriber():
    (record,) = _table("email,Registration Date,address\na@b.c,1999-01-01,x\n")
    assert (record.category, record.span, record.problems) == ("subscriber", None, ())
    (record,) = _table("email,address,timestamp\na@b.c,x,1999-01-01\n")
    assert record.category is None
    assert record.span is not None


def test_a_call_with_one_side_may_be_of_another():
    (record,) = _table("caller,callee,start\n+431234567,,2026-01-15\n")
    assert not record.complete
    (record,) = _table("caller,ip,start\n+431234567,192.0.2.8,2026-01-15\n")
    assert not record.complete


OBJECT = {"from": "anna@example.net", "to": ["b@example.org"], "sent": 1768471200, "body": "x"}


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([OBJECT, OBJECT]),
        json.dumps([OBJECT, OBJECT], indent=2),
        f"{json.dumps(OBJECT)}\n{json.dumps(OBJECT)}\n",
        "\ufeff" + json.dumps([OBJECT, OBJECT]),
    ],
)
def test_lists_and_lines_of_objects_are_read(data):
    found = _objects(data)
    assert len(found) == 2
    for one in found:
        assert _texts(one) == ["anna@example.net", "b@example.org"]
        assert (one.category, one.complete, one.problems) == ("content", True, ())
        assert one.span.first.timestamp() == 1768471200


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none(), max_size=4), max_size=30), st.sampled_from([None, 1]))  # fmt: skip
def test_each_object_is_one_record_whatever_is_in_it(objects, indent):
    assert len(_objects(json.dumps(objects, indent=indent))) == len(objects)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("[" * 200_000, "nested-too-deep"),
        ('[{"a":' * 100_000, "nested-too-deep"),
        ('[{"from":"' + "x" * (LARGEST_OBJECT * 2), "object-too-large"),
        (b'[{"from":"\xff"}]', "encoding"),
        ('[{"from":"a"} {"from":"b"}]', "not-json"),
        ('[{"from":"a"}', "not-json"),
        ('[{"from":"a"}] x', "not-json"),
        ('[{"from":NaN}]', "not-json"),
        ("[1]", "not-an-object"),
        ('[{"sent":{"a":1}}]', "field-unreadable"),
        ('[{"from":"a\\u0000b"}]', "field-unreadable"),
        ('[{"from":"a","from":"b"}]', "field-repeated"),
        ('[{"sent":1,"SENT":2}]', "field-repeated"),
    ],
)
def test_what_cannot_be_read_of_objects_is_named(data, problem):
    assert problem in _objects(data)[-1].problems


def test_a_long_list_takes_no_more_memory_than_an_object():
    data = b"[" + b",".join([json.dumps(OBJECT).encode()] * 50_000) + b"]"
    tracemalloc.start()
    count = sum(1 for _ in read_objects(io.BytesIO(data)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 50_000
    assert peak < 8 << 20


def test_every_reader_is_fuzzed():
    fuzzed = {read for ending, read in READERS.items() if f"scope-{ending[1:]}" in TARGETS}
    assert fuzzed == set(READERS.values())


CALLS = "Call records;;;\nSubscriber;+431234567;;\n;;;\nA Number;B Number;Call Start;Duration\n+431234567;+436641112223;15 Jan 2026 10:00:00 CET;12\n"


def test_titles_before_the_columns_of_a_list_of_calls_are_left_out():
    (record,) = _table(CALLS)
    assert record.place == "row 5"
    assert _texts(record) == ["+431234567", "+436641112223"]
    assert record.complete
    assert (record.span.last - record.span.first).total_seconds() == 26 * 3600


@pytest.mark.parametrize("line", ["a;b;c;d", "x" * 200 + ";;;"])
def test_rows_before_the_columns_are_named(line):
    found = _table(f"{line}\n{CALLS}")
    assert found[0].problems == ("text-before-columns",)
    assert len(found) == 2


def test_a_number_to_which_a_call_was_forwarded_is_no_side_of_it():
    (record,) = _table("a_number,c_number,call_start\n+431234567,+439999999,2026-01-15\n")
    assert not record.complete


def test_marks_of_items_are_read_with_the_names_of_their_fields():
    (record,) = _table("user_id,message_id,time\na,m1,2026-01-15\n")
    assert [(one.name, one.value) for one in record.items] == [("message_id", "m1")]
    record = _message(HEAD + b"Message-ID: <1@example.net>\n\n")
    assert [(one.name, one.value) for one in record.items] == [("message_id", "<1@example.net>")]
