# SPDX-License-Identifier: Apache-2.0
"""A State CA that was compromised, names that fold alike, short lines and lists that are none."""

import json
from datetime import timedelta

import pytest

from casts.court.own_witness import Witness

BEFORE, AFTER = "2026-11-24T02:30:00Z", "2026-11-26T02:00:00Z"


def outcomes(checks):
    return {one.id: one.outcome for one in checks.done}


@pytest.fixture
def ending(verifier, trust):
    """Return what the directory gives to trust once State CAs have ended."""

    def ended(reason, at, *algorithms):
        found = verifier.Trusted.read([str(trust)])
        records = [
            one
            for entry in found.newest.entries.values()
            for one in entry["certificates"]
            if one["use"] == "state-ca" and one["algorithm"] in algorithms
        ]
        assert records
        for one in records:
            one["ended"] = {"at": at, "reason": reason}
        return found

    return ended


@pytest.fixture
def found(verifier, made):
    """Return the outcomes for something that holds, by what was given to trust."""

    def judge(kind, given):
        at = verifier.moment("2026-11-26T03:00:00Z")
        return outcomes(verifier.examine(made(kind), given, at)[0])

    return judge


LISTED = [("sealed", "seal-listed"), ("bag", "bag-listed"), ("disclosure", "disclosure-listed")]


@pytest.mark.parametrize(("kind", "check"), LISTED)
@pytest.mark.parametrize("algorithms", [("p256",), ("mldsa65",), ("p256", "mldsa65")])
def test_a_compromised_state_ca_vouches_for_no_certificate(found, ending, kind, check, algorithms):
    assert found(kind, ending("compromised", BEFORE, *algorithms))[check] == "fails"


@pytest.mark.parametrize(("kind", "check"), LISTED)
def test_a_rotated_state_ca_still_vouches(found, ending, kind, check):
    assert found(kind, ending("rotated", BEFORE, "p256", "mldsa65"))[check] == "holds"


def test_a_compromised_state_ca_vouches_for_what_is_proved_to_have_been_signed_before(
    verifier, ending
):
    given = ending("compromised", AFTER, "p256", "mldsa65")
    records = given.newest.records("xb/central-authority", "authority")
    assert {one["algorithm"] for one in records} == {"p256", "mldsa65"}
    end, judge = verifier.moment(AFTER), verifier.Judge(given.newest, workstation=True)
    early = end - timedelta(seconds=1)
    for one in (verifier.certificate(verifier.unbase64(each["der"])) for each in records):
        judge.all_listed(None, [(one, early, early)])
        for at, signed in ((early, None), (early, end), (end, early)):
            with pytest.raises(verifier.Wrong, match="no State CA that vouches"):
                judge.all_listed(None, [(one, at, signed)])


@pytest.mark.parametrize(
    ("reason", "outcome"), [("rotated", "holds"), ("compromised", "undecided")]
)
def test_a_compromised_state_ca_does_not_count_for_an_earlier_record(
    found, ending, reason, outcome
):
    assert found("bag", ending(reason, AFTER, "p256", "mldsa65"))["bag-earlier"] == outcome


@pytest.mark.parametrize(
    ("name", "other", "check"),
    [
        ("manifest-sha256.txt", "manifest-SHA256.txt", "bag-files"),
        ("inventory.jsonl", "Inventory.jsonl", "bag-inventory"),
        ("conditions.json", "Conditions.json", "bag-conditions"),
        ("bag-info.txt", "BAG-info.txt", "bag-size"),
    ],
)
def test_what_lies_under_the_later_of_two_names_that_fold_alike_is_not_there(
    judged, made, trust, name, other, check
):
    folder = made("bag")
    assert outcomes(judged(folder, trust))[check] == "holds"
    (folder / other).write_bytes((folder / name).read_bytes())
    after = outcomes(judged(folder, trust))
    assert (after["bag-form"], after[check]) == ("fails", "undecided")


def test_a_bag_that_a_link_leads_to_is_judged_as_the_bag(judged, made, trust, tmp_path):
    there = outcomes(judged(made("bag"), trust))
    (tmp_path / "link").symlink_to(tmp_path / "bag")
    assert outcomes(judged(tmp_path / "link", trust)) == there
    assert set(there.values()) == {"holds"}


def test_a_bag_without_its_payload_folder_is_not_in_its_form(judged, made, trust):
    folder = made("bag")
    (folder / "data").rename(folder.parent / "data")
    assert outcomes(judged(folder, trust))["bag-form"] == "fails"
    (folder / "data").mkdir()
    after = outcomes(judged(folder, trust))
    assert (after["bag-form"], after["bag-files"]) == ("holds", "fails")


def test_a_proof_with_a_line_without_a_signature_fails(judged, made, trust):
    folder = made("sealed")
    assert outcomes(judged(folder, trust))["custody-journal"] == "holds"
    with (folder / "custody/0001.tlog-proof").open("a", encoding="utf-8") as proof:
        proof.write("\u2014 foo AAAA\n")
    after = outcomes(judged(folder, trust))
    assert (after["custody-journal"], after["custody-logged"]) == ("fails", "fails")


@pytest.mark.parametrize(
    ("name", "value"), [("attachments", {}), ("attachments", ""), ("related", {}), ("related", "")]
)
def test_a_message_whose_lists_are_none_is_not_in_its_form(verifier, judged, made, name, value):
    folder = made("bundle")
    path = min((folder / "messages").glob("*/message.json"))
    path.write_bytes(verifier.canonical({**json.loads(path.read_bytes()), name: value}))
    (messages,) = [one for one in judged(folder).done if one.id == "messages"]
    assert messages.outcome == "fails"
    assert any(one.endswith("are no list") for one in messages.remarks)


def test_two_names_in_a_bag_that_fold_alike_leave_a_bundle_complete(verifier, judged, made):
    """The list of the bundle has both: what folds alike is for the checks of the bag [13.1, 19.3]."""
    folder = made("bundle")
    for name in ("STRASSE", "stra\u00dfe"):
        (folder / "bag/data" / name).write_bytes(b"x")
        assert outcomes(judged(folder))["bundle-complete"] == "fails"
    listed = json.loads((folder / "bundle.json").read_bytes())
    names = [f"bag/data/{name}" for name in ("STRASSE", "stra\u00dfe")]
    listed["files"] += [{"path": one, "sha256": verifier.sha256(b"x"), "size": 1} for one in names]
    listed["files"].sort(key=lambda one: one["path"].encode())
    sums = "".join(
        f"{one['sha256']}  {one['path']}\n"
        for one in listed["files"]
        if one["path"] != "SHA256SUMS"
    ).encode()
    (folder / "SHA256SUMS").write_bytes(sums)
    for one in listed["files"]:
        if one["path"] == "SHA256SUMS":
            one["sha256"], one["size"] = verifier.sha256(sums), len(sums)
    (folder / "bundle.json").write_bytes(verifier.canonical(listed))
    after = outcomes(judged(folder))
    assert (after["bundle-complete"], after["bag-form"]) == ("holds", "fails")


# --- 15, 8: an earlier record and the bag's own signatures, by the same State CAs


def cas_of(given, state):
    records = given.newest.entries[state]["certificates"]
    return [one for one in records if one["use"] == "state-ca"]


@pytest.mark.parametrize("seconds", [-1, 0])
def test_a_record_that_others_prove_to_be_older_than_the_theft_holds_as_the_bag_does(
    verifier, made, ending, seconds
):
    """By a cosignature over the event of its first seal, or by none."""
    folder, given = made("bag"), ending("compromised", BEFORE, "p256", "mldsa65")
    end = verifier.moment("2026-11-25T00:00:00Z")
    for state in given.newest.entries:
        for one in cas_of(given, state):
            one["ended"]["at"] = verifier.shown(end)
    witness = Witness(given, "XA", "XB")
    witness.cosign_proofs(folder.with_name("bag-custody"), end + timedelta(seconds=seconds))
    now = verifier.moment("2026-11-26T03:00:00Z")
    found = outcomes(verifier.examine(folder, given, now)[0])
    expected = ("holds", "holds") if seconds < 0 else ("undecided", "fails")
    assert (found["bag-earlier"], found["bag-listed"]) == expected


@pytest.mark.parametrize(
    ("listed", "own", "expected"),
    [
        ("inside", True, ("undecided", "fails")),
        ("inside", False, ("holds", "holds")),
        ("newest", True, ("holds", "holds")),
    ],
)
def test_in_a_bundle_the_directory_inside_decides_which_state_cas_vouch(
    verifier, made, trust, ending, monkeypatch, listed, own, expected
):
    """The token over the list proves a record, unless the exporter's State alone made it."""
    folder, given = made("bundle"), ending("compromised", AFTER, "p256", "mldsa65")
    read = verifier.entry_and_register

    def ended(*files):
        entry, register = read(*files)
        for one in entry["certificates"]:
            if one["use"] == "state-ca":
                one["ended"] = {"at": AFTER, "reason": "compromised"}
        return entry, register

    if listed == "inside":
        given = verifier.Trusted.read([str(trust)])
        monkeypatch.setattr(verifier, "entry_and_register", ended)
    if not own:  # as if the authority were of a third State
        over = verifier.Known.over
        monkeypatch.setattr(
            verifier.Known, "over", lambda known, _: over(known, known.state.lower())
        )
    now = verifier.moment("2026-11-26T03:00:00Z")
    found = outcomes(verifier.examine(folder, given, now)[0])
    assert (found["bag-earlier"], found["bag-signed"]) == expected


@pytest.mark.parametrize("kind", ["bag", "bundle"])
@pytest.mark.parametrize("algorithms", [{"p256"}, {"mldsa65"}, {"p256", "mldsa65"}])
def test_a_record_by_no_state_ca_that_is_listed_fails_where_some_are(
    verifier, made, trust, kind, algorithms
):
    """Those that are listed are of another State; where none of a family is listed, its State must say."""
    folder, now = made(kind), verifier.moment("2026-11-26T03:00:00Z")
    others, none = (verifier.Trusted.read([str(trust)]) for _ in range(2))
    stranger = {one["algorithm"]: one["der"] for one in cas_of(others, "XA")}
    for one in cas_of(others, "XB"):
        if one["algorithm"] in algorithms:
            one["der"] = stranger[one["algorithm"]]
    records = none.newest.entries["XB"]["certificates"]
    records[:] = [one for one in records
                  if one["use"] != "state-ca" or one["algorithm"] not in algorithms]  # fmt: skip
    judge = verifier.Judge(none.newest, workstation=True)
    bag = verifier.Bag(folder if kind == "bag" else folder / "bag")
    bag.read()
    with pytest.raises(verifier.Undecided, match="vouches for xb/"):
        bag.earlier(judge, now, lambda _: None)
    with pytest.raises(verifier.Wrong):
        bag.earlier(verifier.Judge(others.newest, workstation=True), now, lambda _: None)
    bag.earlier(verifier.Judge(verifier.Trusted.read([str(trust)]).newest), now, lambda _: None)


def test_state_cas_given_for_a_state_without_an_entry_vouch_for_no_record(
    verifier, judged, made, trust, material
):
    """They let the bag's own signatures be verified, of which `bag-listed` lacks the State's entry."""
    (entry,) = (trust / "targets/states").glob("*.xa.json")
    given = [material / f"certificate/certificates/xb-ca.{one}.pem" for one in ("p256", "mldsa65")]
    checks = judged(made("bag"), entry, *given)
    found = outcomes(checks)
    assert (found["bag-signed"], found["bag-listed"], found["bag-earlier"]) == (
        "holds", "undecided", "undecided",
    )  # fmt: skip
    (listed,) = [one for one in checks.done if one.id == "bag-listed"]
    assert listed.who == "anyone with the entry of XB"
