# SPDX-License-Identifier: Apache-2.0
"""Entries as a directory of their States, which holds back every other one; and beside a bundle [15]."""

from dataclasses import replace

import pytest

from casts.court.own_witness import Witness

BEFORE, AFTER = "2026-11-24T02:30:00Z", "2026-11-26T02:00:00Z"
LISTED = [("sealed", "seal-listed"), ("bag", "bag-listed"), ("disclosure", "disclosure-listed")]
OF_REGISTERS = {"custody-officers", "disclosure-officer"}


def outcomes(checks):
    return {one.id: one.outcome for one in checks.done}


def differing(before, after):
    return {name: after.get(name) for name in before if after.get(name) != before[name]}


@pytest.fixture
def entries(verifier, trust):
    """The entry of each State, to be altered."""
    states = trust / "targets/states"
    found = (verifier.parsed(one.read_bytes()) for one in states.glob("*.x[a-z].json"))
    return {one["state"]: one for one in found}


@pytest.fixture
def found(verifier, made):
    """Return the outcomes of what holds, by entries (and State CAs) that were given."""

    folders = {}

    def judge(kind, *given, certificates=()):
        for one in given:
            verifier.check_entry(one, one["state"])
        trusted = verifier.Trusted(entries=given, certificates=tuple(certificates))
        at = verifier.moment("2026-11-26T03:00:00Z")
        folders[kind] = folders.get(kind) or made(kind)
        return outcomes(verifier.examine(folders[kind], trusted, at)[0])

    return judge


def records(entry, use, holder=None, *algorithms):
    found = [
        one
        for one in entry["certificates"]
        if one["use"] == use
        and holder in {None, one["holder"]}
        and (not algorithms or one["algorithm"] in algorithms)
    ]
    assert found
    return found


def end(entry, use, reason, at, holder=None, *algorithms):
    for one in records(entry, use, holder, *algorithms):
        one["ended"] = {"at": at, "reason": reason}


def state_cas(verifier, entry):
    ders = (one["der"] for one in records(entry, "state-ca"))
    return [verifier.certificate(verifier.unbase64(one)) for one in ders]


@pytest.mark.parametrize("kind", ["sealed", "bag", "disclosure"])
def test_entries_of_all_states_decide_what_a_copy_decides_without_a_register(
    verifier, judged, made, trust, entries, kind
):
    folder, at = made(kind), verifier.moment("2026-11-26T03:00:00Z")
    by_copy = outcomes(judged(folder, trust))
    given = verifier.Trusted(entries=tuple(entries.values()))
    by_entries = outcomes(verifier.examine(folder, given, at)[0])
    assert "fails" not in by_copy.values()
    assert set(differing(by_copy, by_entries)) == OF_REGISTERS & set(by_copy) != set()
    assert by_entries.keys() <= by_copy.keys()


@pytest.mark.parametrize(("kind", "check"), LISTED)
@pytest.mark.parametrize("use", ["authority", "state-ca"])
@pytest.mark.parametrize("algorithm", ["p256", "mldsa65"])
def test_a_certificate_that_its_states_entry_calls_compromised_counts_for_nothing(
    entries, found, kind, check, use, algorithm
):
    end(entries["XB"], use, "compromised", BEFORE, None, algorithm)
    assert found(kind, *entries.values())[check] == "fails"


@pytest.mark.parametrize(("kind", "check"), LISTED)
@pytest.mark.parametrize("algorithm", ["p256", "mldsa65"])
def test_a_certificate_that_its_states_entry_does_not_list_counts_for_nothing(
    entries, found, kind, check, algorithm
):
    gone = records(entries["XB"], "authority", "xb/central-authority", algorithm)
    entries["XB"]["certificates"] = [
        one for one in entries["XB"]["certificates"] if one not in gone
    ]
    after = found(kind, *entries.values())
    assert after[check] == "fails"
    if kind != "disclosure":
        assert after["custody-journal"] == "fails"


@pytest.mark.parametrize("kind", ["sealed", "bag"])
def test_an_event_is_asked_of_its_states_entry(entries, found, kind):
    assert found(kind, *entries.values())["custody-journal"] == "holds"
    end(entries["XA"], "authority", "rotated", BEFORE)
    after = found(kind, *entries.values())
    assert after["custody-journal"] == "fails"


@pytest.mark.parametrize(("kind", "check"), LISTED)
def test_a_sender_that_his_states_entry_does_not_list_fails(verifier, made, entries, kind, check):
    """One of another State is undecided, by that State's entry."""
    at, folder = verifier.moment("2026-11-26T03:00:00Z"), made(kind)
    checks = verifier.examine(folder, verifier.Trusted(entries=(entries["XA"],)), at)[0]
    after = outcomes(checks)
    assert "fails" not in after.values()
    assert checks.outcome == "undecided"
    signing = "bag-signed" if kind == "bag" else "seal-signed"
    if kind != "disclosure":  # its own signature is XA's
        assert (after[signing], after[check]) == ("undecided", "undecided")
        (one,) = [each for each in checks.done if each.id == signing]
        assert one.who == "anyone with the entry of XB"


@pytest.mark.parametrize(
    ("reason", "at", "outcome"),
    [("rotated", AFTER, "holds"), ("rotated", BEFORE, "fails"), ("compromised", AFTER, "undecided"),
     ("compromised", BEFORE, "fails")],
)  # fmt: skip
def test_a_timestamp_authority_is_asked_of_its_states_entry(entries, found, reason, at, outcome):
    end(entries["XA"], "tsa", reason, at)
    assert found("sealed", *entries.values())["seal-stamped"] == outcome


def test_a_timestamp_by_an_authority_that_its_states_entry_does_not_list_fails(entries, found):
    certificates = entries["XA"]["certificates"]
    entries["XA"]["certificates"] = [one for one in certificates if one["use"] != "tsa"]
    assert found("sealed", *entries.values())["seal-stamped"] == "fails"


def test_of_a_state_without_an_entry_no_timestamp_counts_by_its_state_ca(verifier, entries, found):
    authorities = state_cas(verifier, entries["XA"])
    assert found("sealed", certificates=authorities)["seal-stamped"] == "holds"
    after = found("sealed", entries["XB"], certificates=authorities)
    assert after["seal-stamped"] == "undecided"


@pytest.mark.parametrize("kind", ["sealed", "bag"])
def test_policy_and_witnesses_are_those_of_the_entries(verifier, made, entries, trust, kind):
    copy = verifier.Trusted.read([str(trust)])
    witness = Witness(copy, "XA", "XB")
    entries = {state: copy.newest.entries[state] for state in entries}
    folder = made(kind)
    journal = folder / "custody" if kind == "sealed" else folder.with_name("bag-custody")
    at = verifier.moment("2026-11-26T03:00:00Z")
    both = verifier.Trusted(entries=tuple(entries.values()))
    before = outcomes(verifier.examine(folder, both, at)[0])
    assert before["custody-witnessed"] == "undecided"
    witness.cosign_proofs(journal, verifier.moment("2026-11-25T00:00:00Z"))
    after = outcomes(verifier.examine(folder, both, at)[0])
    by_copy = outcomes(verifier.examine(folder, copy, at)[0])
    assert after["custody-witnessed"] == by_copy["custody-witnessed"]
    one = verifier.Trusted(entries=(entries["XB"],))
    assert outcomes(verifier.examine(folder, one, at)[0])["custody-witnessed"] == "undecided"


# --- State CAs beside entries


@pytest.mark.parametrize(("kind", "check"), LISTED)
def test_state_cas_beside_entries_verify_what_nothing_then_lists(
    verifier, entries, found, kind, check
):
    authorities = state_cas(verifier, entries["XB"])
    after = found(kind, entries["XA"], certificates=authorities)
    signing = {
        "sealed": "seal-signed",
        "bag": "bag-signed",
        "disclosure": "disclosure-package-signed",
    }
    assert (after[signing[kind]], after[check]) == ("holds", "undecided")
    assert "fails" not in after.values()
    if kind != "disclosure":
        assert after["custody-journal"] == "undecided"


@pytest.mark.parametrize("kind", ["sealed", "bag"])
def test_what_they_did_not_issue_fails(verifier, entries, found, kind):
    """Beside an entry as alone: an event, a seal and a bag by a key that another State certified."""
    strangers = [
        replace(own, x509=other.x509, der=other.der)
        for own, other in zip(
            state_cas(verifier, entries["XB"]), state_cas(verifier, entries["XA"]), strict=True
        )
    ]
    after = found(kind, entries["XA"], certificates=strangers)
    assert after["custody-journal"] == "fails"
    assert after["seal-signed"] == "fails"


# --- beside a bundle


ENDED = {
    ("authority", "xb/central-authority"): {"bag-signed", "custody-journal", "seal-signed"},
    ("authority", "xa/central-authority"): {"bundle-signed", "custody-journal", "request"},
    ("receipts", "xa"): {"receipts"},
}


@pytest.mark.parametrize("reason", ["rotated", "compromised"])
@pytest.mark.parametrize(("use", "holder"), ENDED)
def test_an_end_that_an_entry_states_counts_beside_a_bundle(entries, found, use, holder, reason):
    entry = entries[holder[:2].upper()]
    end(entry, use, reason, BEFORE, holder)
    after = found("bundle", entry)
    assert ENDED[use, holder] <= {name for name, outcome in after.items() if outcome == "fails"}
    assert after["identity"] == "undecided"  # one State's CAs of two


@pytest.mark.parametrize("state", ["XA", "XB"])
def test_an_end_that_comes_later_or_of_what_signed_nothing_changes_nothing(entries, found, state):
    for one in entries[state]["certificates"]:
        if one["use"] not in {"state-ca", "tsa"}:
            one["ended"] = {"at": AFTER, "reason": "rotated"}
    end(entries[state], "node-tls", "compromised", BEFORE)
    assert "fails" not in found("bundle", entries[state]).values()


@pytest.mark.parametrize("state", ["XA", "XB"])
def test_what_an_entry_does_not_list_it_does_not_decide_beside_a_bundle(entries, found, state):
    """Nothing says that it is newer than the directory inside; nor is it asked of State CAs and timestamps."""
    entry = entries[state]
    end(entry, "state-ca", "compromised", BEFORE)
    entry["certificates"] = records(entry, "state-ca")
    entry["logs"] = []
    assert "fails" not in found("bundle", entry).values()
