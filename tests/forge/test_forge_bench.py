# SPDX-License-Identifier: Apache-2.0
"""A seeded sample of forgeries: no judge says that one holds, and the judges agree on each check."""

import os
import re
from fnmatch import fnmatchcase

import pytest

from forge import ROOT
from forge.bench import forgeries, sample, try_forgery
from forge.changes import RESIGNED, Change, deep_changes, read_object
from forge.findings import Forgery, each_once, findings
from forge.forgers import FORGERS
from forge.judges import JUDGES, Verdict, judge_script
from forge.looking import KeptFiles
from forge.material import KINDS
from forge.member_changes import every_deep_edit
from forge.resigning import approved_anew, resign
from forge.tables import answers
from forge.tables.allowance import ANY, REFUSED
from forge.tables.allowed_forgeries import ROWS, allowed
from forge.tables.answers import DIFFERENCES
from forge.tables.file_kinds import SIGNED, signature_of, signed_documents, unknown_files
from forge.tables.layout_forms import FORMS, forms_in_table, place_in_bundle
from rogatory.seal.software_authenticator import SoftwareAuthenticator

SAMPLE = int(os.environ.get("ROGATORY_FORGERIES", "90"))
"""Forgeries in the gate; `just forge` makes all of them."""

FORGER = {one.name: one for one in FORGERS}

SCRIPTED = 4
"""Forgeries on which check.sh is asked too: it starts some hundred programs a run."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_has_a_kind_that_the_bench_knows(material, kind):
    assert unknown_files(kind, material.artifacts[kind].files()) == []


def test_every_signed_document_can_be_signed_again_by_a_forger(material):
    found = set()
    for artifact in material.artifacts.values():
        found |= signed_documents(artifact.files())
    assert found == set(SIGNED)
    assert {name for names in SIGNED.values() for name in names} <= {one.name for one in FORGERS}


@pytest.mark.parametrize("forger", sorted({name for names in SIGNED.values() for name in names}))
def test_a_forger_really_signs_each_document_that_the_table_names(material, tmp_path, forger):
    """One who does not would leave every change of it to its old signature."""
    made, at = FORGER[forger], material.case.clock.now()
    missing = {document for document, names in SIGNED.items() if forger in names}
    for number, (kind, change) in enumerate(signing_changes(material, made)):
        honest = material.artifacts[kind]
        artifact = honest.copy(tmp_path / str(number))
        change.apply(artifact)
        resign(artifact, honest, made.held(material), at, all_of_it=change.resigns_all)
        before, after = KeptFiles(honest.folder), KeptFiles(artifact.folder)
        missing -= {
            signature_of(name)
            for name in honest.files()
            if before.data(honest.folder / name) != after.data(artifact.folder / name)
        }
        if not missing:
            return
    assert missing == set()


def signing_changes(material, forger):
    """All that the keys sign, and the changes of the forger's own."""
    for kind in KINDS:
        if forger.systematic:
            yield kind, RESIGNED
    for kind in KINDS:
        yield from ((kind, change) for change in forger.own_changes(material, kind))


def test_a_passkey_signs_no_verdict_that_is_none():
    officer = "xa-0001"
    passkey = SoftwareAuthenticator.generate("xa.example", "https://xa.example", os.urandom)
    approval = {"officer": officer, "verdict": None}
    assert approved_anew(approval, {officer: passkey}, "00" * 32) is approval


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("judge", JUDGES)
def test_what_is_honest_does_not_fail(material, kind, judge):
    found = JUDGES[judge](material.artifacts[kind], [material.directory], material.now)
    assert found.outcome != "fails", found
    assert found.failing() == frozenset()


def test_the_judges_answer_alike_on_what_is_honest(material):
    for kind in KINDS:
        for trust in ([], [material.directory], [material.root], [material.newest]):
            ours, independent = (
                judge(material.artifacts[kind], trust, material.now) for judge in JUDGES.values()
            )
            assert _compared(ours) == _compared(independent), (kind, trust)


def _compared(verdict):
    """Without the pages of reports, which only who has their renderer can compare (19.3)."""
    return {name: outcome for name, outcome in verdict.checks.items() if name != "reports"}


def test_the_table_lets_nobody_take_the_timestamp_of_a_bag_but_who_can_stamp_it_again():
    taken = Change("remove", "opened-custody/seal/seal.json.tst", lambda _artifact: None)
    stamping = {"stamps", "sealing-state", "sealing-state-key", "third-state", "exporting-state"}
    for forger in FORGERS:
        may_hold = forger.name in stamping
        assert allowed(forger.name, "bag", taken) == (ANY if may_hold else REFUSED), forger.name


def test_a_check_that_two_judges_answer_otherwise_is_a_finding():
    """The whole verdict is the same, and yet one of them is wrong."""
    made = Forgery(FORGERS[0], "bag", Change("flip", "opened/bagit.txt", lambda _artifact: None))
    answered = {"bag-form": "fails", "bag-tags": "fails"}
    ours = Verdict("fails", {**answered, "bag-size": "holds", "reports": "holds"})
    other = Verdict("fails", {**answered, "reports": "undecided"})
    found = list(findings(made, {"ours": ours, "independent": other}))
    assert [(one.judge, one.problem) for one in found] == [("both", "bag-size holds/-")]
    assert list(findings(made, {"ours": ours, "independent": ours})) == []


def test_a_finding_that_several_forgers_share_is_reported_once_with_their_number():
    made = [
        Forgery(one, "bundle", Change("flip", "bundle/bag/bagit.txt", lambda _artifact: None))
        for one in FORGERS[:3]
    ]
    fine = Verdict("fails", {"bag-form": "fails"})
    stated = Verdict("exit 2", {}, "used wrongly")
    found = [
        it for one in made for it in findings(one, {"ours": fine, "independent": fine}, stated)
    ]
    [once] = each_once(found)
    assert (once.judge, once.forgers) == ("script", 3)
    assert str(once).startswith(f"{made[0].label} (3 forgers): script: exit 2")


def test_a_check_that_the_script_makes_and_answers_otherwise_is_a_finding():
    made = Forgery(FORGERS[0], "bundle", Change("flip", "bundle/check.sh", lambda _artifact: None))
    fine = Verdict("fails", {"bundle-complete": "fails", "bag-tags": "holds"})
    stated = Verdict("fails", {"bundle-complete": "holds", "bag-tags": "holds"})
    [found] = findings(made, {"ours": fine, "independent": fine}, stated)
    assert (found.judge, found.problem) == ("script", "bundle-complete fails/holds")


@pytest.mark.parametrize(
    ("ours", "answer", "problem"),
    [
        ("fails", "undecided", None),
        ("fails", "holds", "seal-signed holds/fails"),
        ("undecided", "undecided", "seal-signed undecided/fails"),
    ],
)
def test_the_script_may_fail_only_what_we_leave_undecided_beside_a_check_that_fails(
    ours, answer, problem
):
    target = "bundle/seal/seal.json"
    made = Forgery(FORGERS[0], "bundle", Change("add-field", target, lambda _artifact: None))
    other = Verdict(ours, {"seal-form": ours, "seal-signed": answer})
    stated = Verdict("fails", {"seal-signed": "fails"})
    found = [
        one.problem
        for one in findings(made, {"ours": other, "independent": other}, stated)
        if one.judge == "script" and one.problem.startswith("seal-signed")
    ]
    assert found == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("ours", "check", "is_found"),
    [
        ("fails", "message-events", False),
        ("fails", "receipts", False),
        ("fails", "custody-journal", True),
        ("holds", "message-events", True),
    ],
)
def test_the_script_may_fail_what_lies_beside_a_message_that_is_not_in_its_form(
    ours, check, is_found
):
    target = "bundle/request/message.json"
    made = Forgery(FORGERS[0], "bundle", Change("add-field", target, lambda _artifact: None))
    other = Verdict(ours, {"request": ours, check: "holds"})
    stated = Verdict("fails", {check: "fails"})
    found = findings(made, {"ours": other, "independent": other}, stated)
    problems = [one.problem for one in found if one.judge == "script"]
    assert (f"{check} holds/fails" in problems) is is_found


def test_each_difference_that_is_allowed_has_a_reason():
    assert all(one.why for one in DIFFERENCES)


def test_a_sample_of_forgeries_is_refused_by_every_judge(material, tmp_path):
    every = list(forgeries(material, KINDS))
    found = [
        finding
        for one in sample(every, SAMPLE, seed=0)
        for finding in try_forgery(material, one, tmp_path / "work")
    ]
    assert found == []


@pytest.mark.judge
def test_the_script_fails_a_bundle_in_which_a_file_was_changed(material, tmp_path):
    every = [
        one
        for one in forgeries(material, ["bundle"])
        if one.forger.name == "no-key" and one.change.name in {"flip", "remove", "truncate", "link"}
    ]
    for number, one in enumerate(sample(every, SCRIPTED, seed=1)):
        artifact = material.artifacts["bundle"].copy(tmp_path / str(number))
        one.change.apply(artifact)
        assert judge_script(artifact, ()).outcome == "fails", one.label


def test_each_row_of_the_table_has_a_reason_and_is_of_use(material):
    """A row that no forgery meets is left over from a change and hides the next one."""
    from forge.tables.allowance import fits

    groups: dict[tuple[str, str], list[Change]] = {}
    for one in forgeries(material, KINDS):
        groups.setdefault((one.forger.name, one.kind), []).append(one.change)
    for (
        kind,
        artifact,
    ) in material.artifacts.items():  # those inside that another network tries, too
        inside = [
            change
            for name in artifact.files()
            if name.endswith(".json")
            for change in deep_changes(name, every_deep_edit(read_object(artifact.folder / name)))
        ]
        for forger in FORGERS:
            groups.setdefault((forger.name, kind), []).extend(inside if forger.systematic else [])
    for row in ROWS:
        assert row.why
        assert any(
            fits(row, forger, kind, change)
            for (forger, kind), changes in groups.items()
            if fnmatchcase(forger, row.forger) and fnmatchcase(kind, row.kind)
            for change in changes
        ), row


def test_each_check_that_must_answer_is_asked_of_some_forgery(material):
    every = list(forgeries(material, KINDS))
    for one in answers.ANSWERS:
        assert one.why
        assert any(answers.fits(one, it.forger.name, it.kind, it.change, "ours") for it in every), (
            one
        )


def test_a_check_that_holds_where_the_table_demands_an_answer_is_a_finding():
    change = Change("third-root", "bundle/directory/metadata/3.root.json", lambda _artifact: None)
    [forger] = (one for one in FORGERS if one.name == "retired-roots")
    checks = {"identity": "holds", "directory": "fails"}
    verdicts = dict.fromkeys(JUDGES, Verdict("fails", checks))
    found = list(findings(Forgery(forger, "bundle", change), verdicts))
    assert {(one.judge, one.problem) for one in found} == {
        (name, "identity: holds") for name in JUDGES
    }


def test_every_form_of_the_closed_layout_is_on_the_bench(material):
    """Those of the specification's table, no more and no fewer."""
    text = (ROOT / "docs/specification/evidence-and-court.md").read_text()
    assert forms_in_table(text) == set(FORMS)
    places = {
        place
        for kind, artifact in material.artifacts.items()
        for name in artifact.files()
        if (place := place_in_bundle(kind, name)) is not None
    }
    there = {
        name
        for name, forms in FORMS.items()
        if all(any(re.fullmatch(form, one) for one in places) for form in forms)
    }
    assert there == set(FORMS)
