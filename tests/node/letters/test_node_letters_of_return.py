# SPDX-License-Identifier: Apache-2.0
"""Letters on a provider's return: surplus reported to the authority, shortage as questions to the provider."""

import re
from datetime import timedelta
from html import unescape

import pytest

from casts.cli.commands import run
from casts.directory.network import AT
from casts.directory.provider_orders import NOW, borealia, contents, written
from rogatory.evidence.scope.check import check_return
from rogatory.node.case_files.orders import OrderKind
from rogatory.node.letters.of_return import (
    REASONS,
    shortage_letter,
    surplus_report,
    values_of_return,
)
from rogatory.node.printing.languages import LANGUAGES
from rogatory.node.provider_orders.document import parse_order
from rogatory.node.provider_orders.scope import scope_of_order

BASIS = "Code of Criminal Procedure, section 94(1)"
MAIL = "From: {who}\nTo: b@example.org\nMessage-ID: <1@example.org>\nDate: {date}\n\ntext\n"


@pytest.fixture(scope="module")
def order(tmp_path_factory):
    folder = tmp_path_factory.mktemp("returns")
    network, keys = borealia(folder / "network")
    return written(
        *(network, keys, folder / "order"),
        kind=OrderKind.PRODUCTION,
        legal_basis=BASIS,
        categories=("content",),
        data_from=AT - timedelta(days=60),
        data_until=AT,
    )


@pytest.fixture
def returned(tmp_path):
    """One message within the order, one of another account, one that is too old."""
    folder = tmp_path / "return"
    folder.mkdir()
    ours, date = "a.person@mail.example", "%a, %d %b %Y %H:%M:%S +0000"
    within, before = (f"{AT - timedelta(days=days):{date}}" for days in (59, 90))
    (folder / "within.eml").write_text(MAIL.format(who=ours, date=within))
    (folder / "other.eml").write_text(MAIL.format(who="x@y.example", date=within))
    (folder / "old.eml").write_text(MAIL.format(who=ours, date=before))
    return folder


def values_from(order, returned):
    document = parse_order((order / "order.json").read_bytes())
    check = check_return(returned, scope_of_order(document))
    return values_of_return(order, document, check, NOW)


def letter_text(letter):
    page = letter.html.decode().partition("</style>")[2]
    return re.sub(r"[\s\u2068\u2069]+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_surplus_is_reported_with_its_kinds_and_the_legal_basis_and_nothing_of_its_content(
    order, returned, language
):
    text = letter_text(surplus_report(values_from(order, returned), language, pdf=False))
    assert BASIS in text
    assert "Borealia Mail" in text
    assert "Gs 12/26" in text
    assert f"({language})" in text
    assert "x@y.example" not in text
    if language == "en":
        assert "Records outside the order 2" in text
        assert "Records within the order 1" in text
        assert "Files wholly outside 2 Files partly outside 0" in text
        assert "of another account 1 before the period 1" in text
    else:
        assert not any(one in text for one in REASONS.values())
        assert "Report on data" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_shortage_is_asked_of_the_provider_by_account_and_period(order, returned, language):
    text = letter_text(shortage_letter(values_from(order, returned), language, pdf=False))
    assert "a.person@mail.example" in text
    assert "Borealia Mail" in text
    if language == "en":
        assert "from 27 September 2026" in text
        assert "state whether there are no data" in text
    else:
        assert "Questions on the answer" not in text


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_both_are_printed_and_are_the_same_bytes_each_time(order, returned, language):
    values = values_from(order, returned)
    for write in (surplus_report, shortage_letter):
        made = [write(values, language).pdf for _ in range(2)]
        assert made[0] == made[1]
        assert made[0].startswith(b"%PDF-")


def test_the_command_writes_what_is_needed_and_changes_nothing(order, returned, tmp_path):
    before = contents(order), contents(returned)
    out = tmp_path / "letters"
    words = ("order", "report", order, returned, "--language", "fr", "--no-pdf", "--out", out)
    done = run(*words, "--json")
    assert done.status == 0, done.out
    assert done.json["files"] == ["questions.fr.html", "surplus.fr.html"]
    assert sorted(path.name for path in out.iterdir()) == done.json["files"]
    assert (contents(order), contents(returned)) == before


def test_where_nothing_is_outside_there_is_no_report(order, returned, tmp_path):
    (returned / "other.eml").unlink()
    (returned / "old.eml").unlink()
    out = tmp_path / "letters"
    words = ("order", "report", order, returned, "--language", "en", "--no-pdf", "--out", out)
    assert run(*words, "--json").json["files"] == ["questions.en.html"]
