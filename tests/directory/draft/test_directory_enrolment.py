# SPDX-License-Identifier: Apache-2.0
"""The file by which a passkey asks to be listed: one way to write it, and what its keeper refuses."""

import dataclasses
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.directory.draft.enrolment import (
    Enrolment,
    build_enrolment,
    enrolment_reasons,
    parse_enrolment,
)
from rogatory.directory.draft.template import first_entry
from rogatory.directory.entry.entry import RelyingParty
from rogatory.errors import Refused
from rogatory.seal.software_authenticator import SoftwareAuthenticator
from rogatory.wire import canonical
from rogatory.wire.spoken_digest import spoken

PASSKEY = SoftwareAuthenticator.generate(
    "console.xa.example", "https://console.xa.example", random.Random(6).randbytes
)
ENROLMENT = Enrolment("XA", "xa-0002", "console.xa.example", PASSKEY.credential, PASSKEY.key)


def codes(act):
    with pytest.raises(Refused) as refused:
        act()
    return set(refused.value.codes)


def test_what_is_written_is_read_and_has_one_fingerprint():
    data = build_enrolment(ENROLMENT)
    assert parse_enrolment(data) == ENROLMENT
    assert build_enrolment(parse_enrolment(data)) == data
    assert parse_enrolment(data).fingerprint == ENROLMENT.fingerprint


@given(st.sampled_from(["officer", "relying_party", "credential", "state"]), st.data())
def test_any_change_changes_the_digits_that_are_read_out(name, data):
    value = getattr(ENROLMENT, name)
    other = data.draw(
        st.binary(min_size=1, max_size=64)
        if isinstance(value, bytes)
        else st.text("abcxyz-0123456789", min_size=1)
    )
    changed = dataclasses.replace(ENROLMENT, **{name: other})
    assert (spoken(changed.fingerprint) == spoken(ENROLMENT.fingerprint)) is (other == value)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"version": 2}, {"directory-integer"}),
        ({"officer": "the head"}, {"directory-form"}),
        ({"credential": "%"}, {"directory-base64"}),
        ({"key": "AAAA"}, {"directory-key"}),
        ({"extra": 1}, {"directory-field-unknown"}),
        ({"credential": "AAAA" * 400}, {"directory-key"}),
    ],
)
def test_a_file_of_another_form_is_refused(changes, expected):
    value = json.loads(build_enrolment(ENROLMENT)) | changes
    assert codes(lambda: parse_enrolment(canonical.encode(value))) == expected


@pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b'{"credential":"AQ", "key":"AQ"}'])
def test_other_bytes_are_refused(data):
    with pytest.raises(Refused):
        parse_enrolment(data)


def reasons(enrolment=ENROLMENT, officer="xa-0002", heard=None, party="console.xa.example"):
    entry, _register = first_entry(
        "XA",
        {},
        node_url="https://node.xa.example",
        relying_party=RelyingParty(party, (f"https://{party}",)),
        kinds=(),
        subjects={"contact-point": (), "central-authority": ()},
        languages=("en",),
        time_zone="Etc/GMT-3",
    )
    return [one.code.id for one in enrolment_reasons(enrolment, entry, officer, heard)]


def test_the_keeper_lists_what_the_officer_read_out():
    assert reasons() == []
    assert reasons(heard=spoken(ENROLMENT.fingerprint)) == []


def test_a_file_that_was_changed_on_its_way_is_not_the_one_read_out():
    other = SoftwareAuthenticator.generate("x", "https://x", random.Random(7).randbytes)
    swapped = dataclasses.replace(ENROLMENT, key=other.key)
    assert reasons(swapped, heard=spoken(ENROLMENT.fingerprint)) == ["directory-enrolment-differs"]


def test_digits_that_were_misheard_say_nothing_yet():
    groups = spoken(ENROLMENT.fingerprint)
    misheard = f"{(int(groups[0]) + 1) % 10}{groups[1:]}"
    assert reasons(heard=misheard) == ["directory-enrolment-misheard"]


def test_a_file_of_another_officer_state_or_console_is_refused_for_each():
    assert reasons(officer="xa-0003") == ["directory-enrolment-other"]
    foreign = dataclasses.replace(ENROLMENT, state="XB", officer="xb-0002")
    assert reasons(foreign, "xb-0002", party="elsewhere.example") == [
        "directory-enrolment-other",
        "directory-enrolment-relying-party",
    ]
