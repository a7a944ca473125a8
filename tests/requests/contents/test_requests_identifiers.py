# SPDX-License-Identifier: Apache-2.0
"""Identifiers: what is one of its type, what is not, and one spelling for one target."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.requests import bodies
from rogatory.requests.contents.body import check
from rogatory.requests.contents.identifiers import identifier_reasons, luhn_holds, normal
from rogatory.requests.contents.targets import Target, targets_of

pytestmark = pytest.mark.law_line(12)

AT = "2026-11-02T18:04:11Z"
BASE58 = "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"
SCRIPT = "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"
SEGWIT = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
TAPROOT = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
EIP55 = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
IMEI = "490154203237518"


def codes(kind, value, **more):
    found = identifier_reasons("data.0", {"type": kind, "value": value, **more})
    return [reason.code.id for reason in found]


@pytest.mark.parametrize(
    ("kind", "value", "more"),
    [
        ("email", "shop@mail.example", {}),
        ("email", "first.last+tag@sub.mail.example", {}),
        ("email", "käufer@bücher.example", {}),
        ("domain", "mail.example", {}),
        ("domain", "bücher.example", {}),
        ("domain", "xn--bcher-kva.example", {}),
        ("domain", "почта.example", {}),
        ("domain", "_dmarc.mail.example.", {}),
        ("ip", "192.0.2.17", {"at": AT}),
        ("ip", "2001:db8::17", {"at": AT, "port": 443}),
        ("url", "https://mail.example/user?id=1#top", {}),
        ("url", "http://192.0.2.1:8080/", {}),
        ("url", "https://[2001:db8::1]/", {}),
        ("phone", "+9991555010", {}),
        ("imei", IMEI, {}),
        ("imsi", "001010123456789", {}),
        ("hash", "d41d8cd98f00b204e9800998ecf8427e", {}),
        ("hash", "A" * 64, {}),
        ("wallet", BASE58, {}),
        ("wallet", SCRIPT, {"chain": "Bitcoin"}),
        ("wallet", SEGWIT, {}),
        ("wallet", SEGWIT.upper(), {}),
        ("wallet", TAPROOT, {}),
        ("wallet", EIP55, {}),
        ("wallet", EIP55.lower(), {"chain": "ethereum"}),
        ("wallet", "anything at all", {"chain": "another chain"}),
        ("account", "seller_77", {"service": "Borealia Mail"}),
        ("other", "whatever it is", {}),
    ],
)
def test_what_is_one_of_its_type_is_taken(kind, value, more):
    assert codes(kind, value, **more) == []


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("email", "shop", "content-email"),
        ("email", "shop@", "content-email"),
        ("email", "@mail.example", "content-email"),
        ("email", "shop@localhost", "content-email"),
        ("email", "two words@mail.example", "content-email"),
        ("email", "a@b@mail.example", "content-email"),
        ("email", "shop@mail.example\n", "content-email"),
        ("domain", "example", "content-domain"),
        ("domain", "-mail.example", "content-domain"),
        ("domain", "mail..example", "content-domain"),
        ("domain", "192.0.2.1", "content-domain"),
        ("domain", "a" * 64 + ".example", "content-domain"),
        ("domain", ".".join(["abcdefgh"] * 30) + ".example", "content-domain"),
        ("domain", "mail.example/path", "content-domain"),
        ("url", "mail.example", "content-url"),
        ("url", "https://", "content-url"),
        ("url", "https://mail.example:99999/", "content-url"),
        ("url", "https://user:secret@mail.example/", "content-url"),
        ("url", "https://mail.example/a b", "content-url"),
        ("phone", "09991555010", "content-phone"),
        ("phone", "+999 1 555010", "content-phone"),
        ("phone", "+0991555010", "content-phone"),
        ("phone", "+1234567890123456", "content-phone"),
        ("phone", "+٩٩٩١٥٥٥٠١٠", "content-phone"),
        ("imei", "490154203237517", "content-imei"),
        ("imei", "49015420323751", "content-imei"),
        ("imsi", "12345", "content-imsi"),
        ("imsi", "0010101234567890", "content-imsi"),
        ("hash", "abc", "content-hash"),
        ("hash", "g" * 64, "content-hash"),
        ("wallet", "anything at all", "content-wallet-chain"),
        ("wallet", EIP55.replace("aA", "Aa"), "content-wallet-checksum"),
        ("wallet", SEGWIT.replace("bc1q", "bc1Q"), "content-wallet-checksum"),
        ("wallet", "bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du", "content-wallet-checksum"),
    ],
)
def test_what_is_none_is_reported_with_its_place(kind, value, code):
    (reason,) = identifier_reasons("data.0", {"type": kind, "value": value})
    assert reason.code.id == code
    assert reason.fields["field"] == "data.0"


def test_a_network_address_without_its_moment_is_another_persons():
    assert codes("ip", "192.0.2.17") == ["content-address-without-moment"]
    assert codes("ip", "192.0.2.256", at=AT) == ["content-address"]


@pytest.mark.parametrize("address", [BASE58, SCRIPT, SEGWIT, TAPROOT, EIP55])
@given(data=st.data())
def test_one_wrong_character_in_a_wallet_address_is_found(address, data):
    """In Ethereum's, where nothing else checks: one letter in the other case."""
    places = [n for n in range(4, len(address)) if address != EIP55 or address[n].isalpha()]
    place = data.draw(st.sampled_from(places))
    if address == EIP55:
        wrong = address[place].swapcase()
    else:
        alphabet = sorted(set(address[4:]) - {address[place]})
        wrong = data.draw(st.sampled_from(alphabet))
    changed = address[:place] + wrong + address[place + 1 :]
    chain = "ethereum" if address == EIP55 else "bitcoin"
    assert codes("wallet", changed, chain=chain) == ["content-wallet-checksum"]


@given(place=st.integers(0, 14), digit=st.integers(1, 9))
def test_one_wrong_digit_of_a_device_is_found(place, digit):
    wrong = str((int(IMEI[place]) + digit) % 10)
    assert not luhn_holds(IMEI[:place] + wrong + IMEI[place + 1 :])


@given(
    kind=st.sampled_from(["email", "url", "domain", "ip", "phone", "imei", "hash", "wallet"]),
    value=st.text(max_size=80),
)
def test_any_text_is_judged_and_spelled_without_a_fault(kind, value):
    codes(kind, value)
    assert normal({"type": kind, "value": value}).startswith(f"{kind}:")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"type": "email", "value": "Shop@Mail.EXAMPLE"},
            {"type": "email", "value": "shop@mail.example"},
        ),
        (
            {"type": "domain", "value": "BÜCHER.example."},
            {"type": "domain", "value": "xn--bcher-kva.example"},
        ),
        (
            {"type": "ip", "value": "2001:DB8:0::1"},
            {"type": "ip", "value": "2001:db8::1", "port": 443},
        ),
        (
            {"type": "url", "value": "HTTPS://Mail.example:443"},
            {"type": "url", "value": "https://mail.example/#a"},
        ),
        ({"type": "wallet", "value": SEGWIT.upper()}, {"type": "wallet", "value": SEGWIT}),
        (
            {"type": "wallet", "value": EIP55},
            {"type": "wallet", "value": EIP55.lower(), "chain": "Ethereum"},
        ),
        ({"type": "hash", "value": "AB" * 32}, {"type": "hash", "value": "ab" * 32}),
        (
            {"type": "account", "value": "Seller", "service": "Borealia Mail"},
            {"type": "account", "value": "seller", "service": "BOREALIA MAIL"},
        ),
    ],
)
def test_one_target_in_two_spellings_is_one(one, other):
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"type": "account", "value": "a", "service": "x"},
            {"type": "account", "value": "a", "service": "y"},
        ),
        (
            {"type": "wallet", "value": BASE58},
            {"type": "wallet", "value": BASE58.lower(), "chain": "bitcoin"},
        ),
        (
            {"type": "url", "value": "https://mail.example/A"},
            {"type": "url", "value": "https://mail.example/a"},
        ),
        ({"type": "email", "value": "mail.example"}, {"type": "domain", "value": "mail.example"}),
    ],
)
def test_two_targets_stay_two(one, other):
    assert normal(one) != normal(other)


def test_an_account_is_one_of_a_service():
    account = [{"type": "account", "value": "seller_77"}]
    item = {**bodies.DATA[0], "identifiers": account}
    assert check("preservation", bodies.preservation(data=[item])) == []
    nameless = {key: value for key, value in item.items() if key != "service"}
    (reason,) = check("preservation", bodies.preservation(data=[nameless]))
    assert reason.code.id == "content-account-without-service"
    assert reason.fields["field"] == "data.0.identifiers.0"


def test_a_wrong_identifier_is_reported_with_all_that_is_wrong():
    item = {
        **bodies.DATA[0],
        "identifiers": [{"type": "email", "value": "x"}, {"type": "imei", "value": "1"}],
    }
    found = [reason.code.id for reason in check("preservation", bodies.preservation(data=[item]))]
    assert found == ["content-email", "content-imei"]


def test_the_targets_of_a_request_are_its_identifiers_with_what_is_sought_of_them():
    assert targets_of(bodies.preservation()) == {
        Target(
            "email:shop@mail.example", "traffic", "2026-10-01T00:00:00Z", "2026-11-15T00:00:00Z"
        ),
        Target("ip:192.0.2.17", "traffic", "2026-10-01T00:00:00Z", "2026-11-15T00:00:00Z"),
    }
    assert Target("email:shop@mail.example") in targets_of(bodies.locate_suspect())


def test_targets_meet_where_their_times_do():
    early = Target("ip:192.0.2.17", "traffic", "2026-10-01T00:00:00Z", "2026-10-31T00:00:00Z")
    late = Target("ip:192.0.2.17", "content", "2026-11-01T00:00:00Z", "2026-11-30T00:00:00Z")
    assert not early.meets(late)
    assert not late.meets(early)
    assert early.meets(Target("ip:192.0.2.17"))
    assert not early.meets(Target("ip:192.0.2.18"))


@pytest.mark.parametrize(
    "odd", [{}, {"data": "all"}, {"data": [1, {"identifiers": "x"}]}, {"persons": {}}]
)
def test_a_body_of_another_shape_has_no_targets(odd):
    assert targets_of(odd) == frozenset()
