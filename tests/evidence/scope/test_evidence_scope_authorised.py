# SPDX-License-Identifier: Apache-2.0
"""The file of what was authorised: read in one form, refused with every reason at once."""

import json

import pytest

from fuzz.targets import AUTHORISED
from rogatory.errors import Refused
from rogatory.evidence.scope.authorised import encode_authorised, parse_authorised
from rogatory.wire import canonical


def _changed(**members):
    return canonical.encode(json.loads(AUTHORISED) | members)


def test_the_file_is_read_and_written_as_the_same_bytes():
    assert encode_authorised(parse_authorised(AUTHORISED)) == AUTHORISED


def test_all_that_is_wrong_is_refused_at_once():
    data = _changed(accounts=[], article="", categories=["all"], period={"begin": "x", "end": "y"})
    with pytest.raises(Refused) as refused:
        parse_authorised(data)
    assert [reason.fields["member"] for reason in refused.value.reasons] == [
        "accounts", "article", "categories", "period",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "account",
    [
        {"kind": "email", "value": "anna"},
        {"kind": "phone", "value": "06641234567"},
        {"kind": "phone", "value": "+1"},
        {"kind": "ip", "value": "192.0.2"},
        {"kind": "id", "value": " "},
        {"kind": "name", "value": "Anna"},
        {"kind": "email"},
        "anna@example.net",
    ],
)
def test_an_account_that_cannot_be_compared_is_refused(account):
    with pytest.raises(Refused) as refused:
        parse_authorised(_changed(accounts=[account]))
    assert refused.value.codes == ("authorised-form",)
    assert "each with kind (email, id, ip, phone) and a value" in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "form"),
    [
        ({"article": ""}, "It is a text of 1 to 500 characters."),
        ({"categories": ["all"]}, "one or more of content, subscriber, traffic, each once"),
        ({"period": "May"}, "begin and end, each such as 2026-11-24T03:00:00Z"),
        ({"items": [{"name": "x", "value": "y"}]}, "a list of 1 to 10000, each with name (call_id"),
    ],
)
def test_a_refused_member_is_named_with_its_form(changes, form):
    with pytest.raises(Refused) as refused:
        parse_authorised(_changed(**changes))
    assert form in str(refused.value)


@pytest.mark.parametrize(
    "end", ["2026-01-01T00:00:00Z", "2025-01-01T00:00:00Z", "2200-01-01T00:00:00Z"]
)
def test_a_period_that_is_none_is_refused(end):
    with pytest.raises(Refused) as refused:
        parse_authorised(_changed(period={"begin": "2026-01-01T00:00:00Z", "end": end}))
    assert refused.value.codes == ("authorised-period",)


def test_missing_and_unknown_members_are_named():
    fields = json.loads(AUTHORISED)
    del fields["article"]
    with pytest.raises(Refused) as refused:
        parse_authorised(canonical.encode(fields | {"zone": "UTC"}))
    assert refused.value.reasons[0].fields["members"] == "article, zone"


def test_a_file_as_people_write_it_is_read():
    fields = json.loads(AUTHORISED)
    fields["categories"] = fields["categories"][::-1]
    written = b"\xef\xbb\xbf" + json.dumps(dict(reversed(fields.items())), indent=4).encode()
    assert parse_authorised(written) == parse_authorised(AUTHORISED)


def test_items_are_read_and_each_account_and_item_that_is_wrong_is_named():
    items = [{"name": "message_id", "value": "<1@b>"}, {"name": "call_id", "value": "7"}]
    written = encode_authorised(parse_authorised(_changed(items=items)))
    assert json.loads(written)["items"] == items[::-1]
    fields = json.loads(AUTHORISED) | {"items": [*items, {"name": "shoe", "value": "1"}, 3], "x": 1}
    fields["accounts"] += [{"kind": "email", "value": "nobody"}]
    del fields["article"]
    with pytest.raises(Refused) as refused:
        parse_authorised(json.dumps(fields).encode())
    assert [next(iter(one.fields.values())) for one in refused.value.reasons] == [
        "article, x", "accounts 5", "items 3", "items 4",
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b"[]", b"3", b"null"])
def test_a_file_that_is_no_object_is_refused_as_one_without_members(data):
    with pytest.raises(Refused) as refused:
        parse_authorised(data)
    assert refused.value.codes == ("authorised-members",)
