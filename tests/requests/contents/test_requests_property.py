# SPDX-License-Identifier: Apache-2.0
"""Property in a request: accounts by a number of a stated kind, virtual assets by chain, transaction or exchange."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.requests import bodies
from rogatory.requests.contents.body import check
from rogatory.requests.contents.identifiers import iban_holds, identifier_reasons, normal
from rogatory.requests.contents.targets import targets_of

IBAN = "DE89 3704 0044 0532 0130 00"
ON_BITCOIN, ON_ETHEREUM = "5b" * 32, f"0x{'5B' * 32}"


def codes(kind, value, **more):
    return [one.code.id for one in identifier_reasons("p", {"type": kind, "value": value, **more})]


def of_property(item):
    return [one.code.id for one in check("asset_freezing", bodies.asset_freezing(property=[item]))]


def virtual(*identifiers, **more):
    return {
        "sort": "virtual_asset",
        "description": "Coins",
        **({"identifiers": list(identifiers)} if identifiers else {}),
        **more,
    }


@pytest.mark.parametrize(
    "value", [IBAN, "GB82WEST12345698765432", "NO9386011117947", "MT84MALT011000012345MTLCAST001S"]
)
def test_an_iban_is_one_by_its_check_digits(value):
    assert codes("iban", value) == []


@pytest.mark.parametrize(
    "value",
    [
        "DE89370400440532013001",
        "DE8937040044053201",
        "1234567890",
        "",
        "DE89 3704 0044 0532 0130 0O",
    ],
)
def test_what_is_no_iban_is_refused_as_one_and_taken_as_a_domestic_number(value):
    assert codes("iban", value) == ["content-iban"]
    assert codes("bank_account", value) == []


@given(place=st.integers(0, 21), other=st.sampled_from(string.digits))
def test_one_wrong_digit_in_an_iban_is_found(place, other):
    number = IBAN.replace(" ", "")
    if number[place].isdigit() and number[place] != other:
        assert not iban_holds(number[:place] + other + number[place + 1 :])


def test_a_domestic_number_may_look_like_an_iban():
    item = {
        "sort": "bank_account",
        "description": "An account at a bank outside the registry of IBAN",
        "identifiers": [
            {"type": "bank_account", "value": "DE00 3704 0044 0532 0130 00", "service": "Bank"}
        ],
    }
    assert of_property(item) == []
    assert of_property({**item, "identifiers": [{**item["identifiers"][0], "type": "iban"}]}) == [
        "content-iban"
    ]


@pytest.mark.parametrize(
    ("value", "chain", "found"),
    [
        (ON_BITCOIN, "bitcoin", []),
        (ON_ETHEREUM, "Ethereum", []),
        ("anything", "another chain", []),
        (ON_ETHEREUM, "bitcoin", ["content-transaction"]),
        (ON_BITCOIN, "ethereum", ["content-transaction"]),
        (ON_BITCOIN[:-1], "bitcoin", ["content-transaction"]),
        (ON_BITCOIN, " ", ["content-transaction-chain"]),
    ],
)
def test_a_transaction_has_the_form_of_its_chain(value, chain, found):
    assert codes("transaction", value, chain=chain) == found


def test_a_transaction_names_its_chain():
    assert codes("transaction", ON_BITCOIN) == ["content-transaction-chain"]


def test_a_virtual_asset_is_identified_by_address_transaction_or_account_at_an_exchange():
    wallet = {"type": "wallet", "value": "0x52908400098527886E0F7030069857D2E4169EE7"}
    transaction = {"type": "transaction", "value": ON_BITCOIN, "chain": "bitcoin"}
    account = {"type": "account", "value": "hl-4711"}
    assert of_property(virtual(wallet)) == []
    assert of_property(virtual(transaction)) == []
    assert of_property(virtual(account, exchange="Borealia Exchange")) == []
    for unnamed in (
        virtual(),
        virtual(exchange="Borealia Exchange"),
        virtual({"type": "account", "value": "hl-4711", "service": "Borealia Exchange"}),
        virtual({"type": "email", "value": "a@mail.example"}, exchange="Borealia Exchange"),
    ):
        assert of_property(unnamed) == ["content-virtual-asset"]


def test_nothing_else_is_kept_at_an_exchange():
    item = {"sort": "cash", "description": "Notes", "exchange": "Borealia Exchange"}
    assert of_property(item) == ["content-form"]


@pytest.mark.parametrize("amount", ["1", "0.5", "48200.00", "3.000000000000000001"])
def test_an_amount_is_written_in_digits(amount):
    stated = {"sum": amount, "currency": "EUR"}
    assert of_property({"sort": "cash", "description": "Notes", "amount": stated}) == []


@pytest.mark.parametrize("amount", ["-1", "1,5", "01", "1.", "1e6", "NaN", "1\n", "١"])
def test_what_is_no_amount_is_refused(amount):
    stated = {"sum": amount, "currency": "EUR"}
    assert of_property({"sort": "cash", "description": "Notes", "amount": stated}) == [
        "content-form"
    ]


def test_two_requests_on_one_account_are_seen_to_be_so():
    spaced = {"type": "iban", "value": IBAN}
    assert normal(spaced) == normal({"type": "iban", "value": IBAN.replace(" ", "").lower()})
    one = bodies.asset_freezing(
        property=[{"sort": "bank_account", "description": "A", "identifiers": [spaced]}]
    )
    [target] = targets_of(one) - targets_of({**one, "property": []})
    assert target.identifier == "iban:DE89370400440532013000"


def test_a_measure_ends_no_earlier_than_it_begins():
    wrong = bodies.measure_executed(measure_end="2026-11-23")
    assert [one.code.id for one in check("measure_executed", wrong)] == ["content-period"]


def test_to_continue_a_measure_takes_reasons():
    body = {"answers_to": "0" * 64, "decision": "continue"}
    assert [one.code.id for one in check("lifting_hearing_answer", body)] == [
        "content-reasons-missing"
    ]
    assert check("lifting_hearing_answer", {**body, "decision": "no_objection"}) == []
