# SPDX-License-Identifier: Apache-2.0
"""Entries and registers: one form, every reason, and keys that are what the entry says."""

import json
import string
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from fido2 import cbor
from hypothesis import given
from hypothesis import strategies as st

from casts.directory.entries import entries, lists, offices, periods
from casts.directory.network import AT, YEAR, Network, TestState
from rogatory.directory.entry.entry import (
    DirectoryEntry,
    WitnessRecord,
    build_entry,
)
from rogatory.directory.entry.keys import check_entry, check_pair
from rogatory.directory.entry.period import Period, PeriodEnd
from rogatory.directory.entry.reading import parse_entry
from rogatory.directory.entry.register import (
    ROLES,
    OfficerRecord,
    OfficerRegister,
    build_register,
    parse_register,
)
from rogatory.directory.entry.succession import check_register_succession
from rogatory.directory.submission.acceptance import read_pair
from rogatory.errors import Reason, Refused
from rogatory.seal.cosigner import Cosigner, Cosigning
from rogatory.seal.notes import NoteSigner
from rogatory.wire import canonical
from rogatory.wire.digests import sha256

registers = st.builds(
    OfficerRegister,
    st.just("XA"),
    st.lists(
        st.builds(
            OfficerRecord,
            st.from_regex("xa-[0-9]{4,8}", fullmatch=True),
            lists(offices, least=1),
            lists(st.sampled_from(ROLES), least=1),
            st.binary(min_size=1, max_size=20),
            st.binary(min_size=1, max_size=20),
            periods,
        ),
        max_size=3,
        unique_by=(lambda officer: officer.credential, lambda officer: officer.key),
    ).map(tuple),
)


@given(entries)
def test_an_entry_reads_back_as_it_was_written(entry: DirectoryEntry) -> None:
    assert parse_entry(build_entry(entry)) == entry


@given(registers)
def test_a_register_reads_back_as_it_was_written(register: OfficerRegister) -> None:
    assert parse_register(build_register(register)) == register


@given(entries, st.data())
def test_an_entry_with_any_part_replaced_is_read_or_refused(
    entry: DirectoryEntry, data: st.DataObject
) -> None:
    """Whatever is anywhere in it, the answer is an entry in the one form or coded reasons."""
    document = json.loads(build_entry(entry))
    place, key = document, data.draw(st.sampled_from(sorted(document)))
    while isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
        place = place[key]
        keys = sorted(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(list(keys)))
    place[key] = data.draw(
        st.none() | st.booleans() | st.integers(-5, 5) | st.text(string.printable, max_size=5)
        | st.just([]) | st.just({}) | st.just([None]) | st.just({"x": 1})
    )  # fmt: skip
    written = canonical.encode(document)
    try:
        found = parse_entry(written)
    except Refused as error:
        assert all(code.startswith("directory-") for code in error.codes)
    else:
        assert build_entry(found) == written


def document(still: Network) -> dict:
    return json.loads(build_entry(still.states["XA"].entry))


def codes_of(changed: dict) -> list[str]:
    with pytest.raises(Refused) as caught:
        parse_entry(canonical.encode(changed))
    return sorted(caught.value.codes)


def test_every_reason_is_given_not_the_first(still: Network) -> None:
    entry = document(still)
    del entry["names"]["zh"]
    entry["colour"] = "red"
    entry["node"]["url"] = "http://127.0.0.1/"
    entry["certificates"][0]["der"] = "AB"
    entry["certificates"][1]["ended"] = {"at": "yesterday", "reason": "lost"}
    entry["authorities"][0]["id"] = "XA/Contact"
    assert codes_of(entry) == [
        "directory-base64",
        "directory-field-missing",
        "directory-field-unknown",
        "directory-form",
        "directory-form",
        "directory-url",
        "directory-value",
    ]


CHANGES: dict[str, Callable[[dict], object]] = {
    "directory-integer": lambda e: e.update(version=2),
    "directory-text": lambda e: e["names"].update(en="a\u202eb"),
    "directory-not-text": lambda e: e["names"].update(en=5),
    "directory-flag": lambda e: e["channels"].update(diplomatic_only=1),
    "directory-list": lambda e: e.update(kinds="preservation"),
    "directory-list-empty": lambda e: e.update(authorities=[]),
    "directory-object": lambda e: e.update(node=[]),
    "directory-repeated": lambda e: e["kinds"].append(e["kinds"][0]),
    "directory-period": lambda e: e["logs"][0].update(until="2001-01-01T00:00:00Z"),
    "directory-origin": lambda e: e["relying_party"].update(origins=["https://elsewhere.example"]),
    "directory-form": lambda e: e["approvals"].update({"Preservation": 1}),
    "directory-value": lambda e: e["authorities"][0].update(
        hours=[{"days": ["monday"], "from": "08:00", "to": "17:00"}]
    ),
    "directory-list-long": lambda e: e.update(kinds=["k"] * 10_001),
}


@pytest.mark.parametrize("code", CHANGES)
def test_each_fault_of_form_has_its_code(still: Network, code: str) -> None:
    entry = document(still)
    CHANGES[code](entry)
    assert set(codes_of(entry)) == {code}


WINDOW = {"from": "08:00", "to": "20:00", "time_zone": "Etc/GMT-3", "per_month": 4}
OUTSIDE_THEIR_FORM = {
    "an hour that no clock shows": (
        lambda e: e.update(drill_window=WINDOW | {"to": "24:00"}), "directory-form",
    ),
    "more drills than anyone answers": (
        lambda e: e.update(drill_window=WINDOW | {"per_month": 61}), "directory-integer",
    ),
    "hours of no day": (
        lambda e: e["authorities"][0].update(hours=[{"days": [], "from": "08:00", "to": "17:00"}]),
        "directory-list-empty",
    ),
    "a day that is no date": (
        lambda e: e["authorities"][0].update(verified="last week"), "directory-form",
    ),
    "a policy with a control character": (
        lambda e: e.update(witness_policy="any 1 of XB\r\n"), "directory-text",
    ),
    "a policy without end": (lambda e: e.update(witness_policy="x" * 4001), "directory-text"),
}  # fmt: skip


@pytest.mark.parametrize("what", OUTSIDE_THEIR_FORM)
def test_hours_policies_and_windows_keep_to_their_form(still: Network, what: str) -> None:
    entry = document(still)
    change, code = OUTSIDE_THEIR_FORM[what]
    change(entry)
    assert codes_of(entry) == [code]


@pytest.mark.parametrize(
    "url",
    ["http://a.example", "https://", "https://user@a.example", "https://a.example/?q", "https://a.example/#f",
     "https://a.example:port", "ftp://a.example", "https://[::1", "https://a\u00e9.example"],
)  # fmt: skip
def test_a_node_has_a_plain_https_address(still: Network, url: str) -> None:
    assert codes_of(document(still) | {"node": {"url": url}}) == ["directory-url"]


@pytest.mark.parametrize(
    "origin", ["http://localhost:8000", "https://localhost", "https://a.localhost"]
)
def test_origins_belong_to_the_relying_party(still: Network, origin: str) -> None:
    entry = document(still)
    entry["relying_party"]["origins"] = [origin]
    assert parse_entry(canonical.encode(entry)).relying_party.origins == (origin,)


@pytest.mark.parametrize(
    "origin",
    [
        "http://arcadia.example",
        "https://localhost/",
        "https://u@localhost",
        "https://notlocalhost",
        "null",
    ],
)
def test_other_origins_do_not(still: Network, origin: str) -> None:
    entry = document(still)
    entry["relying_party"]["origins"] = [origin]
    assert codes_of(entry) == ["directory-origin"]


def test_an_entry_that_is_not_canonical_is_refused(still: Network) -> None:
    with pytest.raises(Refused, match="json-not-canonical"):
        parse_entry(json.dumps(document(still)).encode())


def test_an_officer_of_another_state_is_refused(still: Network) -> None:
    register = still.states["XA"].register
    foreign = replace(register.officers[0], number="xb-0001", authorities=("xb/contact-point",))
    with pytest.raises(Refused) as caught:
        parse_register(build_register(replace(register, officers=(foreign,))))
    assert caught.value.codes == ("directory-holder", "directory-holder")


def test_a_credential_belongs_to_one_officer(still: Network) -> None:
    register = still.states["XA"].register
    first, second = register.officers
    stolen = replace(register, officers=(first, replace(second, credential=first.credential)))
    with pytest.raises(Refused, match="directory-repeated"):
        parse_register(build_register(stolen))


type Spelling = Callable[[bytes], bytes]


def with_members_turned(key: bytes) -> bytes:
    """The same key, its map in another order."""
    pairs = [(one, cbor.decode(key)[one]) for one in reversed(list(cbor.decode(key)))]
    return bytes([key[0]]) + b"".join(cbor.encode(one) + cbor.encode(value) for one, value in pairs)


@pytest.mark.parametrize("spelling", [bytes, with_members_turned])
def test_one_key_does_not_make_one_person_two_officers(still: Network, spelling: Spelling) -> None:
    """Under another credential, as an authenticator gives it, or a keeper writes it."""
    register = still.states["XA"].register
    first, second = register.officers
    twofold = replace(register, officers=(first, replace(second, key=spelling(first.key))))
    with pytest.raises(Refused) as caught:
        parse_register(build_register(twofold))
    assert caught.value.codes == ("directory-repeated",)
    assert "officers[1].key" in str(caught.value)


def test_an_officer_is_listed_anew_when_the_roles_change(still: Network) -> None:
    """With the same passkey: the old record is ended, the new one begins."""
    xa = still.states["XA"]
    first, second = xa.register.officers
    change = first.period.start + timedelta(days=10)
    ended = replace(first, period=replace(first.period, ended=PeriodEnd(change, "rotated")))
    anew = replace(first, roles=("lawyer",), period=replace(first.period, start=change))
    register = replace(xa.register, officers=(ended, second, anew))
    assert parse_register(build_register(register)) == register
    assert check_register_succession(xa.register, register) == []


def test_an_officer_may_have_several_credentials(still: Network) -> None:
    register = still.states["XA"].register
    first, second = register.officers
    both = replace(register, officers=(first, replace(second, number=first.number)))
    assert parse_register(build_register(both)) == both


def codes(reasons: list[Reason]) -> list[str]:
    return sorted(reason.code.id for reason in reasons)


def with_certificate(state: TestState, wanted: str, **changes: object) -> DirectoryEntry:
    """The entry with one certificate record of that use changed."""
    records = list(state.entry.certificates)
    index = next(n for n, record in enumerate(records) if record.use == wanted)
    records[index] = replace(records[index], **changes)
    return replace(state.entry, certificates=tuple(records))


def test_a_whole_entry_has_no_reasons_against_it(still: Network) -> None:
    assert check_entry(still.states["XA"].entry) == []


def test_a_certificate_must_be_what_the_entry_says(still: Network) -> None:
    xa = still.states["XA"]
    assert codes(check_entry(with_certificate(xa, "authority", holder="xa/central-authority"))) == [
        "certificate-holder",
        "directory-certificate-differs",
    ]
    assert "directory-certificate-differs" in codes(
        check_entry(with_certificate(xa, "authority", algorithm="p384"))
    )
    assert codes(check_entry(with_certificate(xa, "node-http", use="receipts"))) == [
        "directory-certificate-differs"
    ]
    assert codes(check_entry(with_certificate(xa, "receipts", der=b"no certificate"))) == [
        "directory-certificate"
    ]
    outside = Period(AT, AT + 20 * YEAR)
    assert codes(check_entry(with_certificate(xa, "tsa", period=outside))) == [
        "directory-certificate-period"
    ]


def test_a_certificate_of_another_states_ca_is_refused(still: Network) -> None:
    """XB's CA issued it, whatever it says: nothing of XA's confirms it."""
    xa, xb = still.states["XA"], still.states["XB"]
    foreign = xb.certificate("receipts", "xb", "p256")
    found = codes(check_entry(with_certificate(xa, "receipts", der=foreign.der)))
    assert "certificate-chain" in found
    assert "directory-certificate-differs" in found


def test_an_entry_needs_a_state_ca(still: Network) -> None:
    entry = still.states["XA"].entry
    rest = tuple(record for record in entry.certificates if record.use != "state-ca")
    assert "directory-no-state-ca" in codes(check_entry(replace(entry, certificates=rest)))


def test_holders_recipients_and_logs_are_the_states_own(still: Network) -> None:
    entry = still.states["XA"].entry
    recipient = replace(entry.recipients[0], authority="xb/contact-point", recipient="age1pq1x")
    log = replace(entry.logs[0], origin="elsewhere/xb/1", vkey="elsewhere/xc/1+00000000+AQ==")
    witness = WitnessRecord("XB", "XC+00000000+AQ==", entry.logs[0].period)
    authority = replace(entry.authorities[1], id="xb/court")
    changed = replace(
        entry,
        recipients=(recipient,),
        logs=(log,),
        witnesses=(witness,),
        authorities=(entry.authorities[0], entry.authorities[0], authority),
        certificates=tuple(
            record for record in entry.certificates if record.holder != "xa/central-authority"
        ),
    )
    assert codes(check_entry(changed)) == [
        "directory-holder",
        "directory-holder",
        "directory-holder",
        "directory-key",
        "directory-key",
        "directory-key",
        "directory-repeated",
        "directory-unknown-authority",
        "directory-vkey-name",
        "directory-vkey-name",
    ]


def test_only_an_authority_of_the_entry_confirms_emergencies(still: Network) -> None:
    entry = still.states["XA"].entry
    assert check_entry(replace(entry, call_back=("xa/central-authority",))) == []
    foreign = replace(entry, call_back=("xa/central-authority", "xb/central-authority"))
    assert codes(check_entry(foreign)) == ["directory-unknown-authority"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("{network}/xa/witness", []),
        ("{network}/xb/witness", ["directory-holder"]),
        ("{network}/xa/1", ["directory-holder"]),
        ("witness.xa.example", ["directory-holder"]),
    ],
)
def test_a_witness_key_is_listed_under_its_states_own_name(
    still: Network, name: str, found: list[str]
) -> None:
    entry = still.states["XA"].entry
    key = Cosigner.generate(name.format(network="ab" * 32), Cosigning.MLDSA44, bytes).key
    witnesses = (WitnessRecord(key.name, key.vkey, entry.logs[0].period),)
    assert codes(check_entry(replace(entry, witnesses=witnesses))) == found


def test_a_second_key_of_a_log_is_read_back_and_stays_away_where_there_is_none(
    still: Network,
) -> None:
    entry = still.states["XA"].entry
    assert b'"mldsa44"' not in build_entry(entry)
    (log,) = entry.logs
    key = Cosigner.generate(log.origin, Cosigning.MLDSA44, bytes).key
    both = replace(entry, logs=(replace(log, mldsa44=key.vkey),))
    assert check_entry(both) == []
    assert parse_entry(build_entry(both)) == both
    assert both.logs[0].vkeys == (log.vkey, key.vkey)


def test_a_second_key_of_a_log_is_of_its_name_and_of_mldsa(still: Network) -> None:
    entry = still.states["XA"].entry
    (log,) = entry.logs
    for name, kind, found in (
        (f"{log.origin}7", Cosigning.MLDSA44, ["directory-vkey-name"]),
        (log.origin, Cosigning.ED25519, ["directory-key"]),
    ):
        key = Cosigner.generate(name, kind, bytes).key
        changed = replace(entry, logs=(replace(log, mldsa44=key.vkey),))
        assert codes(check_entry(changed)) == found


def test_keys_of_one_log_all_have_a_second_one_or_none(still: Network) -> None:
    """Else a checkpoint without the second signature would count by one key and not by another."""
    entry = still.states["XA"].entry
    (log,) = entry.logs
    mldsa44 = Cosigner.generate(log.origin, Cosigning.MLDSA44, bytes).key.vkey
    other = NoteSigner.generate(log.origin, lambda size: b"o" * size).vkey
    changed = replace(entry, logs=(replace(log, mldsa44=mldsa44), replace(log, vkey=other)))
    assert codes(check_entry(changed)) == ["directory-key"]


def test_the_register_is_the_one_that_the_entry_names(still: Network) -> None:
    xa = still.states["XA"]
    other = replace(xa.register, officers=xa.register.officers[:1])
    data = build_register(other)
    assert codes(check_pair(xa.entry, other, data)) == ["directory-register-digest"]
    officer = replace(xa.register.officers[0], authorities=("xa/nowhere",))
    unknown = replace(xa.register, officers=(officer,))
    data = build_register(unknown)
    entry = replace(xa.entry, officers=sha256(data))
    assert codes(check_pair(entry, unknown, data)) == ["directory-unknown-authority"]


def test_a_pair_of_another_state_is_refused(still: Network) -> None:
    xa = still.states["XA"]
    with pytest.raises(Refused, match="directory-other-state"):
        read_pair("XB", build_entry(xa.entry), build_register(xa.register))


def test_reasons_of_entry_and_register_come_together(still: Network) -> None:
    with pytest.raises(Refused) as caught:
        read_pair("XA", b"{}", b"[]")
    assert "json-malformed" in caught.value.codes
    assert "directory-field-missing" in caught.value.codes
