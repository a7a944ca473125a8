# SPDX-License-Identifier: Apache-2.0
"""Letters of what lies in a node's books."""

import pytest
from node_cast import bodies

from rogatory.errors import Refused
from rogatory.node.letters.of_node import letter, values_of
from rogatory.node.letters.values import Manner

XA, XB = "xa/contact-point", "xb/contact-point"


def test_a_message_prints_alike_at_both_ends(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    pages = {letter(world.node(code), sent.digest, "fr", pdf=False).html for code in ("XA", "XB")}
    assert len(pages) == 1
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


def test_a_draft_prints_as_a_draft(world):
    draft = world.drafted(XA, XB, "preservation", bodies.preservation())
    values = values_of(world.node("XA"), draft.id)
    assert values.manner is Manner.DRAFT
    assert values.content == draft.content
    page = letter(world.node("XA"), draft.id, "en", pdf=False).html.decode()
    assert "DRAFT, NOT SIGNED" in page


def test_a_name_of_nothing_is_refused(world):
    with pytest.raises(Refused) as refused:
        letter(world.node("XA"), "0" * 64, "en", pdf=False)
    assert refused.value.codes == ("letter-unknown",)
