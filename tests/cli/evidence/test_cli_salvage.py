# SPDX-License-Identifier: Apache-2.0
"""`evidence open --salvage`, as an examiner with a damaged package types it."""

import json
import os

from casts.cli.commands import listing, run
from rogatory.custody.events.act_text import normative_text
from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal


def damage(sealed):
    with (sealed / "package.age").open("r+b") as file:
        file.seek(1_300_000)
        file.write(os.urandom(64))


def last_reason(folder):
    return normative_text(parse_event(list(Journal(folder))[-1].event))


def test_what_holds_is_kept_marked_and_recorded(tmp_path, source, sealed, xa):
    damage(sealed)
    opening = ("evidence", "open", sealed, "--key", xa, "--out", tmp_path / "out")
    before = listing(tmp_path)
    assert run(*opening).status == 1
    assert listing(tmp_path) == before
    result = run(*opening, "--salvage", "--officer", "xa-0005")
    assert result.status == 3, result.err
    assert "NOT EVIDENCE" in result.out
    assert "Damaged segments: 1" in result.out
    folder = tmp_path / "out-not-evidence"
    mail = (source / "Mail/0001.eml").read_bytes()
    assert (folder / "recovered/Mail/0001.eml").read_bytes() == mail
    record = json.loads((folder / "salvage.json").read_bytes())
    assert {one["path"]: one["state"] for one in record["files"] if one["path"][:5] == "data/"} == {
        "data/Mail/0001.eml": "holds",
        "data/disk.img": "damaged",
    }
    assert "not evidence" in last_reason(sealed / "custody")
    refused = run("evidence", "verify", folder, "--json")
    assert refused.status == 1
    assert refused.codes == ["workstation-not-evidence"]


def test_secrecy_and_an_ended_retention_are_reported_and_recorded(tmp_path, source, xa, xb):
    made = run(
        "evidence", "seal", source, "--key", xb, "--to", xa / "recipient.json",
        "--out", tmp_path / "package", "--secret", "--retain-until", "2020-01-01",
    )  # fmt: skip
    assert made.status == 0, made.err
    opening = ("evidence", "open", tmp_path / "package", "--key", xa, "--salvage")
    result = run(*opening, "--out", tmp_path / "out", "--json")
    codes = ["law-retention-ended", "law-evidence-secret"]
    assert (result.status, [one["code"] for one in result.json["warnings"]]) == (3, codes)
    acts = [parse_event(one.event).act.code for one in Journal(tmp_path / "package/custody")]
    assert acts[-3:] == ["warned-retention-ended", "warned-secret", "salvaged"]
    assert "! [law-evidence-secret]" in run(*opening, "--out", tmp_path / "again").err


def test_a_seal_that_proves_nothing_needs_the_officer_s_word(tmp_path, sealed, xa):
    (sealed / "seal.json.mldsa65.p7s").write_bytes(b"x")
    salvaging = (
        "evidence", "open", sealed, "--key", xa, "--out", tmp_path / "out", "--salvage", "--json",
    )  # fmt: skip
    before = listing(tmp_path)
    result = run(*salvaging)
    assert (result.status, result.codes) == (1, ["salvage-not-proved"])
    assert listing(tmp_path) == before
    result = run(*salvaging, "--unproved")
    assert result.status == 3
    assert result.json["proved"] is False
    assert result.json["not_evidence"] is True
    beside = tmp_path / "out-not-evidence-custody"
    assert "could not be shown" in last_reason(beside)


def test_unproved_is_for_salvage_alone(tmp_path, sealed, xa):
    result = run("evidence", "open", sealed, "--key", xa, "--out", tmp_path / "out", "--unproved")
    assert result.status == 2
