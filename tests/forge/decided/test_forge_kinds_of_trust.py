# SPDX-License-Identifier: Apache-2.0
"""Trust of one kind, and entries as a directory of their States (SPECIFICATION.md 15)."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from casts.court.independent_verifier import unpack_material
from forge.judges import JUDGES, independent_verifier
from rogatory.errors import Refused
from rogatory.node.workstation.verification.trust import TrustedSeveral, read_trust
from rogatory.wire import canonical

KINDS = ("package", "bag", "package-rewrapped", "disclosure")
BEFORE, AFTER = "2026-11-01T00:00:00Z", "2026-11-25T02:30:00Z"
NO_REGISTER = {"custody-officers", "disclosure-officer", "custody-consents"}


@pytest.fixture
def entry(material, tmp_path):
    """Write the entry of a State as the directory has it, after a change of it."""
    metadata = material.directory / "metadata"

    def make(state, change=lambda entry: None, name="entry"):
        latest = max(
            metadata.glob(f"*.{state.lower()}.json"), key=lambda one: int(one.name.split(".")[0])
        )
        named = json.loads(latest.read_bytes())["signed"]["targets"]
        path = f"states/{state.lower()}.json"
        digest = named[path]["hashes"]["sha256"]
        found = json.loads(
            (material.directory / f"targets/states/{digest}.{state.lower()}.json").read_bytes()
        )
        change(found)
        place = tmp_path / f"{name}-{state}.json"
        place.write_bytes(canonical.encode(found))
        return place

    return make


@pytest.fixture
def entries(entry):
    """Write the entries of all three States, one of them changed."""

    def make(code="XB", change=lambda entry: None):
        return [
            entry(state, change if state == code else lambda _: None)
            for state in ("XA", "XB", "XT")
        ]

    return make


@pytest.fixture(scope="module")
def state_cas(material):
    """The State CAs of a State, in files."""

    def of(state):
        folder = material.case.federation.state(state) / "ca"
        return [folder / f"{one}.pem" for one in ("p256", "mldsa65")]

    return of


def ending(use, reason, at):
    def change(entry):
        for one in entry["certificates"]:
            if one["use"] == use:
                one["ended"] = {"at": at, "reason": reason}

    return change


def without(use):
    def change(entry):
        entry["certificates"] = [one for one in entry["certificates"] if one["use"] != use]

    return change


def stolen_logs(at):
    def change(entry):
        for one in entry["logs"]:
            one["ended"] = {"at": at, "reason": "compromised"}

    return change


def no_logs(entry):
    entry["logs"] = []


CHANGES = {
    "nothing": lambda entry: None,
    "keys stolen before": ending("authority", "compromised", BEFORE),
    "keys stolen after": ending("authority", "compromised", AFTER),
    "keys rotated before": ending("authority", "rotated", BEFORE),
    "no key": without("authority"),
    "state ca stolen before": ending("state-ca", "compromised", BEFORE),
    "state ca rotated before": ending("state-ca", "rotated", BEFORE),
    "timestamps stolen before": ending("tsa", "compromised", BEFORE),
    "no timestamp authority": without("tsa"),
    "logs stolen before": stolen_logs(BEFORE),
    "no log": no_logs,
}


def judged(material, kind, trust):
    return {
        name: judge(material.artifacts[kind], trust, material.now) for name, judge in JUDGES.items()
    }


@pytest.mark.parametrize("state", ["XB", "XT"])
@pytest.mark.parametrize("change", CHANGES)
def test_entries_decide_of_their_states_what_a_copy_decides(
    material, entries, newer_copy, change, state
):
    def published(entry, _register):
        CHANGES[change](entry)

    copy, given = newer_copy(state, published), entries(state, CHANGES[change])
    for kind in KINDS:
        artifact = material.artifacts[kind]
        before = artifact.digest()
        by_copy, by_entries = judged(material, kind, [copy]), judged(material, kind, given)
        for name in JUDGES:
            theirs = {
                one: outcome
                for one, outcome in by_copy[name].checks.items()
                if one not in NO_REGISTER
            }
            ours = {
                one: outcome
                for one, outcome in by_entries[name].checks.items()
                if one not in NO_REGISTER
            }
            assert (kind, name, ours) == (kind, name, theirs)
        assert artifact.digest() == before


@pytest.mark.parametrize(
    ("kind", "change", "failing"),
    [
        ("package", "keys stolen before", {"seal-listed", "custody-journal"}),
        ("package", "no key", {"seal-listed", "custody-journal"}),
        ("bag", "keys stolen before", {"bag-listed", "seal-listed", "custody-journal"}),
        ("disclosure", "state ca stolen before", {"disclosure-listed"}),
        ("disclosure", "keys rotated before", {"disclosure-listed"}),
    ],
)
def test_an_end_that_an_entry_states_fails_what_was_signed(
    material, entries, kind, change, failing
):
    found = judged(material, kind, entries("XB", CHANGES[change]))
    assert {name: one.failing() >= failing for name, one in found.items()} == dict.fromkeys(
        JUDGES, True
    )


def test_entries_have_no_register_of_officers(material, entries):
    for kind in ("package", "bag", "disclosure"):
        for found in judged(material, kind, entries()).values():
            assert not found.checks.keys() & {"custody-officers", "disclosure-officer"}
            assert not found.failing()


@pytest.mark.parametrize("kind", KINDS)
def test_a_state_without_an_entry_is_held_back(material, entry, kind):
    """Nothing of it fails, and nothing of it holds."""
    given = [entry("XA"), entry("XT")]
    for found in judged(material, kind, given).values():
        assert not found.failing()
        assert found.outcome == "undecided"
        undecided = {one for one, outcome in found.checks.items() if outcome == "undecided"}
        assert undecided & {"seal-signed", "seal-chain"}


def test_state_cas_beside_entries_verify_what_their_states_signed_and_list_none_of_it(
    material, entry, state_cas
):
    given = [entry("XA"), entry("XT"), *state_cas("XB")]
    for found in judged(material, "package", given).values():
        assert (found.checks["seal-signed"], found.checks["seal-stamped"]) == ("holds", "holds")
        assert (found.checks["seal-listed"], found.checks["custody-journal"]) == ("undecided",) * 2
    for found in judged(material, "disclosure", given).values():
        assert found.checks["disclosure-package-signed"] == found.checks["seal-signed"] == "holds"
        assert (found.outcome, found.checks["disclosure-listed"]) == ("undecided", "undecided")
    for found in judged(material, "bag", given).values():
        assert (found.checks["bag-signed"], found.checks["bag-listed"]) == ("holds", "undecided")
        assert found.checks["bag-earlier"] == "undecided"  # no copy lists a State CA that vouches


def test_a_token_by_an_authority_of_a_state_without_an_entry_does_not_count(
    material, entry, state_cas
):
    given = [entry("XA"), entry("XB"), *state_cas("XT")]
    for found in judged(material, "package", given).values():
        assert (found.checks["seal-stamped"], found.failing()) == ("undecided", frozenset())


def mixtures(material, entry, state_cas):
    copy, root = material.directory, material.root
    return {
        "a copy and State CAs": [copy, *state_cas("XB")],
        "a copy and an entry": [copy, entry("XB")],
        "a root and an entry": [root, entry("XB")],
        "two entries of one State": [entry("XB"), entry("XB", CHANGES["no key"], "second")],
        "one entry twice": [entry("XB"), entry("XB")],
        "an entry and State CAs of its State": [entry("XB"), *state_cas("XB")],
        "an entry without a State CA": [entry("XB", without("state-ca"), "bare")],
    }


@pytest.mark.parametrize("kind", ["package", "bundle"])
def test_what_would_decide_what_the_other_denies_is_refused(material, entry, state_cas, kind):
    artifact = material.artifacts[kind]
    before = artifact.digest()
    for name, given in mixtures(material, entry, state_cas).items():
        with pytest.raises(Refused) as refused:
            JUDGES["ours"](artifact, given, material.now)
        assert (name, refused.value.codes) == (name, ("trust-kinds",))
        assert all(str(one) in refused.value.reasons[0].sentence() for one in given)
        with pytest.raises(independent_verifier().Refused, match="trust-kinds"):
            JUDGES["independent"](artifact, given, material.now)
    assert artifact.digest() == before


def test_what_is_of_one_kind_adds_up(material, entry, state_cas):
    for given in (
        [material.directory, material.root],
        [entry("XA"), *state_cas("XB"), *state_cas("XT")],
        [*state_cas("XA"), *state_cas("XA")],
    ):
        assert isinstance(read_trust(given), TrustedSeveral)
        independent_verifier().Trusted.read([str(one) for one in given])


@pytest.mark.parametrize(
    ("change", "failing"),
    [
        ("nothing", frozenset()),
        ("keys stolen before", {"seal-signed", "bag-signed", "custody-journal", "messages"}),
        ("keys rotated before", {"seal-signed", "bag-signed", "custody-journal", "messages"}),
        ("no key", frozenset()),
        ("logs stolen before", {"custody-logged"}),
    ],
)
def test_beside_a_bundle_an_end_that_an_entry_states_counts(material, entries, change, failing):
    """Of what it does not list, an entry decides nothing: it may be older than the directory inside."""
    found = judged(material, "bundle", entries("XB", CHANGES[change]))
    assert {name: one.failing() >= failing for name, one in found.items()} == dict.fromkeys(
        JUDGES, True
    )
    ours, theirs = ({**one.checks, "reports": "-"} for one in found.values())
    assert ours == theirs
    if not failing:
        assert {name: one.outcome for name, one in found.items()} == dict.fromkeys(JUDGES, "holds")


def test_an_entry_whose_keys_no_state_ca_of_it_issued_does_not_hold(material, entry):
    """A directory would hold its State back; a reader who was given it learns so."""

    def left_out(found):
        found["certificates"] = [
            one
            for one in found["certificates"]
            if (one["use"], one["algorithm"]) != ("state-ca", "mldsa65")
        ]

    given = [entry("XB", left_out)]
    with pytest.raises(Refused) as refused:
        JUDGES["ours"](material.artifacts["package"], given, material.now)
    assert refused.value.codes == ("trust-unknown",)
    with pytest.raises(independent_verifier().Refused):
        JUDGES["independent"](material.artifacts["package"], given, material.now)
    for found in judged(material, "bundle", given).values():
        assert found.failing() - {"reports"} == {"identity"}


def test_no_seal_counts_where_the_newest_is_not_known_to_be_signed(tmp_path):
    """Of Arcadia, which sealed the package again, one State CA alone is given."""
    disclosure = unpack_material(tmp_path) / "disclosure"
    own = disclosure / "certificates"
    given = [own / f"{one}.pem" for one in ("xa-ca.p256", "xb-ca.p256", "xb-ca.mldsa65")]
    at = datetime(2026, 11, 26, 3, tzinfo=UTC)
    for judge in JUDGES.values():
        found = judge(SimpleNamespace(path=disclosure), given, at).checks
        assert (found["seal-signed"], found["seal-chain"]) == ("undecided", "holds")
        assert found["disclosure-sealed"] == "undecided"
