# SPDX-License-Identifier: Apache-2.0
"""Attacks with a consent that two officers gave and nobody used: for another item, and later."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from casts.cli.commands import listing, run
from casts.cli.protected import (
    FIRST,
    PASSPHRASE,
    SECOND,
    by_both,
    by_two,
    consents,
    protected,
    state,
)
from casts.court.bundle_attacks import examined
from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.errors import Refused
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.consent.document import CONSENT_LASTS, ConsentText, parse_consent
from rogatory.node.workstation.consent.signing import (
    Hand,
    Responsible,
    TwoOfficers,
    agreed,
    with_recovery,
)
from rogatory.node.workstation.extract import extract_from
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.node.workstation.keys.officer_keys import open_officer_folder
from rogatory.node.workstation.opening import Opening
from rogatory.node.workstation.verification.seal_trust import trust_for_sealed
from rogatory.wire.digests import sha256

__all__ = ["by_both", "protected", "state"]

LONG = f"Mail/{'a' * 300}/{'b' * 300}/{'c' * 300}.eml"


def now():
    """Return the time, which is later than import by as long as the tests before it take."""
    return datetime.now(UTC)


def both(state, passphrase=lambda: PASSPHRASE):
    hands = (Hand(open_officer_folder(state / one), passphrase) for one in (FIRST, SECOND))
    return TwoOfficers(*hands, open_authority_folder(state / "keys"))


def acting(state, clock):
    return Actor(open_authority_folder(state / "keys").signing_keys(), clock, os.urandom, FIRST)


def object_of(journal):
    return parse_event(list(journal)[-1].event).object


def unused(state, by_both, items, doing="extracted"):
    """A genuine consent beside the bag that no event names yet, and the bag's digest."""
    bag = object_of(Journal(by_both.with_name("out-custody")))
    by = Responsible(acting(state, now), "For the indictment", both(state))
    consent = agreed(by, act=doing, bag=bag, items=items, what="")
    consent.keep(by_both)
    return consent, bag


def used_for(state, by_both, consent, bag, code, at=None, **fields):
    """An event of the authority's own keys names the consent."""
    done = act(code, second=SECOND, consent=consent.digest, **fields)
    acting(state, lambda: at or now()).record(
        Journal(by_both.with_name("out-custody")), done, of=bag
    )


def judged(by_both):
    """Our verdict on the consents, and whether the verifier that shares no line agrees."""
    before = listing(by_both.parent)
    [(outcome, codes)] = consents(run("evidence", "verify", by_both, "--json"))
    _, checks = examined(by_both)
    assert checks["The consents that events name hold"].outcome == outcome
    assert listing(by_both.parent) == before
    return outcome, codes


FILE = {"sha256": sha256(b"")}
MANY = {"files": 1, "bytes": 1, "list": sha256(b"")}


@pytest.mark.parametrize(
    ("items", "code", "fields"),
    [
        (["Mail/0001.eml"], "extracted-file", {"path": "data/disk.img", **FILE}),
        (["Mail/0001.eml"], "viewed", {"path": "disk.img", **FILE}),
        (["Mail/0001.eml"], "extracted-files", {"paths": ("**",), "more": None, **MANY}),
        (["Mail"], "extracted-files", {"paths": ("Mail",), "more": 1, **MANY}),
        (["Mail"], "extracted-files", {"paths": ("Mail", "disk.img"), "more": None, **MANY}),
        ([LONG], "viewed", {"path": f"{LONG[:100]}...{LONG[-200:]}", **FILE}),
        ([LONG], "viewed", {"path": "M...l", **FILE}),
        (None, "viewed", {"path": "disk.img", **FILE}),
    ],
)
def test_an_unused_consent_to_one_item_serves_no_other(items, code, fields, by_both, state):
    consent, bag = unused(state, by_both, items)
    used_for(state, by_both, consent, bag, code, **fields)
    assert judged(by_both) == ("fails", ["consent-differs"])


@pytest.mark.parametrize(
    ("items", "code", "fields"),
    [
        (["Mail/0001.eml"], "extracted-file", {"path": "data/Mail/0001.eml", **FILE}),
        (["data/Mail/0001.eml"], "viewed", {"path": "Mail/0001.eml", **FILE}),
        ([f"{n}" for n in range(12)], "extracted-files",
         {"paths": tuple(f"{n}" for n in range(10)), "more": 2, **MANY}),
        ([LONG], "viewed", {"path": f"{LONG[:298]}...{LONG[-298:]}", **FILE}),
    ],
)  # fmt: skip
def test_a_consent_serves_the_items_that_it_names(items, code, fields, by_both, state):
    consent, bag = unused(state, by_both, items)
    used_for(state, by_both, consent, bag, code, **fields)
    assert judged(by_both) == ("holds", [])


def test_an_unused_consent_to_one_disclosure_serves_no_other(by_both, state):
    consent, bag = unused(state, by_both, [sha256(b"one")], "disclosed")
    used_for(state, by_both, consent, bag, "disclosed", items=1, of=2, files=1,
             selection=sha256(b"other"), proceedings=None, recipient=None)  # fmt: skip
    assert judged(by_both) == ("fails", ["consent-differs"])


def test_an_unused_consent_is_none_to_an_act_on_a_later_day(by_both, state):
    consent, bag = unused(state, by_both, ["Mail/0001.eml"])
    late = now() + CONSENT_LASTS + timedelta(seconds=1)
    used_for(state, by_both, consent, bag, "viewed", late, path="Mail/0001.eml", **FILE)
    assert judged(by_both) == ("fails", ["consent-differs"])


def test_two_officers_cannot_sign_a_consent_without_an_end(by_both, state):
    text = unused(state, by_both, None)[0].text
    for until in (text.at, text.at + CONSENT_LASTS + timedelta(seconds=1)):
        fields = {name: getattr(text, name) for name in ConsentText.__slots__} | {"until": until}
        with pytest.raises(Refused) as refused:
            parse_consent(ConsentText(**fields).encode())
        assert refused.value.codes == ("consent-form",)


def test_the_same_act_agreed_to_twice_in_one_second_has_two_consents(by_both, state):
    bag = object_of(Journal(by_both.with_name("out-custody")))
    moment = now()
    actor = acting(state, lambda: moment)
    by = Responsible(actor, officers=both(state))
    made = [
        agreed(by, act="extracted", bag=bag, items=["Mail/0001.eml"], what="") for _ in range(2)
    ]
    for consent in made:
        consent.keep(by_both)
        used_for(state, by_both, consent, bag, "viewed", path="Mail/0001.eml", **FILE)
    assert judged(by_both) == ("holds", [])


def test_an_act_that_ends_after_its_consent_takes_nothing_out(tmp_path, protected, state):
    """The clock goes on by two days once both have signed."""
    folder, out, signed = open_authority_folder(state / "keys"), tmp_path / "out", []

    def passphrase():
        signed.append(PASSPHRASE)
        return PASSPHRASE

    late = acting(state, lambda: now() + CONSENT_LASTS * len(signed))
    before = listing(tmp_path)
    with pytest.raises(Refused) as refused:
        extract_from(protected, ["Mail/0001.eml"], out, opening=Opening(identities=folder.identities(None), trust=trust_for_sealed(protected, None, now())), by=Responsible(actor=late, officers=both(state, passphrase)))  # fmt: skip
    assert refused.value.codes == ("consent-ended",)
    assert listing(tmp_path) == before


def test_the_recovery_identity_is_used_under_no_consent_that_ended(by_both, state):
    consent, bag = unused(state, by_both, None, "opened")
    late = acting(state, lambda: now() + CONSENT_LASTS * 2)
    before = listing(by_both.parent)
    journal = Journal(by_both.with_name("out-custody"))
    with pytest.raises(Refused) as refused:
        with_recovery(late, consent).record(
            journal, act("opened", second=None, consent=None), of=bag
        )
    assert refused.value.codes == ("consent-ended",)
    assert listing(by_both.parent) == before


def test_a_real_extraction_names_its_item(tmp_path, protected, state):
    result = run("evidence", "extract", protected, "data/Mail/0001.eml", "--key", state / "keys",
               "--out", tmp_path / "one", *by_two(state))  # fmt: skip
    assert result.status == 0, result.err
    result = run("evidence", "verify", protected, "--json")
    assert consents(result) == [("undecided", [])]  # by nothing but the State CA, which nobody gave
