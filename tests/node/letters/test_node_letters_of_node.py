# SPDX-License-Identifier: Apache-2.0
"""Letters of a node's stored messages."""

import re

import pytest

from casts.node.case_files import DUTY, a_referral, requested
from casts.node.peers import CENTRAL, LAWYER, XM, meridia, register, transcribed
from casts.node.world import bodies
from rogatory.errors import Refused
from rogatory.node.case_files.referring import refer
from rogatory.node.drafts.draft import NewAttachment
from rogatory.node.letters.of_node import letter, values_of
from rogatory.node.letters.of_referral import values_of_referral
from rogatory.node.letters.values import LetterRole
from rogatory.node.letters.write import letter_of_values
from rogatory.node.messages.send import send
from rogatory.node.translations.fields import translatable_texts
from rogatory.node.translations.sign import sign_translation

XA, XB = "xa/contact-point", "xb/contact-point"


def test_a_message_prints_alike_at_both_ends(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    pages = [letter(world.node(code), sent.digest, "fr", pdf=False).html for code in ("XA", "XB")]
    assert re.sub(rb"<div class=signing>.*?\n", b"", pages[0]) == pages[1]
    values = values_of(world.node("XB"), sent.digest)
    assert values.signed.digest == sent.digest
    assert values.signed.algorithms == ("p256", "mldsa65")


def test_an_answer_refers_to_the_request_of_its_thread(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    answer = world.sent(XB, XA, "acknowledgement", bodies.acknowledgement(), thread=sent.thread)
    values = values_of(world.node("XB"), answer.digest)
    assert (values.opened.kind, values.opened.digest) == ("preservation", sent.digest)
    assert values.basis.instrument == bodies.preservation()["legal_basis"]["instrument"]


def test_a_later_letter_of_who_asked_has_its_own_reference(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    body = {"request": sent.digest, "reason": "The case was closed."}
    later = world.sent(XA, XB, "no_longer_required", body, thread=sent.thread)
    page = letter(world.node("XA"), later.digest, "en", pdf=False).html.decode()
    assert (
        values_of(world.node("XA"), later.digest).reference == bodies.preservation()["case_number"]
    )
    assert "Our reference" in page
    assert "Your reference" not in page


def test_a_draft_prints_as_a_draft(world):
    draft = world.drafted(XA, XB, "preservation", bodies.preservation())
    values = values_of(world.node("XA"), draft.id)
    assert values.manner is LetterRole.DRAFT
    assert values.content == draft.content
    page = letter(world.node("XA"), draft.id, "en", pdf=False).html.decode()
    assert "DRAFT, NOT SIGNED" in page


def test_a_name_of_nothing_is_refused(world):
    with pytest.raises(Refused) as refused:
        letter(world.node("XA"), "0" * 64, "en", pdf=False)
    assert refused.value.codes == ("letter-unknown",)


def test_a_referral_prints_what_its_contents_have_and_no_more(world):
    thread, node = requested(world), world.node("XB")
    wanted = a_referral(world)
    referral = refer(node, thread, wanted, DUTY).entry.id
    values = values_of_referral(node, thread, referral)
    assert values.manner is LetterRole.REFERRAL
    assert (values.wanted_by, values.to_be_named) == (wanted.wanted_by, referral)
    page = letter_of_values(values, "en", pdf=False).html.decode()
    assert wanted.to.name in page
    assert wanted.requested in page
    body = bodies.preservation()
    assert body["facts"] in page
    assert body["authority"]["name"] not in page
    with pytest.raises(Refused) as refused:
        values_of_referral(node, thread, "nothing")
    assert refused.value.codes == ("letter-no-referral",)


def test_a_letter_to_a_state_without_a_node_is_addressed_from_the_register_and_to_be_signed(world):
    node, found = world.node("XB"), meridia()
    register(node, found)
    draft = world.drafted(CENTRAL, XM, "preservation", bodies.preservation())
    message = send(node, world.approved(draft).id, LAWYER)
    values = values_of(node, message.digest)
    assert values.manner is LetterRole.PAPER
    assert values.addressee.names == {"en": found.authorities[XM]}
    assert values.addressee.details == ("1 Harbour Street, Port Meridia",)
    page = letter_of_values(values, "en", pdf=False).html.decode()
    assert "Name and title" in page
    assert "openssl cms -verify" in page


def test_what_was_read_off_a_paper_says_that_nothing_of_it_is_verified(world):
    node = world.node("XB")
    register(node, meridia())
    message = transcribed(node)
    page = letter(node, message.digest, "en", pdf=False).html.decode()
    assert "TRANSCRIBED FROM A PAPER, NOT VERIFIED" in page
    assert "compliments" not in page
    assert "openssl" not in page


@pytest.mark.law_line(15)
def test_a_letter_in_a_language_not_read_there_passes_with_a_translation(world):
    node = world.node("XB")
    register(node, meridia(languages=("fr",)))
    with pytest.raises(Refused) as refused:
        world.drafted(CENTRAL, XM, "preservation", bodies.preservation())
    assert refused.value.codes == ("letter-language",)
    comity = {"instrument": "comity", "articles": ["-"]}
    body = {**bodies.preservation(), "legal_basis": comity, "reciprocity": bodies.RECIPROCITY}
    made = sign_translation(
        node,
        sender=CENTRAL,
        kind="preservation",
        body=body,
        language="en",
        into="fr",
        fields=translatable_texts("preservation", body),
        capacity="official",
        officer=LAWYER,
    )
    files = [NewAttachment(name, kind, data) for name, (kind, data) in made.files.items()]
    assert world.drafted(CENTRAL, XM, "preservation", body, attachments=files).addressee == XM
