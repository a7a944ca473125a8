# SPDX-License-Identifier: Apache-2.0
"""The common parts of the tests of the law on a node: corrections, drafts with open questions,
answers.
"""

from datetime import date

import pytest

from casts.node.world import bodies, snapshot
from rogatory.errors import Refused
from rogatory.node.law.decisions import decide
from rogatory.node.provisions.required_contents import message_forms
from rogatory.treaty.corrections import Correction
from rogatory.treaty.law import packaged_law
from rogatory.treaty.written_treaty import read_treaty

XA, XB = "xa/contact-point", "xb/contact-point"
CENTRAL_XA, CENTRAL_XB = "xa/central-authority", "xb/central-authority"
LAWYER, SECOND = "xa-0010", "xa-0011"

PARTY = {
    "state": "XM",
    "instrument": "un-cybercrime",
    "signed": "2025-10-26",
    "deposited": "2026-08-20",
    "in_force_from": "2026-11-18",
    "source": "note of the depositary",
    "certainty": "seen",
}


def a_correction(name="xm-is-a-party", **changes):
    given = {
        "id": name,
        "section": "parties",
        "row": PARTY,
        "reason": "Meridia has deposited its instrument.",
        "source": "Depositary notification 31",
        "certainty": "seen",
        "dated": date(2026, 11, 24),
        "replaces": None,
    }
    return Correction(**given | changes)


def refused(node, action):
    """Return the codes of a refusal that left the store as it was."""
    before = snapshot(node)
    with pytest.raises(Refused) as caught:
        action()
    assert snapshot(node) == before
    return sorted(set(caught.value.codes))


def codes(reasons):
    return sorted(reason.code.id for reason in reasons)


def answered(world, state, subject, question, answer, **more):
    """Return an officer's answer to a question, by default the duty officer's."""
    given = {
        "subject": subject,
        "topic": "before-sending",
        "question": question,
        "answer": answer,
        "reason": "Looked at for this case.",
        "officer": f"{state.lower()}-0001",
    }
    world.clock.forward(seconds=1)
    return decide(world.node(state), **given | more)


def a_preservation(world, **changes):
    return world.drafted(XA, XB, "preservation", bodies.preservation(**changes))


def a_request(world, **changes):
    return world.drafted(
        CENTRAL_XA, CENTRAL_XB, "mla_stored_data", bodies.mla_stored_data(**changes)
    )


TREATY_FILE = """\
# Invented for tests.
version: 1
as_of: 2026-11-24
edition: 1
instruments:
  - id: mlat-xa-xb
    name: Treaty between Arcadia and Borealia on mutual legal assistance
    reference: MLAT XA-XB
    membership: pair
    between: [XA, XB]
    addressee: state
    applies_from: 2016-01-01
    assistance_treaty: "yes"
    source: Official journal 12/2015
    certainty: seen
    serves:
      mla_stored_data: {articles: ["3"], covers: any, rank: 15, limits: [answered within 120 days], certainty: seen}
kinds:
  - {instrument: mlat-xa-xb, kind: mla_stored_data, article: "3(1)", offences: any, effort: duty, dual_criminality: may-refuse, channels: [central-authority], certainty: seen, source: Official journal 12/2015}
grounds:
  - instrument: mlat-xa-xb
    id: harbour_dues
    label: the offence concerns harbour dues
    kinds:
      mla_stored_data: {article: "5(1)(b)", certainty: memory, source: recalled}
duties:
  - instrument: mlat-xa-xb
    id: reasons
    text: Reasons are given for every refusal.
    kinds:
      mla_stored_data: {article: "5(3)", certainty: seen, source: Official journal 12/2015}
limits:
  - {instrument: mlat-xa-xb, id: answer, article: "7(2)", days: 120, bound: most, rule: answered within this time after receipt, certainty: seen, source: Official journal 12/2015}
"""


def a_treaty(text=TREATY_FILE, law=None):
    return read_treaty(law or packaged_law("federation"), text.encode(), message_forms())


def second_edition():
    return TREATY_FILE.replace("edition: 1", "edition: 2").replace("harbour_dues", "light_dues")
