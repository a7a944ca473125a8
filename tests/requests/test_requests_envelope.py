# SPDX-License-Identifier: Apache-2.0
"""The envelope: one strict form, every reason at once, and two digests."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.requests import bodies
from casts.requests.play import NETWORK, START, THREAD
from rogatory.errors import Refused
from rogatory.requests.envelope import (
    LARGEST_ATTACHMENT,
    LONGEST_CHAIN,
    MOST_ATTACHMENTS,
    MOST_RELATED,
    Attachment,
    Links,
    MessageDraft,
    build_message,
    check_issued,
    content_digest,
    is_old,
    parse_message,
)
from rogatory.wire import canonical
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import Authority, uuid7

ATTACHMENT = {"name": "order.pdf", "media_type": "application/pdf", "size": 9, "sha256": "0" * 64}


def draft(**changes):
    values = {
        "network": NETWORK,
        "kind": "preservation",
        "sender": Authority("XA", "contact-point"),
        "addressee": Authority("XB", "contact-point"),
        "thread": THREAD,
        "language": "en",
        "body": bodies.preservation(),
        "attachments": (Attachment(**ATTACHMENT),),
    }
    return MessageDraft(**{**values, **changes})


def message(**changes):
    return build_message(
        draft(**changes),
        Links(1, None, None),
        message_id=uuid7(START, bytes(10)),
        issued=START,
        related=(uuid7(START, bytes(9) + b"\x01"),),
    )


def fields(**changes):
    found = {**json.loads(message()), **changes}
    return canonical.encode({name: value for name, value in found.items() if value is not ...})


def codes(data):
    with pytest.raises(Refused) as refused:
        parse_message(data)
    return list(refused.value.codes)


def test_what_is_built_reads_back_the_same():
    data = message()
    found = parse_message(data)
    assert found.draft == draft()
    assert found.links == Links(1, None, None)
    assert (found.issued, found.id) == (START, uuid7(START, bytes(10)))
    assert found.digest == sha256(data)


def test_the_content_digest_covers_the_eight_fields_as_the_specification_writes_them():
    found = json.loads(message())
    covered = ("network", "kind", "from", "to", "thread", "language", "body", "attachments")
    expected = sha256(canonical.encode({name: found[name] for name in covered}))
    assert parse_message(message()).content_digest == expected == content_digest(draft())


def test_a_message_that_waited_its_turn_keeps_its_content_digest():
    later = build_message(
        draft(),
        Links(2, sha256(b"previous"), sha256(b"seen")),
        message_id=uuid7(START, bytes(9) + b"\x07"),
        issued=START + timedelta(days=2),
    )
    assert parse_message(later).content_digest == parse_message(message()).content_digest
    assert parse_message(later).digest != parse_message(message()).digest


@pytest.mark.parametrize(
    "changes",
    [
        {"network": sha256(b"another root")},
        {"kind": "status_enquiry"},
        {"sender": Authority("XA", "central-authority")},
        {"addressee": Authority("XB", "central-authority")},
        {"thread": uuid7(START, bytes(9) + b"\x02")},
        {"language": "fr"},
        {"body": bodies.preservation(facts="Other facts.")},
        {"attachments": ()},
    ],
)
def test_a_change_of_what_was_approved_changes_the_content_digest(changes):
    assert content_digest(replace(draft(), **changes)) != content_digest(draft())


def test_every_field_is_demanded():
    for name in json.loads(message()):
        wanted = "message-version" if name == "version" else "message-field-missing"
        assert codes(fields(**{name: ...})) == [wanted], name


def test_a_field_that_no_message_has_is_refused():
    assert codes(fields(priority=1)) == ["message-field-unknown"]


def test_another_version_is_refused_for_that_alone():
    assert codes(fields(version=2, network=0)) == ["message-version"]
    assert codes(fields(version=True)) == ["message-version"]


def test_all_that_is_wrong_is_reported_at_once():
    data = fields(network="x", to="XB/Office", sequence=0, issued="yesterday", extra=1, body=[])
    found = codes(data)
    assert found.count("message-field") == 5
    assert "message-field-unknown" in found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("network", "A" * 64),
        ("id", "not-a-uuid"),
        ("thread", "00000000-0000-4000-8000-000000000000"),
        ("sequence", True),
        ("sequence", "1"),
        ("sequence", LONGEST_CHAIN + 1),
        ("previous", "0" * 63),
        ("seen", 0),
        ("kind", "Preservation"),
        ("kind", "a" * 65),
        ("kind", None),
        ("from", "XA/contact-point"),
        ("to", "xb"),
        ("issued", "2026-11-24T03:00:00+00:00"),
        ("issued", "2026-02-30T03:00:00Z"),
        ("language", "english"),
        ("language", "en\n"),
        ("related", ["x"]),
        ("related", [uuid7(START, bytes(10))] * (MOST_RELATED + 1)),
        ("body", "text"),
        ("attachments", {}),
        ("attachments", [ATTACHMENT] * (MOST_ATTACHMENTS + 1)),
        ("attachments", [{**ATTACHMENT, "size": LARGEST_ATTACHMENT + 1}]),
        ("attachments", [{**ATTACHMENT, "size": True}]),
        ("attachments", [{**ATTACHMENT, "media_type": "pdf"}]),
        ("attachments", [{**ATTACHMENT, "sha256": "x"}]),
        ("attachments", [{**ATTACHMENT, "note": "x"}]),
        ("attachments", ["order.pdf"]),
    ],
)
def test_a_field_in_another_form_is_refused(name, value):
    assert codes(fields(**{name: value})) == ["message-field"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "a/b",
        "a\\b",
        "a\nb",
        "fdp.\u202eexe",
        "x" * 241,
        "é" * 121,
        "con:",
        "a.",
        " a",
    ],
)
def test_an_attachment_name_that_is_no_plain_name_is_refused(name):
    assert codes(fields(attachments=[{**ATTACHMENT, "name": name}])) == ["message-field"]


def test_two_attachments_of_one_name_are_refused():
    assert codes(fields(attachments=[ATTACHMENT, ATTACHMENT])) == ["message-attachment-twice"]


def test_both_ends_of_one_state_are_refused():
    assert codes(fields(to="xa/central-authority")) == ["message-same-state"]


@pytest.mark.parametrize(("sequence", "previous"), [(1, "0" * 64), (2, None)])
def test_a_number_that_disagrees_with_previous_is_refused(sequence, previous):
    assert codes(fields(sequence=sequence, previous=previous)) == ["message-chain"]


def test_bytes_that_are_not_canonical_are_refused():
    assert codes(message().replace(b'":', b'": ', 1)) == ["json-not-canonical"]


def test_an_unknown_kind_is_read_like_any_other():
    found = parse_message(fields(kind="extradition_enquiry", body={"anything": [1]}))
    assert found.kind == "extradition_enquiry"


def test_building_refuses_what_reading_would():
    with pytest.raises(Refused) as refused:
        message(addressee=Authority("XA", "central-authority"), language="?")
    assert set(refused.value.codes) == {"message-same-state", "message-field"}


def test_a_message_from_the_future_is_refused_as_clock():
    envelope = parse_message(message())
    limit = START - timedelta(minutes=5)
    assert check_issued(envelope, limit) == []
    (reason,) = check_issued(envelope, limit - timedelta(seconds=1))
    assert reason.code.id == "message-clock"


def test_an_old_message_is_flagged_and_not_refused():
    envelope = parse_message(message())
    received = START + timedelta(hours=24, seconds=1)
    assert check_issued(envelope, received) == []
    assert is_old(envelope, received)
    assert not is_old(envelope, START + timedelta(hours=24))


@given(st.binary(max_size=200))
def test_no_bytes_at_all_make_the_reader_fail_otherwise_than_by_refusing(data):
    with pytest.raises(Refused):
        parse_message(data)


@given(
    st.dictionaries(
        st.sampled_from(sorted(json.loads(message()))),
        st.recursive(
            st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab\n/", max_size=4),
            lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.just("k"), inner),
            max_leaves=4,
        ),
        min_size=1,
    )
)
def test_a_field_of_any_shape_is_read_or_refused(changes):
    try:
        found = parse_message(fields(**changes))
    except Refused:
        return
    assert found.digest == sha256(fields(**changes))
