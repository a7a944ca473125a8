# SPDX-License-Identifier: Apache-2.0
"""A whole bundle: ours and the stock tools find that it holds, and say how far that goes."""

import json
import os
from dataclasses import replace
from datetime import timedelta

import pytest

from casts.court.bundle_case import AT, ODD_NAMES, bundled
from rogatory.directory.entry.reading import parse_entry
from rogatory.directory.entry.register import OfficerRegister
from rogatory.directory.view.view import DirectoryView, ListedState
from rogatory.disk import Beneath
from rogatory.errors import Refused
from rogatory.node.court import names
from rogatory.node.court.checks.identity import check_identity
from rogatory.node.court.export import refuse_police_information
from rogatory.node.court.reading import BundleFiles
from rogatory.node.court.verify import verify_bundle
from rogatory.node.workstation.verification.trust import folder_files, read_trust
from rogatory.seal.certificates.state_ca import new_state_ca
from rogatory.wire.canonical import decode_object, encode
from rogatory.wire.digests import sha256

YEARS_LATER = AT + timedelta(days=365 * 9)
"""The certificates of who signed have ended; that of the timestamp authority not yet."""
DECADES_LATER = AT + timedelta(days=365 * 20)


def by_name(found):
    return {check.name: check for check in found.checks}


def test_a_timestamp_that_nobody_renewed_fades_when_its_authority_ends(whole):
    """The holder of the key by then could have made it; who signed what is shown as before."""
    found = verify_bundle(whole, trusted=None, now=DECADES_LATER)
    left = [check for check in found.checks if check.outcome != "holds"]
    assert [(check.id, check.outcome) for check in left] == [("seal-stamped", "undecided")]
    assert "later timestamp" in left[0].who
    assert "2036-" in left[0].remark


def test_every_check_holds_years_later_without_anything_from_elsewhere(whole):
    found = verify_bundle(whole, trusted=None, now=YEARS_LATER)
    assert {check.outcome for check in found.checks} == {"holds"}, found.checks
    assert [check.number for check in found.checks] == list(range(1, len(found.checks) + 1))
    assert by_name(found)[names.IDENTITY].remark == "bundle's own root"
    assert not found.compared


def test_every_check_has_a_meaning_for_people(whole):
    found = verify_bundle(whole, trusted=None, now=YEARS_LATER)
    assert {check.name for check in found.checks} <= names.MEANINGS.keys()


@pytest.mark.parametrize(
    "what",
    ["repository", "repository/metadata/1.root.json", "nodes/xa", "nodes/xb", "nodes/xt"],
    ids=["repository", "root", "court-of-xa", "court-of-xb", "court-of-xt"],
)
def test_the_right_directory_makes_identity_absolute(whole, case, what):
    trusted = read_trust(case.federation.folder / what)
    found = verify_bundle(whole, trusted=trusted, now=YEARS_LATER)
    assert found.outcome == "holds"
    assert found.compared
    assert by_name(found)[names.IDENTITY].remark != "bundle's own root"


def state_cas(case, states=("XA", "XB", "XT")):
    return [
        case.federation.state(state) / "ca" / f"{family}.pem"
        for state in states
        for family in ("p256", "mldsa65")
    ]


def entries(case):
    return [
        next((case.federation.repository / "targets" / "states").glob(f"*.{state}.json"))
        for state in ("xa", "xb", "xt")
    ]


@pytest.mark.parametrize("given", [state_cas, entries])
def test_entries_or_state_cas_of_every_state_make_identity_absolute(whole, case, given):
    found = verify_bundle(whole, trusted=read_trust(given(case)), now=YEARS_LATER)
    assert found.outcome == "holds"
    assert "XB alone" in by_name(found)[names.IDENTITY].remark


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (lambda case: entries(case)[1:2], "XA (mldsa65), XA (p256)"),
        (lambda case: state_cas(case, ("XB",)), "XA (mldsa65), XA (p256)"),
        (lambda case: state_cas(case, ("XA", "XB")), "XT (mldsa65), XT (p256)"),
        (lambda case: state_cas(case)[1::2], "XA (p256), XB (p256), XT (p256)"),
    ],
    ids=["an-entry", "cas-of-one", "cas-of-two", "one-family"],
)
def test_state_cas_prove_nothing_of_others_that_the_bundle_brings(whole, case, given, missing):
    """A network of the forger's own lists the true State CA of a State that had no part."""
    found = verify_bundle(whole, trusted=read_trust(given(case)), now=YEARS_LATER)
    assert found.outcome == "undecided"
    identity = next(one for one in found.checks if one.name == names.IDENTITY)
    assert (identity.outcome, missing in str(identity.remark)) == ("undecided", True)


def test_a_state_ca_that_was_not_given_may_not_be_beside_the_one_that_was(whole, case, tmp_path):
    """A forged directory that lists the true State CA and another one signs with the other."""
    listed = next((case.federation.repository / "targets" / "states").glob("*.xb.json"))
    entry = parse_entry(listed.read_bytes())
    theirs = new_state_ca("XB", at=YEARS_LATER, years=1, random=os.urandom).certificates["p256"]
    record = next(one for one in entry.certificates if one.use == "state-ca")
    forged = replace(entry, certificates=(*entry.certificates, replace(record, der=theirs)))
    view = DirectoryView(
        "0" * 64, 1, YEARS_LATER, {"XB": ListedState(forged, OfficerRegister("XB"), b"", b"")}
    )
    honest = replace(view, listed={"XB": ListedState(entry, OfficerRegister("XB"), b"", b"")})
    read, trusted = folder_files(whole / "directory"), read_trust(state_cas(case, ("XB",)))
    network = sha256((whole / "directory/metadata/1.root.json").read_bytes())
    assert "XB alone" in check_identity(read, network, honest, trusted)
    with pytest.raises(Refused) as refusal:
        check_identity(read, network, view, trusted)
    assert "1 more State CAs for XB" in str(refusal.value)


def test_another_directory_fails_identity_alone(whole, tmp_path):
    other = tmp_path / "1.root.json"
    root = json.loads((whole / "directory/metadata/1.root.json").read_bytes())
    root["signed"]["expires"] = "2040-01-01T00:00:00Z"
    other.write_bytes(encode(root))
    found = verify_bundle(whole, trusted=read_trust(other), now=YEARS_LATER)
    assert [check.name for check in found.checks if check.outcome == "fails"] == [names.IDENTITY]


def test_the_list_names_every_file_but_what_cannot_be_listed(whole):
    listing = json.loads((whole / "bundle.json").read_bytes())
    there = {str(path.relative_to(whole)) for path in whole.rglob("*") if not path.is_dir()} - {
        "bundle.json",
        "bundle.json.p256.p7s",
        "bundle.json.mldsa65.p7s",
    }
    assert {one["path"] for one in listing["files"]} == there
    assert all(one["size"] == (whole / one["path"]).stat().st_size for one in listing["files"])


def test_the_journal_shows_the_way_from_the_source_to_the_court(whole):
    events = [decode_object(path.read_bytes()) for path in sorted(whole.glob("custody/*.json"))]
    actions = [event["action"] for event in events]
    assert actions == ["sealed", "dispatched", "received", "opened", "exported", "collected"]
    assert {event["authority"][:2] for event in events} == {"xa", "xb"}
    assert len(list(whole.glob("custody/*.tlog-proof"))) == len(events)


@pytest.mark.judge
def test_the_commands_of_the_report_do_what_check_sh_does(whole):
    import html
    import re
    import subprocess

    page = (whole / "report.en.html").read_text()
    lines = [
        html.unescape(line)
        for block in re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)
        for line in block.split("\n")
    ]
    typed = [line for line in lines if line.startswith(("openssl", "sha256sum", "(cd"))]
    assert len(typed) >= 12
    for line in typed:
        done = subprocess.run(["sh", "-c", line], cwd=whole, capture_output=True, check=False)
        assert done.returncode == 0, (line, done.stderr)


@pytest.mark.parametrize("reason", [" ", "-", "n/a", "None."])
def test_an_export_without_a_reason_in_words_is_refused_and_not_recorded(case, tmp_path, reason):
    before = sorted((case.folder / "opened-custody").iterdir())
    with pytest.raises(Refused) as refused:
        bundled(case, tmp_path / "bundle", reason=reason)
    assert refused.value.codes == ("bundle-no-reason",)
    assert sorted((case.folder / "opened-custody").iterdir()) == before
    assert not (tmp_path / "bundle").exists()


def test_evidence_that_was_changed_is_not_exported(case, tmp_path):
    from casts.court.bundle_case import open_it

    open_it(case, tmp_path / "again")
    (tmp_path / "again" / "data" / "mail-0.eml").write_bytes(b"another mail")
    before = sorted(path.name for path in (tmp_path / "again-custody").iterdir())
    with pytest.raises(Refused) as refused:
        bundled(case, tmp_path / "bundle", bag=tmp_path / "again")
    assert "bag-digest" in refused.value.codes
    assert sorted(path.name for path in (tmp_path / "again-custody").iterdir()) == before
    assert not (tmp_path / "bundle").exists()
    assert not (tmp_path / "bundle.partial").exists()


def test_hostile_names_are_stored_plainly(whole):
    stored = {path.name for path in (whole / "bag" / "data").rglob("*") if path.is_file()}
    assert len(stored) == len(ODD_NAMES) + 4
    assert not any("\n" in name or "\u202e" in name for name in stored)


def test_police_information_is_not_exported_as_evidence(tmp_path):
    (tmp_path / "bag").mkdir()
    for only, refused in ((False, False), (True, True)):
        stated = {
            "onward_transfer": "free",
            "police_information_only": only,
            "proceedings": None,
            "protected_items": [],
            "purpose": None,
            "retention_until": None,
            "secrecy": False,
            "version": 1,
        }
        (tmp_path / "bag" / "conditions.json").write_bytes(encode(stated))
        with Beneath(tmp_path) as beneath:
            files = BundleFiles(tmp_path, beneath)
            if not refused:
                refuse_police_information(files)
                continue
            with pytest.raises(Refused) as refusal:
                refuse_police_information(files)
    assert refusal.value.codes == ("bundle-police-information",)
