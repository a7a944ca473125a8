# SPDX-License-Identifier: Apache-2.0
"""A log's key that was stolen: what it signed counts only where other States prove that it is older [17]."""

import base64
import hashlib
import json
import shutil
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from casts.court.own_witness import Witness

BEFORE, AFTER = "2026-11-24T02:30:00Z", "2026-11-26T02:00:00Z"
CODE = "log-key-compromised"


@pytest.fixture
def ending(verifier, trust):
    """Return what the directory gives to trust once the key of a State's log has ended."""

    def ended(state, reason, at):
        found = verifier.Trusted.read([str(trust)])
        (log,) = found.newest.entries[state]["logs"]
        log["ended"] = {"at": at, "reason": reason}
        return found

    return ended


@pytest.fixture
def found(verifier):
    """Return the checks of a folder by what was given to trust, by id."""

    def judge(folder, given):
        at = verifier.moment("2026-11-26T03:00:00Z")
        return {one.id: one for one in verifier.examine(folder, given, at)[0].done}

    return judge


def differing(before, after):
    return {name for name, one in after.items() if one.outcome != before[name].outcome}


def journal_of(folder):
    beside = folder.with_name(f"{folder.name}-custody")
    return beside if beside.exists() else folder / "custody"


FAILING = {
    ("XB", "sealed"): {"custody-logged"},
    ("XB", "bag"): {"custody-logged"},
    ("XB", "bundle"): {"custody-logged", "receipts"},
    ("XA", "bundle"): {"custody-logged", "receipts", "message-events"},
}


@pytest.mark.parametrize("at", [BEFORE, AFTER])
@pytest.mark.parametrize(("state", "kind"), FAILING)
def test_what_a_stolen_key_of_a_log_signed_fails_what_rests_on_it(
    verifier, made, trust, ending, found, state, kind, at
):
    """`bundle.json` is stamped by XA's own authority, which proves nothing of what another State signed."""
    folder = made(kind)
    before = found(folder, verifier.Trusted.read([str(trust)]))
    after = found(folder, ending(state, "compromised", at))
    if (state, at) == ("XA", AFTER):
        assert differing(before, after) == set()
        return
    assert differing(before, after) == FAILING[state, kind]
    for name in FAILING[state, kind]:
        assert after[name].outcome == "fails"
        assert all(CODE in reason for reason in after[name].remarks)


def test_a_bundle_that_is_not_complete_proves_no_checkpoint(verifier, made, trust, ending, found):
    folder = made("bundle")
    (folder / "report.en.html").write_bytes(b"<!doctype html>\n")
    before = found(folder, verifier.Trusted.read([str(trust)]))
    after = found(folder, ending("XA", "compromised", AFTER))
    assert differing(before, after) == FAILING["XA", "bundle"]


@pytest.mark.parametrize(("state", "kind"), FAILING)
def test_a_rotated_key_of_a_log_ends_nothing(verifier, made, trust, ending, found, state, kind):
    """A checkpoint claims no time."""
    folder = made(kind)
    before = found(folder, verifier.Trusted.read([str(trust)]))
    assert differing(before, found(folder, ending(state, "rotated", BEFORE))) == set()


@pytest.mark.parametrize("kind", ["sealed", "bag", "bundle"])
@pytest.mark.parametrize("reason", ["compromised", "rotated"])
def test_an_entry_ends_a_log_key_as_a_copy_does(verifier, made, trust, ending, found, kind, reason):
    """Beside a bundle that end counts, too, though the directory inside has none."""
    folder = made(kind)
    entry = ending("XB", reason, BEFORE).newest.entries["XB"]
    honest = verifier.Trusted.read([str(trust)]).newest.entries["XB"]
    before = found(folder, verifier.Trusted(entries=(honest,)))
    after = found(folder, verifier.Trusted(entries=(entry,)))
    assert differing(before, after) == (FAILING["XB", kind] if reason == "compromised" else set())
    for one in differing(before, after):
        assert after[one].outcome == "fails"
        assert any(CODE in remark for remark in after[one].remarks)


@pytest.mark.parametrize("kind", ["sealed", "bag", "bundle"])
@pytest.mark.parametrize(("seconds", "outcome"), [(-1, "holds"), (0, "fails"), (1, "fails")])
def test_cosignatures_of_another_state_prove_that_a_checkpoint_is_older(
    verifier, made, ending, found, kind, seconds, outcome
):
    folder, given = made(kind), ending("XB", "compromised", "2026-11-25T00:00:00Z")
    stolen = verifier.moment("2026-11-25T00:00:00Z")
    Witness(given, "XA", "XB").cosign_proofs(
        journal_of(folder), stolen + timedelta(seconds=seconds)
    )
    after = found(folder, given)
    assert after["custody-logged"].outcome == outcome
    assert after["custody-journal"].outcome == "holds"


def test_its_own_witness_proves_nothing(verifier, made, ending, found):
    """A thief of the State's log has its witness, too."""
    folder, given = made("sealed"), ending("XB", "compromised", AFTER)
    witness = Witness(given, "XB", "XA")
    given.newest.entries["XB"]["witness_policy"] = "any 1 of XA\n"
    for path in journal_of(folder).glob("*.tlog-proof"):
        head, _, note = path.read_text().partition("\n\n")
        path.write_text(
            f"{head}\n\n{witness.cosign(note, verifier.moment('2026-11-24T03:00:30Z'))}"
        )
    assert found(folder, given)["custody-logged"].outcome == "fails"


def test_a_proof_by_a_stolen_key_proves_no_moment(verifier, made, ending):
    folder, given = made("sealed"), ending("XB", "compromised", "2026-11-24T04:00:00Z")
    at = verifier.moment("2026-11-24T03:00:30Z")
    Witness(given, "XA", "XB").cosign_proofs(journal_of(folder), at)
    (folder / "seal.json.tst").unlink()
    moment = verifier.moment("2026-11-26T03:00:00Z")
    proved, _ = verifier.examine(folder, given, moment)
    assert proved.seal.proof()["proved_at"] == verifier.shown(at)
    (log,) = given.newest.entries["XB"]["logs"]
    log["ended"]["at"] = verifier.shown(at)
    unproved, _ = verifier.examine(folder, given, moment)
    assert unproved.seal.proof() == verifier.NOTHING_PROVED


def test_a_receipt_counts_by_cosignatures_of_another_state(verifier, made, trust, ending):
    given = ending("XA", "compromised", "2026-11-25T00:00:00Z")
    bundle = verifier.Bundle(made("bundle"), given, verifier.moment("2026-11-26T03:00:00Z"))
    bundle._prepare()
    one = next(each for each in bundle.others if each.receipt["node"] == "XA")
    with pytest.raises(verifier.Wrong, match=CODE):
        one.check_receipt(bundle.judge, None)
    bundle.known = None
    assert not bundle._receipted(one)
    log, witness = one.receipt["log"], Witness(given, "XB", "XA")
    at = verifier.moment(one.receipt["received"])
    log["checkpoint"] = witness.cosign(log["checkpoint"], at)
    assert one.check_receipt(bundle.judge, None)[0].origin == log["origin"]


def test_a_checkpoint_that_another_key_of_the_log_signed_counts(verifier, trust):
    """A log may have two keys for a time; one that nobody stole is enough."""
    given = verifier.Trusted.read([str(trust)])
    origin = f"{given.newest.network}/xb/1"
    keys = [ed25519.Ed25519PrivateKey.generate() for _ in range(2)]
    vkeys, identifiers = [], []
    for key in keys:
        public = b"\x01" + key.public_key().public_bytes_raw()
        identifiers.append(hashlib.sha256(f"{origin}\n".encode() + public).digest()[:4])
        vkeys.append(f"{origin}+{identifiers[-1].hex()}+{base64.b64encode(public).decode()}")
    (log,) = given.newest.entries["XB"]["logs"]
    period = {"from": log["from"], "until": log["until"]}
    stolen = {"at": BEFORE, "reason": "compromised"}
    given.newest.entries["XB"]["logs"] = [
        {"origin": origin, "vkey": vkeys[0], "ended": stolen, **period},
        {"origin": origin, "vkey": vkeys[1], "ended": None, **period},
    ]
    text = f"{origin}\n1\n{base64.b64encode(bytes(32)).decode()}\n"

    def signed(*numbers):
        lines = [
            f"\u2014 {origin} "
            + base64.b64encode(identifiers[n] + keys[n].sign(text.encode())).decode()
            for n in numbers
        ]
        return text + "\n" + "\n".join(lines) + "\n"

    judge = verifier.Judge(given.newest)
    for numbers in ((0,), (1,), (0, 1), (1, 0)):
        assert verifier.checkpoint(signed(*numbers), vkeys).origin == origin
    for numbers in ((1,), (0, 1), (1, 0)):
        judge.demand_log_key(signed(*numbers), vkeys, [])
    with pytest.raises(verifier.Wrong, match=CODE):
        judge.demand_log_key(signed(0), vkeys, [])
    later = given.newest.entries["XB"]["logs"][1]
    later["ended"] = {"at": AFTER, "reason": "compromised"}
    between = [None, verifier.moment(AFTER) - timedelta(seconds=1)]
    judge.demand_log_key(signed(0, 1), vkeys, between)
    for numbers, there in (((0,), between), ((0, 1), [verifier.moment(AFTER)])):
        with pytest.raises(verifier.Wrong, match=CODE):
            judge.demand_log_key(signed(*numbers), vkeys, there)


def test_a_history_that_a_stolen_key_signed_contradicts_the_other_one_all_the_same(
    verifier, made, trust, ending, found
):
    """The thief did not make the first proof; both are compared whether or not they count."""
    folder = made("bundle")
    journal = folder / "custody"
    one, two = (journal / f"{name}.tlog-proof" for name in ("0001", "0002"))
    for given in (verifier.Trusted.read([str(trust)]), ending("XB", "compromised", BEFORE)):
        bundle = verifier.Bundle(folder, given, verifier.moment("2026-11-26T03:00:00Z"))
        bundle._prepare()
        stated = [each.stated for each in bundle.custody.events if each.stated is not None]
        assert len(stated) == len(bundle.custody.events)
        own, other = (each for each in bundle.custody.events if each.stem in {"0001", "0002"})
        assert verifier.LogStatements().of_entries([own, other]) == []
        own.stated = (other.stated[0], b"x" * 32)
        own.index = other.index
        assert len(verifier.LogStatements().of_entries([own, other])) == 1
    assert one.read_bytes() != two.read_bytes()


def test_the_place_of_a_destroyed_event_needs_a_checkpoint_that_counts(
    verifier, material, made, ending, found
):
    folder = made("bundle")
    for path in (folder / "custody").glob("0002.*"):
        path.unlink()
    shutil.copytree(material / "changed/bundle/destroyed", folder, dirs_exist_ok=True)
    document = json.loads((folder / "custody/0002.tombstone.json").read_bytes())
    state = document["place"]["log"].split("/")[1].upper()
    rotated = found(folder, ending(state, "rotated", BEFORE))
    stolen = found(folder, ending(state, "compromised", BEFORE))
    assert "custody-destroyed" in differing(rotated, stolen)
    assert "custody-journal" not in differing(rotated, stolen)
    assert stolen["custody-destroyed"].outcome == "fails"
    assert all(CODE in reason for reason in stolen["custody-destroyed"].remarks)


def test_a_checkpoint_that_does_not_count_meets_no_policy(made, ending, found, verifier):
    folder, given = made("sealed"), ending("XB", "compromised", "2026-11-25T00:00:00Z")
    witness = Witness(given, "XA", "XB")
    at = verifier.moment("2026-11-24T03:00:30Z")
    witness.cosign_proofs(journal_of(folder), at)
    assert found(folder, given)["custody-witnessed"].outcome == "holds"
    (log,) = given.newest.entries["XB"]["logs"]
    log["ended"]["at"] = verifier.shown(at)
    after = found(folder, given)
    assert (after["custody-witnessed"].outcome, after["custody-logged"].outcome) == (
        "undecided", "fails",
    )  # fmt: skip
