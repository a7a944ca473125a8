# SPDX-License-Identifier: Apache-2.0
"""Conditions of use on everyday commands: added to, never eased, and still the giver's."""

import hashlib
import importlib
import json
import sys
from datetime import timedelta

import pytest

from casts.cli.commands import keys_of, listing, run, this_moment
from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.evidence.bag.earlier_forms import kept_copies
from rogatory.evidence.conditions import Conditions
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.node.workstation.under_conditions import PermittedLeave

STRICT = (
    "--purpose", "The investigation named", "--proceedings", "AR-2026-0417",
    "--onward-transfer", "forbidden", "--secret", "--retain-until", "2099-12-31",
    "--police-information-only", "--protected", "Mail",
)  # fmt: skip

ALL = {
    "purpose": "The investigation named",
    "proceedings": "AR-2026-0417",
    "onward_transfer": "forbidden",
    "secrecy": True,
    "retention_until": "2099-12-31T23:59:59Z",
    "police_information_only": True,
    "protected_items": ["Mail"],
    "version": 1,
}


@pytest.fixture
def strict(tmp_path, source, xb):
    """A bag of XB, collected under every condition that there is."""
    made = run("evidence", "collect", source, "--key", xb, "--out", tmp_path / "bag", *STRICT)
    assert made.status == 0, made.err
    return tmp_path / "bag"


def sealed(bag, key, to, out, *words):
    return run(
        "evidence", "seal", bag, "--key", key, "--to", to / "recipient.json", "--out", out, *words
    )


def opened(package, key, out):
    made = run("evidence", "open", package, "--key", key, "--out", out)
    assert made.status == 0, made.err
    return out


def stated(bag):
    return json.loads((bag / "conditions.json").read_bytes())


def check_of(result, name):
    [check] = [one for one in result.json["checks"] if one["id"] == name]
    return check["outcome"], [reason["code"] for reason in check["reasons"]], check["remark"]


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--secret",),
        ("--retain-until", "2099-12-31"),
        ("--proceedings", "ar-2026-0417 "),
        ("--onward-transfer", "forbidden"),
        ("--protected", "disk.img"),
    ],
)
def test_sealing_with_one_condition_keeps_all_the_others(words, tmp_path, strict, xb):
    made = sealed(strict, xb, xb, tmp_path / "sealed", *words)
    assert made.status == 0, made.err
    protected = [*ALL["protected_items"], *(w for w in words if w == "disk.img")]
    result = run("evidence", "extract", tmp_path / "sealed", "conditions.json", "--key", xb,
               "--out", tmp_path / "conditions.json")  # fmt: skip
    assert result.status == 0, result.err
    assert stated(tmp_path) == ALL | {"protected_items": protected}


@pytest.fixture
def request_folder(tmp_path):
    """The folder of a request that is answered."""
    folder = tmp_path / "asked"
    folder.mkdir()
    for name in ("message.json", "message.json.p256.p7s", "message.json.mldsa65.p7s"):
        (folder / name).write_bytes(f"the request's {name}".encode())
    return folder


@pytest.mark.parametrize("words", [(), ("--secret",)])
def test_sealing_with_the_request_keeps_every_condition(
    words, tmp_path, strict, request_folder, xa, xb
):
    made = sealed(strict, xb, xa, tmp_path / "sealed", "--request", request_folder, *words)
    assert made.status == 0, made.err
    result = run("evidence", "extract", tmp_path / "sealed", "Mail", "--key", xa,
               "--officer", "xa-0005", "--out", tmp_path / "mail", "--json")  # fmt: skip
    assert (result.status, result.codes) == (1, ["protected-two-officers"])
    result = disclosed(tmp_path / "sealed", xa, tmp_path / "out", "--recipient", "XA")
    assert (result.status, result.codes[0]) == (1, "disclosure-police-information")
    assert not (tmp_path / "mail").exists()
    assert not (tmp_path / "out").exists()
    for name in ("conditions.json", "request/message.json"):
        result = run("evidence", "extract", tmp_path / "sealed", name, "--key", xb,
                   "--out", tmp_path / name.rpartition("/")[2])  # fmt: skip
        assert result.status == 0, result.err
    assert stated(tmp_path) == ALL
    assert (tmp_path / "message.json").read_bytes() == (
        request_folder / "message.json"
    ).read_bytes()


def test_sealing_with_the_request_eases_no_condition(tmp_path, strict, request_folder, xb):
    before = listing(tmp_path)
    words = ("--request", request_folder, "--onward-transfer", "free", "--json")
    made = sealed(strict, xb, xb, tmp_path / "sealed", *words)
    assert (made.status, made.codes) == (1, ["conditions-weaker"])
    assert listing(tmp_path) == before


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("--purpose", "Any purpose"), "purpose"),
        (("--proceedings", "another case"), "proceedings"),
        (("--onward-transfer", "free"), "onward_transfer"),
        (("--onward-transfer", "with-consent"), "onward_transfer"),
        (("--retain-until", "2100-01-01"), "retention_until"),
    ],
)
def test_sealing_eases_no_condition(words, field, tmp_path, strict, xb):
    before = listing(tmp_path)
    made = sealed(strict, xb, xb, tmp_path / "sealed", *words, "--json")
    assert (made.status, made.codes) == (1, ["conditions-weaker"])
    assert made.json["reasons"][0]["fields"]["field"] == field
    assert listing(tmp_path) == before


def test_every_condition_that_would_be_eased_is_reported_at_once(tmp_path, strict, xb):
    words = ("--purpose", "p", "--proceedings", "q", "--onward-transfer", "free")
    made = sealed(strict, xb, xb, tmp_path / "sealed", *words, "--json")
    assert made.codes == ["conditions-weaker"] * 3


@pytest.fixture
def received(tmp_path, source, xa, xb):
    """Return what XA opened of a package that XB gave for one case."""
    made = sealed(source, xb, xa, tmp_path / "given", "--proceedings", "AR-1", "--secret")
    assert made.status == 0, made.err
    return opened(tmp_path / "given", xa, tmp_path / "received")


def test_a_recipient_seals_for_no_other_case(tmp_path, received, xa):
    before = listing(tmp_path)
    made = sealed(received, xa, xa, tmp_path / "again", "--proceedings", "another case", "--json")
    assert (made.status, made.codes) == (1, ["conditions-weaker"])
    assert listing(tmp_path) == before


def test_who_seals_again_does_not_become_the_giver(tmp_path, received, xa):
    made = sealed(received, xa, xa, tmp_path / "again", "--onward-transfer", "forbidden")
    assert made.status == 0, made.err
    bag = opened(tmp_path / "again", xa, tmp_path / "bag")
    result = run("evidence", "verify", bag, "--json")
    assert check_of(result, "bag-conditions") == ("holds", [], "given by xb/central-authority")
    assert (stated(bag)["proceedings"], stated(bag)["secrecy"]) == ("AR-1", True)
    assert stated(bag)["onward_transfer"] == "forbidden"


def eased(changed):
    """A program of a recipient that seals without the conditions."""
    module = sys.modules["rogatory.evidence.sealing.seal_bag"]  # the package names a function so
    changed.setattr(module, "tightened", lambda _there, _stated: Conditions())


def unchecked(*_):
    """A recipient's program that looks at no conditions."""


def test_conditions_that_a_changed_program_eased_are_seen_by_everybody(
    tmp_path, received, xa, monkeypatch
):
    with monkeypatch.context() as changed:
        eased(changed)
        made = sealed(received, xa, xa, tmp_path / "eased")
        assert made.status == 0, made.err
    before = listing(tmp_path)
    result = run("evidence", "open", tmp_path / "eased", "--key", xa, "--out", tmp_path / "bag",
               "--json")  # fmt: skip
    assert result.codes == ["conditions-weaker"] * 2
    result = run("evidence", "extract", tmp_path / "eased", "disk.img", "--key", xa,
               "--out", tmp_path / "disk.img", "--json")  # fmt: skip
    assert result.codes == ["conditions-weaker"] * 2
    result = run("evidence", "disclose", tmp_path / "eased", "--item", "disk.img", "--key", xa,
               "--officer", "xa-0005", "--reason", "To the court", "--out", tmp_path / "d", "--json")  # fmt: skip
    assert result.codes == ["conditions-weaker"] * 2
    assert listing(tmp_path) == before


def test_a_bag_whose_conditions_were_eased_fails_its_check(tmp_path, received, xa, monkeypatch):
    with monkeypatch.context() as changed:
        eased(changed)
        sealed(received, xa, xa, tmp_path / "eased")
        module = sys.modules["rogatory.evidence.verification.conditions_check"]
        changed.setattr(module, "_differing", unchecked_of)
        bag = opened(tmp_path / "eased", xa, tmp_path / "bag")
    result = run("evidence", "verify", bag, "--json")
    assert (result.status, result.json["outcome"]) == (1, "fails")
    assert check_of(result, "bag-conditions")[:2] == ("fails", ["conditions-weaker"] * 2)


def test_a_forged_record_of_what_the_giver_stated_is_not_his(tmp_path, received, xa, monkeypatch):
    """A sealer who seals again eases the conditions in the record of the first form, too, and signs
    that.
    """
    keys = open_authority_folder(xa).signing_keys()
    module = sys.modules["rogatory.evidence.sealing.seal_bag"]

    def forged(manifest, number, replaced, _signatures):
        weak = Conditions().encode()
        lines = dict(line.split("  ", 1)[::-1] for line in manifest.decode().splitlines())
        lines["conditions.json"] = hashlib.sha256(weak).hexdigest()
        text = "".join(
            f"{lines[path]}  {path}\n" for path in sorted(lines, key=str.encode)
        ).encode()
        own = keys.sign(text, this_moment())
        signed = {
            "tagmanifest-sha256.txt.p256.p7s": own.p256,
            "tagmanifest-sha256.txt.mldsa65.p7s": own.mldsa65,
        }
        return kept_copies(text, number, {**replaced, "conditions.json": weak}, signed)

    with monkeypatch.context() as changed:
        eased(changed)
        changed.setattr(module, "kept_copies", forged)
        assert sealed(received, xa, xa, tmp_path / "forged").status == 0
    before = listing(tmp_path)
    result = run("evidence", "open", tmp_path / "forged", "--key", xa, "--out", tmp_path / "bag",
               "--json")  # fmt: skip
    assert result.status == 1
    assert result.codes
    assert "conditions-weaker" not in result.codes
    assert listing(tmp_path) == before


def test_adding_states_conditions_and_eases_none(tmp_path, source, xb):
    (tmp_path / "second").mkdir()
    (tmp_path / "second/picture.png").write_bytes(b"a picture")
    bag = tmp_path / "bag"
    made = run("evidence", "collect", source, "--key", xb, "--out", bag, "--proceedings", "AR-1")
    assert made.status == 0, made.err
    words = ("evidence", "add", bag, tmp_path / "second", "--under", "second", "--key", xb)
    before = listing(tmp_path)
    result = run(*words, "--proceedings", "another case", "--json")
    assert (result.status, result.codes) == (1, ["conditions-weaker"])
    result = run(*words, "--protected", "second/misspelt.png", "--json")
    assert (result.status, result.codes) == (1, ["evidence-protected-misnamed"])
    assert listing(tmp_path) == before
    result = run(*words, "--protected", "second/picture.png", "--secret")
    assert result.status == 0, result.err
    assert stated(bag)["protected_items"] == ["second/picture.png"]
    assert (stated(bag)["proceedings"], stated(bag)["secrecy"]) == ("AR-1", True)
    assert sealed(bag, xb, xb, tmp_path / "sealed").status == 0
    result = run("evidence", "extract", tmp_path / "sealed", "second/picture.png", "--key", xb,
               "--officer", "xb-0005", "--out", tmp_path / "picture.png", "--json")  # fmt: skip
    assert (result.status, result.codes) == (1, ["protected-two-officers"])


def test_a_protected_folder_is_protected_however_it_is_written(tmp_path, source, xa, xb):
    made = sealed(source, xb, xa, tmp_path / "sealed", "--protected", "data/Mail/")
    assert made.status == 0, made.err
    result = run("evidence", "disclose", tmp_path / "sealed", "--item", "Mail/0001.eml", "--key", xa,
               "--officer", "xa-0005", "--reason", "To the court", "--out", tmp_path / "d", "--json")  # fmt: skip
    assert (result.status, result.codes) == (1, ["disclosure-protected"])
    assert not (tmp_path / "d").exists()


FORMS = {
    "conditions.json": {"null": b"null", "empty": b"{}", "text": b"free for all"},
    "case.jsonld": {"null": b"null", "no graph": b"{}", "text": b"garbage",
                    "no nodes": b'{"@graph":[1]}'},
    "media.json": {"null": b"null", "text": b"garbage", "no images": b'{"version":1}'},
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data"),
    [(name, data) for name, forms in FORMS.items() for data in forms.values()],
)
def test_what_opening_would_refuse_is_not_sealed(name, data, tmp_path, unsigned, xb):
    """The tag manifest lists the file as it is: a tool that is not ours wrote it."""
    rewritten(unsigned, name, data)
    before = listing(tmp_path)
    made = sealed(unsigned, xb, xb, tmp_path / "sealed", "--json")
    assert made.status == 1
    assert made.codes
    assert listing(tmp_path) == before


@pytest.fixture
def unsigned(tmp_path, source):
    made = run("evidence", "collect", source, "--out", tmp_path / "bag")
    assert made.status == 0, made.err
    return tmp_path / "bag"


def rewritten(bag, name, data):
    """The file with these bytes, and its digest in the tag manifest of an unsigned collection."""
    (bag / name).write_bytes(data)
    listed = dict(
        line.split("  ", 1)[::-1]
        for line in (bag / "tagmanifest-sha256.txt").read_text().splitlines()
    )
    listed[name] = hashlib.sha256(data).hexdigest()
    lines = (f"{listed[path]}  {path}\n" for path in sorted(listed, key=str.encode))
    (bag / "tagmanifest-sha256.txt").write_text("".join(lines))


@pytest.mark.parametrize("data", [b"null", b"{}", b"free for all"])
def test_conditions_out_of_form_fail_their_check(data, unsigned):
    rewritten(unsigned, "conditions.json", data)
    result = run("evidence", "verify", unsigned, "--json")
    assert result.json["outcome"] == "fails"
    outcome, codes, _ = check_of(result, "bag-conditions")
    assert (outcome, codes[0]) == ("fails", "conditions-form")


def test_a_graph_out_of_form_fails_the_form_of_the_bag(unsigned):
    rewritten(unsigned, "case.jsonld", b"{}")
    result = run("evidence", "verify", unsigned, "--json")
    assert check_of(result, "bag-form")[:2] == ("fails", ["bag-form"])


# Ways out.


@pytest.fixture(scope="session")
def xm(tmp_path_factory):
    return keys_of("xm/central-authority", tmp_path_factory.mktemp("xm") / "keys")


CLOSED = {
    "with consent": (),
    "forbidden": ("--onward-transfer", "forbidden"),
    "free, but police information": ("--onward-transfer", "free", "--police-information-only"),
    "free, but protected": ("--onward-transfer", "free", "--protected", "Mail"),
}


def package_of(tmp_path, source, xa, xb, *words):
    made = sealed(source, xb, xa, tmp_path / "package", *words)
    assert made.status == 0, made.err
    return tmp_path / "package"


def rewrapped(package, key, to, out, *words):
    return run(
        "evidence", "rewrap", package, "--key", key, "--to", to / "recipient.json",
        "--out", out, *words,
    )  # fmt: skip


@pytest.mark.law_line(42)
@pytest.mark.parametrize("words", CLOSED.values(), ids=CLOSED)
def test_a_recipient_wraps_for_no_third_state(words, tmp_path, source, xa, xb, xm):
    package = package_of(tmp_path, source, xa, xb, *words)
    before, events = listing(tmp_path), (package / "custody").stat().st_mtime_ns
    result = rewrapped(package, xa, xm, tmp_path / "for-xm", "--json")
    assert (result.status, result.codes) == (1, ["law-onward-unauthorised"])
    assert listing(tmp_path) == before
    assert (package / "custody").stat().st_mtime_ns == events


def test_what_may_go_on_freely_is_wrapped_for_a_third_state(tmp_path, source, xa, xb, xm):
    package = package_of(tmp_path, source, xa, xb, "--onward-transfer", "free")
    result = rewrapped(package, xa, xm, tmp_path / "for-xm")
    assert result.status == 0, result.err


def test_it_is_wrapped_for_ones_own_state_and_for_who_gave_it(tmp_path, source, xa, xb):
    package = package_of(tmp_path, source, xa, xb, "--onward-transfer", "forbidden")
    assert rewrapped(package, xa, xa, tmp_path / "own").status == 0
    assert rewrapped(package, xa, xb, tmp_path / "back").status == 0


def test_who_gave_it_wraps_it_for_whom_he_wants(tmp_path, source, xa, xb, xm):
    package = package_of(tmp_path, source, xa, xb, "--onward-transfer", "forbidden")
    assert rewrapped(package, xb, xm, tmp_path / "for-xm").status == 0


@pytest.mark.law_line(42)
def test_a_recipient_seals_again_for_no_third_state(tmp_path, received, xa, xm):
    before = listing(tmp_path)
    result = sealed(received, xa, xm, tmp_path / "for-xm", "--json")
    assert (result.status, result.codes) == (1, ["law-onward-unauthorised"])
    assert listing(tmp_path) == before
    assert sealed(received, xa, xa, tmp_path / "own").status == 0


@pytest.mark.law_line(42)
def test_sealing_what_another_state_collected_makes_nobody_its_giver(tmp_path, strict, xa, xm):
    """XB signed the bag, and nobody sealed it before XA."""
    before = listing(tmp_path)
    result = sealed(strict, xa, xm, tmp_path / "for-xm", "--json")
    assert (result.status, result.codes) == (1, ["law-onward-unauthorised"])
    assert listing(tmp_path) == before
    made = sealed(strict, xa, xa, tmp_path / "own")
    assert made.status == 0, made.err
    before = listing(tmp_path)
    result = rewrapped(tmp_path / "own", xa, xm, tmp_path / "for-xm", "--json")
    assert (result.status, result.codes) == (1, ["law-onward-unauthorised"])
    assert listing(tmp_path) == before


def test_evidence_is_not_collected_anew_without_its_conditions(tmp_path, received, xa, xm):
    result = disclosed(received, xa, tmp_path / "given-on")
    assert result.status == 0, result.out
    (tmp_path / "own").mkdir()
    (tmp_path / "own/note.txt").write_bytes(b"a note")
    bag = tmp_path / "own-bag"
    assert run("evidence", "collect", tmp_path / "own", "--key", xa, "--out", bag).status == 0
    before = listing(tmp_path)
    places = {
        "collect": ("given", "received", "received/data", "received/data/disk.img", "given-on"),
        "seal": ("given", "received/data", "received/data/Mail", "given-on", "given-on/items"),
        "add": ("given", "received", "received/data/disk.img", "given-on"),
    }
    for verb, names in places.items():
        for name in names:
            more = {
                "collect": ("--out", tmp_path / "anew"),
                "seal": ("--to", xm / "recipient.json", "--out", tmp_path / "anew"),
                "add": ("--under", "more"),
            }[verb]
            what = (bag, tmp_path / name) if verb == "add" else (tmp_path / name,)
            result = run("evidence", verb, *what, "--key", xa, *more, "--json")
            assert (result.status, result.codes) == (1, ["source-is-evidence"]), (verb, name)
    assert listing(tmp_path) == before


@pytest.mark.law_line(43)
def test_proceedings_that_a_recipient_adds_are_not_those_of_the_giver(tmp_path, source, xa, xb):
    """XB gave it without naming any; XA seals it again for a case, and discloses it there."""
    package = package_of(tmp_path, source, xa, xb)
    bag = opened(package, xa, tmp_path / "bag")
    assert sealed(bag, xa, xa, tmp_path / "again", "--proceedings", "AR-9").status == 0
    before = listing(tmp_path)
    words = ("--proceedings", "AR-9")
    result = disclosed(tmp_path / "again", xa, tmp_path / "out", *words)
    assert (result.status, result.codes) == (1, ["law-use-without-consent"])
    assert listing(tmp_path) == before


@pytest.mark.law_line(43)
@pytest.mark.parametrize("verb", ["open", "extract"])
def test_nothing_comes_out_for_proceedings_that_nobody_allowed(tmp_path, source, xa, xb, verb):
    package = package_of(tmp_path, source, xa, xb, "--proceedings", "AR-1")
    what = (package, "disk.img") if verb == "extract" else (package,)
    words = ("--key", xa, "--officer", "xa-0005", "--out", tmp_path / "out", "--json")
    before = listing(tmp_path)
    result = run("evidence", verb, *what, *words, "--proceedings", "AR-9")
    assert (result.status, result.codes) == (1, ["law-use-without-consent"])
    assert listing(tmp_path) == before
    assert run("evidence", verb, *what, *words, "--proceedings", " ar-1").status == 0


def disclosed(evidence, key, out, *words, item="disk.img"):
    return run(
        "evidence", "disclose", evidence, "--item", item, "--key", key, "--officer", "xa-0005",
        "--reason", "Order 14/26", "--out", out, "--json", *words,
    )  # fmt: skip


@pytest.mark.law_line(43)
def test_sealing_it_again_makes_nobody_free_to_use_it_otherwise(tmp_path, received, xa):
    assert sealed(received, xa, xa, tmp_path / "again").status == 0
    bag = opened(tmp_path / "again", xa, tmp_path / "bag")
    before = listing(tmp_path)
    for evidence in (tmp_path / "again", bag):
        result = disclosed(evidence, xa, tmp_path / "out", "--proceedings", "another case")
        assert (result.status, result.codes) == (1, ["law-use-without-consent"])
        result = disclosed(evidence, xa, tmp_path / "out", "--recipient", "XM")
        assert (result.status, result.codes) == (1, ["law-onward-unauthorised"])
    assert listing(tmp_path) == before
    result = disclosed(bag, xa, tmp_path / "out")
    assert result.status == 0, result.out
    stated = json.loads((tmp_path / "out/disclosure.json").read_bytes())
    assert (stated["sender"], stated["giver"]) == ("xa/central-authority", "xb/central-authority")


def test_where_it_may_not_go_on_the_recipient_is_asked_for(tmp_path, source, xa, xb):
    package = package_of(tmp_path, source, xa, xb, "--onward-transfer", "forbidden")
    before = listing(tmp_path)
    result = disclosed(package, xa, tmp_path / "out")
    assert (result.status, result.codes) == (1, ["law-recipient-unsaid"])
    assert listing(tmp_path) == before
    assert disclosed(package, xa, tmp_path / "out", "--recipient", "XA").status == 0


PAST = (this_moment() - timedelta(days=2)).date().isoformat()
WARNED = ["law-retention-ended", "law-evidence-secret"]


ACTS = ["warned-retention-ended", "warned-secret"]


def last_acts(journal):
    """Return the acts right before the journal's last one; a sealing may be stamped after."""
    return [parse_event(entry.event).act.code for entry in Journal(journal)][-3:-1]


def test_an_ended_retention_and_secrecy_are_reported_and_recorded_at_every_act(
    tmp_path, source, xa, xb
):
    def held(result, journal):
        assert result.status == 0, result.out
        assert [one["code"] for one in result.json["warnings"]] == WARNED
        assert last_acts(journal) == ACTS

    words = ("--retain-until", PAST, "--secret", "--json")
    package = tmp_path / "package"
    held(sealed(source, xb, xa, package, *words), package / "custody")
    ending = ("--key", xa, "--json")
    result = run("evidence", "open", package, "--out", tmp_path / "bag", *ending)
    held(result, package / "custody")
    result = run("evidence", "extract", package, "disk.img", "--out", tmp_path / "d.img", *ending)
    held(result, package / "custody")
    held(rewrapped(package, xa, xa, tmp_path / "own", "--json"), tmp_path / "own/custody")
    held(disclosed(package, xa, tmp_path / "out"), package / "custody")
    held(disclosed(tmp_path / "bag", xa, tmp_path / "out-2"), tmp_path / "bag-custody")
    second_result = sealed(tmp_path / "bag", xa, xa, tmp_path / "again", "--json")
    held(second_result, tmp_path / "again/custody")


def test_warnings_are_printed_to_who_reads_them(tmp_path, source, xa, xb):
    result = sealed(source, xb, xa, tmp_path / "package", "--retain-until", PAST)
    assert "! [law-retention-ended]" in result.err


def test_who_was_given_nothing_discloses_nothing(tmp_path, received, xm):
    before = listing(tmp_path)
    result = disclosed(received, xm, tmp_path / "out", "--officer", "xm-0005")
    assert (result.status, result.codes) == (1, ["disclosure-stranger"])
    assert listing(tmp_path) == before


def test_a_stranger_s_disclosure_is_seen_by_who_checks_it(tmp_path, received, xm, monkeypatch):
    with monkeypatch.context() as changed:
        module = importlib.import_module("rogatory.node.workstation.disclose")
        changed.setattr(module, "refuse_stranger", unchecked)
        permitted = PermittedLeave((), None, None)
        changed.setattr(module, "leave_by_item", lambda *_, **__: permitted)
        changed.setattr(module, "_refuse_what_fails", unchecked_of)
        result = disclosed(received, xm, tmp_path / "out", "--officer", "xm-0005")
        assert result.status == 0, result.out
    result = run("evidence", "verify", tmp_path / "out", "--json")
    assert result.json["outcome"] == "fails"
    assert check_of(result, "disclosure-party")[:2] == ("fails", ["disclosure-stranger"])


def unchecked_of(*_):
    return ()
