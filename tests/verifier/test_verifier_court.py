# SPDX-License-Identifier: Apache-2.0
"""Vectors of bundles, certificates and disclosures, which go to court, check by check."""

import json
import shutil
from pathlib import Path

import pytest

COURT = Path(__file__).parents[1] / "vectors" / "court"


def cases():
    for name in ("bundle", "certificate", "certificate-without-package", "disclosure"):
        vector = json.loads((COURT / f"{name}.json").read_text())
        for case in vector["cases"]:
            yield pytest.param(vector, case, id=f"{name}-{case['name']}")


def edited(folder, edits, material):
    for edit in edits:
        path = folder / edit["path"]
        if edit["op"] == "remove":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        elif edit["op"] == "link":
            path.symlink_to(edit["to"])
        elif edit["op"] == "folder":
            path.mkdir()
        else:
            shutil.copytree(material / edit["from"], path, dirs_exist_ok=True)
    return folder


@pytest.mark.parametrize(("vector", "case"), list(cases()))
def test_what_goes_to_court(verifier, material, tmp_path, vector, case):
    folder = tmp_path / "it"
    shutil.copytree(material / vector["of"], folder, symlinks=True)
    edited(folder, case["edits"], material)
    given = [str(material / case["trust"])] if case["trust"] else []
    at = verifier.moment(vector["at"])
    checks, _ = verifier.examine(folder, verifier.Trusted.read(given), at)
    found = {one.id: one.outcome for one in checks.done}
    assert checks.outcome == case["outcome"], found
    demanded = case["checks"] if not case["whole"] else {**vector["checks"], **case["checks"]}
    assert {name: found.get(name) for name in demanded} == demanded
    if case["whole"]:
        assert found.keys() == demanded.keys()


@pytest.mark.parametrize("data", [b"", b"\n", b"[" * 100_000, b"{}\n", b"\xff"])
@pytest.mark.parametrize("name", ["items.jsonl", "disclosure.json", "seal/seal.json"])
def test_what_is_malformed_fails_and_stops_no_other_check(judged, material, tmp_path, name, data):
    folder = tmp_path / "it"
    shutil.copytree(material / "disclosure", folder)
    (folder / name).write_bytes(data)
    checks = judged(folder)
    assert checks.outcome == "fails"
    assert "readable" not in {one.id for one in checks.done}


def test_several_things_given_add_up_and_each_must_fit(judged, material):
    bundle, root = material / "bundle", material / "trust/1.root.json"
    both = judged(bundle, root, material / "bundle/directory")
    assert both.outcome == "holds"
    other = judged(bundle, root, material / "trust/other-network.1.root.json")
    assert {one.id for one in other.done if one.outcome == "fails"} == {"identity"}


def test_the_first_line_names_whose_root_and_what_to_compare(verifier, judged, material, capsys):
    brought = judged(material / "bundle")
    assert brought.basis.ask[0] == "compare-first-root"
    verifier.print_answer(brought, None, compared=False, as_json=False)
    shown = capsys.readouterr().out
    assert shown.startswith("This verdict rests on the root ")
    assert "This program did not write them." in shown
    given = judged(material / "bundle", material / "trust/1.root.json")
    assert given.basis.ask[0] == "given-from-elsewhere"
    verdict = judged(material / "disclosure", material / "trust/1.root.json")
    assert "directory" in verdict.basis.ask
    assert verdict.outcome == "undecided"


def test_who_discloses_to_whom_and_when_is_shown_as_his_word(verifier, judged, made, capsys):
    folder = made("disclosure")
    document = json.loads((folder / "disclosure.json").read_bytes())

    def screen():
        checks = judged(folder)
        verifier.print_answer(checks, None, compared=False, as_json=False)
        return capsys.readouterr().out

    shown = screen()
    for name in ("authority", "officer", "disclosed", "reason", "giver"):
        assert document[name] in shown, name
    assert f"condition      onward transfer: {document['conditions']['onward_transfer']}" in shown
    assert "its own words):" in shown
    assert "kept back" not in shown
    document["reason"], document["withheld"] = "To nobody", ["conditions.json"]
    (folder / "disclosure.json").write_bytes(verifier.canonical(document))
    shown = screen()
    assert "To nobody" in shown
    assert "its own words; disclosure-signed: fails):" in shown
    assert "are kept back" in shown
    (folder / "disclosure.json").write_bytes(b"{}")
    assert "its own words" not in screen()


@pytest.mark.parametrize("kind", ["bundle/certificate", "bundle/bag", "bundle"])
def test_what_is_proved_has_a_value_in_every_answer(verifier, judged, material, capsys, kind):
    verifier.print_answer(judged(material / kind), None, compared=False, as_json=True)
    answer = json.loads(capsys.readouterr().out)
    proved = kind == "bundle"
    assert (answer["proved_at"] is not None) == proved
    assert answer["proved_alone"] is False
    assert (answer["bounded_at"] is not None) == proved


@pytest.mark.parametrize(("bytes_more", "outcome"), [(0, "is another page"), (1, "is larger than")])
@pytest.mark.parametrize("page", ["certificate.html", "certificate.pdf"])
def test_a_page_of_a_certificate_is_not_larger_than_it_may_be(
    verifier, material, tmp_path, page, bytes_more, outcome
):
    """A file with nothing in it, which fills no disk; only one that may be so large is read."""
    folder = tmp_path / "certificate"
    shutil.copytree(material / "bundle/certificate", folder)
    document = json.loads((folder / "certificate.json").read_bytes())
    document["renderings"].setdefault(page, "0" * 64)
    with (folder / page).open("ab") as file:
        file.truncate((256 << 20) + bytes_more)
    with pytest.raises(verifier.Wrong, match=f"{page} {outcome}"):
        verifier.Declaration(folder, None, None)._pages(document)
