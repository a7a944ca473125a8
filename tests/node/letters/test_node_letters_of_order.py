# SPDX-License-Identifier: Apache-2.0
"""The letter of an order to a provider: it says all that the order says, proves nothing, and shows only proved numbers."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from casts.directory.network import AT, build_network
from casts.directory.provider_orders import (
    CENTRAL,
    NOW,
    OFFICE,
    an_order,
    borealia,
    bring_directory,
    contents,
    listed,
    sign_anew,
    written,
)
from rogatory.errors import Refused
from rogatory.node.case_files.orders import OrderKind
from rogatory.node.letters.languages import words_in
from rogatory.node.letters.of_order import letter_of_order, values_of_order
from rogatory.node.letters.order_document import OrderLetterSigner, order_letter_document
from rogatory.node.printing.languages import LANGUAGES
from rogatory.node.provider_orders.document import (
    AccountKind,
    Authoriser,
    OrderedAccount,
    OrderRenewal,
)
from rogatory.node.workstation.verification.trust import read_trust

BASIS = "Code of Criminal Procedure, section 94(1)"
EVERYTHING = {
    "legal_basis": BASIS,
    "data_from": AT - timedelta(days=30),
    "data_until": AT - timedelta(days=1),
    "renewals": (OrderRenewal("Gs 13/26", "Court of Appeal", AT, AT + timedelta(days=91)),),
    "ends": AT + timedelta(days=91),
    "secret_until": AT + timedelta(days=200),
    "accounts": (
        *(OrderedAccount(kind, f"{kind.value} value") for kind in AccountKind),
        OrderedAccount(AccountKind.OTHER, "\u062d\u0633\u0627\u0628 1"),
    ),
}


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    return borealia(tmp_path_factory.mktemp("letters") / "network")


def letter_text(values, language="en"):
    page = letter_of_order(values, language, pdf=False).html.decode()
    found = unescape(re.sub(r"<[^>]+>", " ", page.partition("</style>")[2]))
    return re.sub(r"[\s\u2068\u2069]+", " ", found)


def values_from(network, folder, *, trust=True, **changes):
    of, keys = network
    written(of, keys, folder, **({"legal_basis": BASIS} | changes))
    return values_of_order(
        folder, read_trust(of.folder) if trust else None, OrderLetterSigner(), NOW
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_says_everything_that_the_order_says(network, tmp_path, language):
    values = values_from(network, tmp_path / "order", **EVERYTHING)
    text = letter_text(values, language)
    order = values.order
    for stated in (
        *(order.provider, order.reference, order.issuer, order.scope, order.reply_to, BASIS),
        *(one.value for one in order.accounts),
        *("Gs 13/26", "Court of Appeal", "xb-0001", "91", "2027"),
        *("rogatory order check FOLDER --trust FINGERPRINT", "docs/providers.md"),
        " ".join(values.digest[at : at + 4] for at in range(0, 64, 4)),
    ):
        assert stated in text, stated
    assert f"Borealia {OFFICE} ({language})" in text


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
@pytest.mark.parametrize("kind", ["preservation", "partial-disclosure", "production"])
def test_no_sentence_of_the_letter_stays_english(network, tmp_path, language, kind):
    given = {**EVERYTHING, "kind": OrderKind(kind)}
    for at, changes in enumerate(({}, {"data_from": None, "secret": False, "secret_until": None})):
        values = values_from(network, tmp_path / str(at), **{**given, **changes})
        ours, english = (letter_text(values, one) for one in (language, "en"))
        sentences = {one for one in re.split(r"(?<=[.:]) ", english) if len(one.split()) > 4}
        left = {one for one in sentences if one in ours}
        assert {one for one in left if "rogatory order" not in one and BASIS not in one} == set()


def test_only_proved_numbers_are_in_the_letter(network, tmp_path):
    proved = letter_text(values_from(network, tmp_path / "proved"))
    assert "+99900000011" in proved
    assert f"+99900000013 ({CENTRAL})" in proved
    assert "use a number only if the check described in the annex displays the same one" in proved
    unproved = letter_text(values_from(network, tmp_path / "unproved", trust=False))
    assert "+999" not in unproved
    assert "This letter has no number, because none is proved." in unproved
    without_card = letter_text(values_from(network, tmp_path / "without", card=False))
    assert "+999" not in without_card
    for text in (proved, unproved, without_card):
        assert "Call the undersigned authority back before releasing any data" in text


def test_the_root_that_must_come_by_another_way_is_not_in_the_letter(network, tmp_path):
    of, _ = network
    values = values_from(network, tmp_path / "order")
    page = letter_of_order(values, "en", pdf=False).html.decode()
    bare = re.sub(r"\s", "", page)
    assert of.founding.network not in bare
    assert of.founding.network[:16] not in bare


def test_an_altered_order_has_no_letter_and_nothing_changes(network, tmp_path):
    of, keys = network
    folder = written(of, keys, tmp_path / "order", legal_basis=BASIS)
    path = folder / "order.json"
    path.write_bytes(path.read_bytes().replace(b"a.person", b"b.person"))
    before = contents(folder)
    with pytest.raises(Refused):
        values_of_order(folder, read_trust(of.folder), OrderLetterSigner(), NOW)
    assert contents(folder) == before


def test_an_order_of_another_authoritys_keys_has_no_letter(network, tmp_path):
    of, keys = network
    folder = written(of, keys, tmp_path / "order", legal_basis=BASIS)
    order = an_order(of, legal_basis=BASIS, authority=CENTRAL)
    sign_anew(folder, order, keys)
    with pytest.raises(Refused):
        values_of_order(folder, read_trust(of.folder), OrderLetterSigner(), NOW)


def test_an_order_of_a_foreign_network_has_no_letter(network, tmp_path):
    folder = tmp_path / "order"
    forger = build_network(tmp_path / "forger")
    keys = listed(forger, "XB", OFFICE)
    forger.submit("XB")
    assert forger.founding.network != network[0].founding.network
    written(forger, keys, folder, card=False, legal_basis=BASIS)
    bring_directory(folder, forger)
    with pytest.raises(Refused) as caught:
        values_of_order(folder, read_trust(network[0].folder), OrderLetterSigner(), NOW)
    assert "order-directory-other" in caught.value.codes


def test_an_order_that_ended_has_no_letter(network, tmp_path):
    of, keys = network
    folder = written(of, keys, tmp_path / "order", legal_basis=BASIS)
    with pytest.raises(Refused) as caught:
        values_of_order(folder, None, OrderLetterSigner(), NOW + timedelta(days=90))
    assert "order-ended" in caught.value.codes


def test_an_order_without_legal_basis_has_no_letter(network, tmp_path):
    of, keys = network
    folder = written(of, keys, tmp_path / "order")
    with pytest.raises(Refused) as caught:
        values_of_order(folder, None, OrderLetterSigner(), NOW)
    assert caught.value.codes == ("letter-order-without-basis",)


@pytest.mark.parametrize("authoriser", list(Authoriser))
def test_the_kind_of_authority_that_authorised_it_is_named_as_stated(network, tmp_path, authoriser):
    values = values_from(network, tmp_path / "order", authorised_by=authoriser, independent=False)
    text = letter_text(values)
    words = {
        Authoriser.COURT: ", a court, on",
        Authoriser.JUDGE: ", a judge, on",
        Authoriser.PROSECUTOR: ", a prosecutor, on",
        Authoriser.POLICE: ", a police authority, on",
        Authoriser.OTHER: " on",
    }
    assert f"authorised by District Court of Borealia{words[authoriser]} 24 November" in text
    assert "is not independent of the investigation" in text


def test_a_preservation_says_that_nothing_is_released(network, tmp_path):
    text = letter_text(values_from(network, tmp_path / "a"))
    assert "No data are to be released on the basis of this order." in text
    production = values_from(network, tmp_path / "b", kind=OrderKind.PRODUCTION)
    assert "No data are to be released" not in letter_text(production)
    assert "Nothing that the order does not cover is to be delivered." in letter_text(production)


def test_the_signatory_is_printed_or_has_a_place(network, tmp_path):
    values = values_from(network, tmp_path / "order")
    assert "Name and title" in letter_text(values)
    named = replace(values, signer=OrderLetterSigner("Ana Example", "Head of Unit"))
    assert "Ana Example Head of Unit" in letter_text(named)
    assert "Name and title" not in letter_text(named)


def test_what_an_order_says_runs_nothing_and_reorders_nothing(network, tmp_path):
    values = values_from(network, tmp_path / "order", scope="<script>alert(1)</script>")
    page = letter_of_order(values, "ar", pdf=False).html.decode()
    assert "<script" not in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_letter_is_printed_and_is_the_same_bytes_each_time(network, tmp_path, language):
    values = values_from(network, tmp_path / "order", **EVERYTHING)
    made = [letter_of_order(values, language).pdf for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF-")


def test_an_order_of_less_than_a_day_states_no_number_of_days(network, tmp_path):
    values = values_from(network, tmp_path / "order", ends=AT + timedelta(hours=20))
    document = order_letter_document(values, words_in("en"))
    text = document.sections[1].blocks[2].entries[0].wordings[0].text
    assert "day" not in text.partition(".")[0]
