# SPDX-License-Identifier: Apache-2.0
"""Names and titles below letters: kept by the officer's own node, and nowhere else."""

import re

import pytest

from casts.node.case_files import a_referral, requested
from casts.node.world import bodies
from rogatory.errors import Refused
from rogatory.node.case_files.referring import refer
from rogatory.node.letters.of_node import letter, signed_by, values_of
from rogatory.node.letters.of_referral import values_of_referral
from rogatory.node.letters.write import letter_of_values
from rogatory.node.officers.signatories import keep_signatory, signatory_now

XA, XB = "xa/contact-point", "xb/contact-point"
NAME, TITLE = "Ana Prior", "Head of the 24/7 Contact Point"


def sent_by(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    return sent


def officers_of(world, sent):
    return values_of(world.node("XA"), sent.digest).signed.officers


def page(world, state, sent, language="en"):
    return letter(world.node(state), sent.digest, language, pdf=False).html.decode()


def body_of(html):
    """The letter without its annexes: what the ministry reads."""
    return re.split(r"Annex [A-C]", html)[0]


def test_name_and_title_are_printed_by_the_sending_node_alone(world):
    node = world.node("XA")
    sent = sent_by(world)
    first = officers_of(world, sent)[0]
    keep_signatory(node, first, "en", NAME, TITLE)
    assert NAME in body_of(page(world, "XA", sent))
    assert TITLE in page(world, "XA", sent)
    assert "Name and title" not in body_of(page(world, "XA", sent))
    for state in ("XB",):
        assert NAME not in page(world, state, sent)
        stored = world.node(state).store.message(sent.digest)
        assert NAME.encode() not in stored.message + stored.approvals
        assert world.node(state).store.signatories(first) == []
    entry = str(node.register.view().register("XA"))
    assert NAME not in entry
    assert TITLE not in entry


def test_no_letter_is_signed_with_a_number(world):
    sent = sent_by(world)
    for state, lines in (("XA", 1), ("XB", 0)):
        shown = body_of(page(world, state, sent))
        assert shown.count("Name and title") == lines
        for officer in officers_of(world, sent):
            assert officer not in shown


def test_a_letter_keeps_the_title_of_its_day(world):
    node = world.node("XA")
    sent = sent_by(world)
    first = officers_of(world, sent)[0]
    keep_signatory(
        node, first, "en", NAME, TITLE
    )  # entered after it was sent: printed all the same
    world.clock.forward(days=1)
    keep_signatory(node, first, "en", NAME, "Director")
    assert TITLE in page(world, "XA", sent)
    assert "Director" not in page(world, "XA", sent)
    assert signatory_now(node, first)["en"].title == "Director"
    world.clock.forward(days=1)
    keep_signatory(node, first, "en", "", "")
    world.clock.forward(days=1)
    assert signatory_now(node, first) == {}


def test_each_language_has_its_own_title_and_a_letter_in_another_prints_what_there_is(world):
    node = world.node("XA")
    sent = sent_by(world)
    first = officers_of(world, sent)[0]
    keep_signatory(node, first, "en", NAME, TITLE)
    keep_signatory(node, first, "ar", "آنا بريور", "رئيسة نقطة الاتصال")
    assert "آنا بريور" in page(world, "XA", sent, "ar")
    assert NAME not in page(world, "XA", sent, "ar")
    assert NAME in page(world, "XA", sent, "ru")


def test_another_signatory_is_printed_where_one_is_entered_for_this_print(world):
    node = world.node("XA")
    sent = sent_by(world)
    values = values_of(node, sent.digest)
    changed = letter_of_values(signed_by(values, "B. Deputy", "Deputy"), "en", pdf=False).html
    assert b"B. Deputy" in changed
    assert "B. Deputy" not in page(world, "XA", sent)
    theirs = values_of(world.node("XB"), sent.digest)
    assert signed_by(theirs, "B. Deputy", "Deputy") == theirs
    with pytest.raises(Refused) as caught:
        signed_by(values, "A" * 201, "")
    assert {one.code.id for one in caught.value.reasons} == {
        "signatory-line",
        "signatory-incomplete",
    }


def test_a_referral_is_signed_by_the_officer_who_made_it(world):
    thread = requested(world)
    node = world.node("XB")
    made = refer(node, thread, a_referral(world), officer="xb-0001")
    values = values_of_referral(node, thread, made.entry.id)
    assert b"Name and title" in letter_of_values(values, "en", pdf=False).html
    keep_signatory(node, "xb-0001", "en", NAME, TITLE)
    shown = letter_of_values(values_of_referral(node, thread, made.entry.id), "en", pdf=False).html
    assert NAME.encode() in shown
    assert b"Name and title" not in shown


@pytest.mark.parametrize(
    ("language", "name", "title", "codes"),
    [
        ("de", NAME, TITLE, {"signatory-language"}),
        ("en", NAME, "", {"signatory-incomplete"}),
        ("en", "", TITLE, {"signatory-incomplete"}),
        ("en", f"{NAME}\nforged line", TITLE, {"signatory-line"}),
        ("en", "\u202e" + NAME, TITLE, {"signatory-line"}),
        ("xx", "A" * 201, "", {"signatory-language", "signatory-incomplete", "signatory-line"}),
    ],
)
def test_what_cannot_be_printed_is_refused_and_changes_nothing(world, language, name, title, codes):
    node = world.node("XA")
    with pytest.raises(Refused) as caught:
        keep_signatory(node, "xa-0001", language, name, title)
    assert {one.code.id for one in caught.value.reasons} == codes
    assert node.store.signatories("xa-0001") == []
