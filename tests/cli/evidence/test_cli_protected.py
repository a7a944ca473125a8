# SPDX-License-Identifier: Apache-2.0
"""Material of articles 14 to 16: two officers open it, each with something of his own."""

import hashlib
import json
import os
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest

from casts.cli.commands import listing, run, this_moment
from casts.cli.protected import (  # noqa: F401 - fixtures
    FIRST,
    SECOND,
    _openings,
    by,
    by_both,
    by_two,
    consents,
    protected,
    state,
)
from casts.court.bundle_attacks import examined
from rogatory.custody.events.act_codes import act
from rogatory.custody.events.act_text import normative_text
from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.consent.document import read_consent
from rogatory.node.workstation.keys.authority_folder import open_authority_folder


def by_second(state):
    return by("second", state / SECOND, state / "passphrase")


def reasons(folder):
    return [normative_text(parse_event(entry.event)) for entry in Journal(folder)]


def consent_of(out):
    [folder] = out.parent.glob(f"{out.name}-consent-*")
    return folder


WAYS = ("open", "file", "folder", "pattern", "bytes", "salvage")


@pytest.mark.law_line(48)
@pytest.mark.parametrize("way", WAYS)
def test_one_officer_alone_gets_nothing_out_by_any_way(way, tmp_path, protected, state):
    words = _openings(protected, tmp_path, state)[way]
    before, events = listing(tmp_path), reasons(protected / "custody")
    typed = ("--officer", FIRST, *by_second(state))
    first = by("first", state / FIRST, state / "passphrase")
    for given in ((), ("--officer", FIRST), by_second(state), typed, first):
        result = run(*words, *given, "--json")
        assert (result.status, result.codes) == (1, ["protected-two-officers"]), result.err
        assert "protected material" in result.json["reasons"][0]["what"]
    assert listing(tmp_path) == before
    assert reasons(protected / "custody") == events


@pytest.mark.law_line(48)
@pytest.mark.parametrize("way", WAYS)
def test_two_officers_get_it_out_and_both_are_recorded(way, tmp_path, protected, state):
    words = _openings(protected, tmp_path, state)[way]
    result = run(*words, "--officer", FIRST, *by_two(state), "--reason", "For the indictment")
    assert result.status in {0, 3}, result.err
    out = tmp_path / ("out-not-evidence" if way == "salvage" else "out")
    assert out.exists()
    folder = consent_of(out)
    consent = json.loads((folder / "consent.json").read_bytes())
    assert (consent["first"], consent["second"]) == (FIRST, SECOND)
    assert consent["reason"] == "For the indictment"
    assert consent["items"] == (list(words[3:4]) if words[1] == "extract" else None)
    reason = reasons(protected / "custody")[-1]
    assert f"the officer {SECOND} consented" in reason
    digest = subprocess.run(
        ["sha256sum", folder / "consent.json"], capture_output=True, check=True, text=True
    ).stdout.split()[0]
    assert digest in reason
    assert folder.name.endswith(digest[:12])


def test_what_is_not_protected_needs_one_officer(tmp_path, protected, state):
    result = run(
        "evidence", "extract", protected, "disk.img", "--key", state / "keys",
        "--out", tmp_path / "disk.img",
    )  # fmt: skip
    assert result.status == 0, result.err
    assert not list(tmp_path.glob("*-consent-*"))
    result = run("evidence", "extract", protected, "nothing", "--key", state / "keys",
               "--out", tmp_path / "nothing", "--json")  # fmt: skip
    assert result.codes == ["evidence-no-such-item"]


def test_listing_names_protected_items_and_shows_nothing_of_them(protected, state):
    result = run("evidence", "list", protected, "--key", state / "keys")
    assert "[protected, arts. 14-16]" in result.out
    assert "Please act today" not in result.out


@pytest.mark.parametrize(
    ("officer", "second", "codes"),
    [
        (SECOND, SECOND, ["protected-same-officer"]),
        (FIRST, "xm-0006", ["protected-other-office"]),
        ("xm-0006", SECOND, ["workstation-officer-unlisted"]),
    ],
)
def test_who_cannot_be_the_other_of_two(officer, second, codes, tmp_path, protected, state):
    before = listing(tmp_path)
    result = run(
        *_openings(protected, tmp_path, state)["open"], *by_two(state, second, officer), "--json",
    )  # fmt: skip
    assert (result.status, result.codes) == (1, codes)
    assert listing(tmp_path) == before


def test_keys_of_another_state_ca_agree_to_nothing(tmp_path, protected, state):
    """An officer's folder that somebody made for himself, with a State CA of his own."""
    assert run("keys", "state-ca", "XA", "--out", tmp_path / "false-ca").status == 0
    false = tmp_path / "false"
    made = run("keys", "officer", SECOND, "--ca", tmp_path / "false-ca", "--out", false,
               "--passphrase-file", state / "passphrase")  # fmt: skip
    assert made.status == 0, made.err
    before = listing(tmp_path)
    result = run(
        *_openings(protected, tmp_path, state)["open"],
        *by("first", state / FIRST, state / "passphrase"),
        *by("second", false, state / "passphrase"), "--json",
    )  # fmt: skip
    assert (result.status, set(result.codes)) == (1, {"certificate-chain"})
    assert listing(tmp_path) == before


def test_a_wrong_passphrase_of_the_second_agrees_to_nothing(tmp_path, protected, state):
    (tmp_path / "wrong").write_text("another one\n")
    before = listing(tmp_path)
    result = run(
        *_openings(protected, tmp_path, state)["open"],
        *by("first", state / FIRST, state / "passphrase"),
        *by("second", state / SECOND, tmp_path / "wrong"), "--json",
    )  # fmt: skip
    assert (result.status, result.codes) == (1, ["age-passphrase-wrong"])
    assert listing(tmp_path) == before


@pytest.mark.parametrize("path", ["Mial", "Mail/0002.eml", "0001.eml"])
@pytest.mark.parametrize("collected", [True, False])
def test_a_misspelt_path_is_refused_when_it_is_named(collected, path, tmp_path, source, state, xb):
    """Else what was to be shielded would be bare."""
    given = ["--key", xb, "--protected", path, "--json"]
    if collected:
        words = ["evidence", "collect", source, "--out", tmp_path / "bag", *given]
    else:
        to = state / "keys/recipient.json"
        words = ["evidence", "seal", source, "--to", to, "--out", tmp_path / "s", *given]
    before = listing(tmp_path)
    result = run(*words)
    assert (result.status, result.codes) == (1, ["evidence-protected-misnamed"])
    assert listing(tmp_path) == before


def test_a_collected_bag_keeps_what_it_protects_when_it_is_sealed(tmp_path, source, state, xb):
    run("evidence", "collect", source, "--out", tmp_path / "bag", "--key", xb,
        "--protected", "data/Mail/")  # fmt: skip
    to = state / "keys/recipient.json"
    run("evidence", "seal", tmp_path / "bag", "--key", xb, "--to", to, "--out", tmp_path / "s")
    result = run(*_openings(tmp_path / "s", tmp_path, state)["open"], "--officer", FIRST, "--json")
    assert result.codes == ["protected-two-officers"]


def test_a_package_that_hides_its_conditions_is_not_opened_by_one(tmp_path, protected, state):
    """Salvaging must not be the way round: what cannot be read may be protected."""
    with (protected / "package.age").open("r+b") as file:
        file.seek(-60_000, os.SEEK_END)
        file.write(os.urandom(50_000))
    words = _openings(protected, tmp_path, state)["salvage"]
    before = listing(tmp_path)
    result = run(*words, "--officer", FIRST, "--json")
    assert (result.status, result.codes) == (1, ["protected-two-officers"])
    assert "cannot be read" in result.json["reasons"][0]["what"]
    assert listing(tmp_path) == before
    assert run(*words, "--officer", FIRST, *by_two(state)).status == 3


@pytest.mark.judge
@pytest.mark.parametrize("which", ["first", "second"])
def test_openssl_checks_what_each_officer_signed(which, tmp_path, protected, state):
    run(*_openings(protected, tmp_path, state)["open"], *by_two(state))
    folder = consent_of(tmp_path / "out")
    check = [
        "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", f"consent.{which}.p256.p7s",
        "-content", "consent.json", "-CAfile", "ca.p256.pem", "-purpose", "any", "-out", "checked",
    ]  # fmt: skip
    done = subprocess.run(check, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    altered = (folder / "consent.json").read_bytes().replace(b"xa-0006", b"xa-0007")
    (folder / "consent.json").write_bytes(altered)
    assert subprocess.run(check, cwd=folder, capture_output=True, check=False).returncode


def test_nothing_stays_where_opening_fails_after_the_consent(tmp_path, protected, state):
    shutil.rmtree(protected / "certificates")
    before = listing(tmp_path)
    result = run(*_openings(protected, tmp_path, state)["open"], "--officer", FIRST, *by_two(state))
    assert result.status == 1
    assert listing(tmp_path) == before


@pytest.mark.law_line(48)
def test_disclosing_straight_from_a_package_takes_two_as_well(tmp_path, protected, state):
    words = (
        "evidence", "disclose", protected, "--item", "Mail", "--with-protected", "--key",
        state / "keys", "--officer", FIRST, "--reason", "Order 14/26", "--out", tmp_path / "out",
    )  # fmt: skip
    before, events = listing(tmp_path), reasons(protected / "custody")
    result = run(*words, "--json")
    assert (result.status, result.codes) == (1, ["protected-two-officers"])
    assert listing(tmp_path) == before
    assert reasons(protected / "custody") == events
    result = run(*words, *by_two(state))
    assert result.status == 0, result.err
    assert (
        json.loads((consent_of(tmp_path / "out") / "consent.json").read_bytes())["act"]
        == "disclosed"
    )
    assert f"the officer {SECOND} consented" in reasons(protected / "custody")[-1]


def test_disclosing_what_is_not_protected_needs_one_officer(tmp_path, protected, state):
    result = run("evidence", "disclose", protected, "--item", "disk.img", "--key", state / "keys",
               "--officer", FIRST, "--reason", "Order 14/26", "--out", tmp_path / "out")  # fmt: skip
    assert result.status == 0, result.err
    assert not list(tmp_path.glob("*-consent-*"))


@pytest.mark.law_line(48)
def test_a_colleague_s_number_is_no_colleague(tmp_path, protected, state):
    """The second officer alone types the number of the first."""
    words = _openings(protected, tmp_path, state)["open"]
    before = listing(tmp_path)
    result = run(*words, "--officer", FIRST, *by_second(state), "--json")
    assert (result.status, result.codes) == (1, ["protected-two-officers"])
    result = run(*words, "--officer", FIRST, *by_two(state, second=FIRST, first=SECOND), "--json")
    assert (result.status, result.codes) == (1, ["protected-first-officer"])
    assert listing(tmp_path) == before


def test_who_brings_the_first_keys_is_who_acted(tmp_path, protected, state):
    result = run(*_openings(protected, tmp_path, state)["open"], *by_two(state))
    assert result.status == 0, result.err
    assert parse_event(list(Journal(protected / "custody"))[-1].event).officer == FIRST


def test_the_consent_to_an_opening_is_checked_beside_the_bag(by_both):
    result = run("evidence", "verify", by_both, "--json")
    assert (result.json["counts"]["fails"], consents(result)) == (0, [("holds", [])])


def test_a_consent_that_lies_elsewhere_is_undecided_and_keeps_nothing_else_from_holding(by_both):
    before = run("evidence", "verify", by_both, "--json").json
    shutil.rmtree(consent_of(by_both))
    result = run("evidence", "verify", by_both, "--json")
    assert (result.json["outcome"], consents(result)) == (before["outcome"], [("undecided", [])])
    assert result.json["counts"]["fails"] == 0


def test_a_file_in_the_place_of_a_signature_is_none(by_both):
    folder = consent_of(by_both)
    for family in ("p256", "mldsa65"):
        data = (folder / f"consent.second.{family}.p7s").read_bytes()
        (folder / f"consent.first.{family}.p7s").write_bytes(data)
    result = run("evidence", "verify", by_both, "--json")
    assert result.json["outcome"] == "fails"
    [(outcome, codes)] = consents(result)
    assert outcome == "fails"
    assert codes


@pytest.mark.parametrize(
    ("path", "data", "codes"),
    [
        ("consent.json", b"{}", ["consent-differs"]),
        ("consent.second.mldsa65.p7s", None, ["disk-missing"]),
    ],
)
def test_a_consent_that_was_altered_where_it_lies_fails(by_both, path, data, codes):
    place = consent_of(by_both) / path
    if data is None:
        place.unlink()
    else:
        place.write_bytes(data)
    result = run("evidence", "verify", by_both, "--json")
    assert (result.json["outcome"], consents(result)) == ("fails", [("fails", codes)])


def test_a_consent_of_another_act_is_none_to_this_one(tmp_path, by_both, protected, state):
    """Two officers agreed to take out one file; the events of the opening are made to name that."""
    made = datetime.fromtimestamp((state / "keys").stat().st_mtime, UTC)
    while datetime.now(UTC) < made + timedelta(seconds=2):  # a second before the consent counts
        time.sleep(0.05)
    result = run(*_openings(protected, tmp_path / "x", state)["file"], *by_two(state))
    other = next((tmp_path / "x").glob("*-consent-*"), None) if result.status == 0 else None
    if other is None:
        (tmp_path / "x").mkdir()
        result = run(*_openings(protected, tmp_path / "x", state)["file"], *by_two(state))
        assert result.status == 0, result.err
        [other] = (tmp_path / "x").glob("*-consent-*")
    digest = hashlib.sha256((other / "consent.json").read_bytes()).hexdigest()
    folder = open_authority_folder(state / "keys")
    before_it = read_consent(other).text.at - timedelta(seconds=1)
    actor = Actor(folder.signing_keys(), lambda: before_it, os.urandom, FIRST)
    journal = Journal(by_both.with_name("out-custody"))
    bag = parse_event(list(journal)[-1].event).object
    actor.record(journal, act("opened", second=SECOND, consent=digest), of=bag)
    shutil.copytree(other, by_both.with_name(other.name))
    result = run("evidence", "verify", by_both, "--json")
    assert consents(result) == [("fails", ["consent-differs"] * 3)]


def test_one_consent_is_none_to_two_acts(by_both, state):
    """A second opening is recorded under the consent to the first."""
    digest = hashlib.sha256((consent_of(by_both) / "consent.json").read_bytes()).hexdigest()
    folder = open_authority_folder(state / "keys")
    actor = Actor(
        folder.signing_keys(), lambda: this_moment() + timedelta(hours=1), os.urandom, FIRST
    )
    journal = Journal(by_both.with_name("out-custody"))
    bag = parse_event(list(journal)[-1].event).object
    actor.record(journal, act("opened", second=SECOND, consent=digest), of=bag)
    result = run("evidence", "verify", by_both, "--json")
    assert consents(result) == [("fails", ["consent-used-twice"])]
    outcome, checks = examined(by_both)
    assert (outcome, checks["The consents that events name hold"].outcome) == ("fails", "fails")
