# SPDX-License-Identifier: Apache-2.0
"""A letter cites what the page of the same message shows, under every instrument and with a treaty beside it."""

import pytest

from casts.node.letters import AT, bodies, values
from rogatory.errors import NO_ARTICLE
from rogatory.exercises import case
from rogatory.node.letters.references import (
    law_of,
    provision_of_field,
    provision_of_message,
    provision_stated,
)
from rogatory.node.letters.values import LetterBasis, OpeningMessage
from rogatory.node.provisions.request_law import RequestLaw
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.corrections import Correction
from rogatory.treaty.law import FEDERATION, corrected, packaged_law
from rogatory.treaty.regimes import cite
from rogatory.wire.digests import sha256

BODIES = bodies.one_of_each()
PACKAGED = packaged_law(FEDERATION)
INSTRUMENTS = ("un-cybercrime", "ets-185", "ets-30", "untoc", "uncac", "comity")


def with_ets_30(sender, addressee):
    """The law where the two States of a letter are bound by ETS 30."""
    bound = {"instrument": "ets-30", "in_force_from": "2010-01-01", "source": "x"}
    return corrected(
        PACKAGED,
        [
            Correction(
                f"c-{state}",
                "parties",
                bound | {"state": state, "certainty": "seen"},
                "x",
                "x",
                "seen",
                AT.date(),
                None,
            )
            for state in (sender, addressee)
        ],
    )


def letters(instrument, law):
    """Yield a letter of every kind, in a thread of each kind of request that it may follow."""
    for kind, registered in KINDS.items():
        for opener in (kind,) if registered.opens_thread else sorted(registered.follows):
            given = {"basis": LetterBasis(instrument, ("-",)), "law": law}
            if not registered.opens_thread:
                given["opened"] = OpeningMessage(opener, AT, sha256(b"message"), case.CASE_NUMBER)
            yield opener, values(kind, dict(BODIES[kind]), **given)


def shown(regime, provision):
    """Return a letter's provision as a page writes it."""
    if provision is None:
        return NO_ARTICLE
    return cite(regime, provision.instrument, ", ".join(provision.articles))


@pytest.mark.parametrize("instrument", INSTRUMENTS)
@pytest.mark.parametrize("beside", ["nothing", "ets-30"])
def test_a_letter_and_a_page_cite_the_same(instrument, beside):
    sample = values("acknowledgement", dict(BODIES["acknowledgement"]))
    states = (sample.sender.state, sample.addressee.state)
    law = PACKAGED if beside == "nothing" else with_ets_30(*states)
    cited = set()
    for opener, letter in letters(instrument, law):
        regime = law_of(letter)
        page = RequestLaw(regime, opener)
        known = KINDS[letter.kind]
        if provision_stated(letter) is None:
            found = shown(regime, provision_of_message(letter))
            assert found == _of_page(page, known.cites), (letter.kind, opener)
            cited.add(found)
        for content in known.contents:
            found = shown(regime, provision_of_field(letter, content.key))
            wanted = _of_page(page, f"{letter.kind}/{content.key}")
            assert found == wanted, (letter.kind, content.key, opener)
    assert len(cited) > 3 or instrument == "comity"
    is_brought = any(one.endswith("of ETS 30") for one in cited)
    assert is_brought == (
        instrument == "ets-30"
        or (beside == "ets-30" and instrument in {"un-cybercrime", "ets-185", "untoc", "uncac"})
    )


def _of_page(page, cites):
    """Return the article that a page shows of an id; good practice is shown without one."""
    basis = page.basis(cites)
    article = NO_ARTICLE if basis.certainty == "practice" else basis.article
    return article.replace(" by ", ", ")


def test_a_notice_about_information_that_was_given_cites_the_rule_on_information():
    letter = next(
        one
        for opener, one in letters("un-cybercrime", PACKAGED)
        if (opener, one.kind) == ("spontaneous_information", "exculpatory_notice")
    )
    assert provision_of_message(letter).articles == ("40(5)",)
