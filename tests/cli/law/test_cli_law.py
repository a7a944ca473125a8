# SPDX-License-Identifier: Apache-2.0
"""`rogatory treaty` over a real home: what the law says, and two persons who correct it."""

import csv
import json
import os
from datetime import UTC, datetime

import pytest

from casts.cli.commands import by, run
from casts.cli.law import federation, home  # noqa: F401 - fixtures
from casts.law.cases import TREATY_FILE as FILE
from rogatory.cli.output.ground_names import sentence_with_names
from rogatory.node.law import refusals

LAWYER, HEAD = "xb-0003", "xb-0004"
CORRECTION = {
    "id": "xm-is-a-party",
    "section": "parties",
    "row": {
        "state": "XM",
        "instrument": "un-cybercrime",
        "signed": "2025-10-26",
        "deposited": "2026-08-20",
        "in_force_from": "2026-11-18",
        "source": "Notification 31",
        "certainty": "seen",
    },
    "reason": "Meridia has deposited its instrument.",
    "source": "Notification 31",
    "certainty": "seen",
    "dated": "2026-11-24",
    "replaces": None,
}
TABLE = """state,instrument,signed,ratification_reported,deposited,in_force_from,ended,source,certainty,gap
XM,un-cybercrime,2025-10-26,,2026-08-20,2026-11-18,,Notification 31,seen,
XM,untoc,,,2007-04-01,2007-05-01,2026-10-01,Notification 32,seen,
"""


@pytest.fixture
def correction(tmp_path):
    file = tmp_path / "correction.json"
    file.write_text(json.dumps(CORRECTION), encoding="utf-8")
    return file


def document(*words):
    answer = run("treaty", *words, "--json")
    assert answer.status == 0, answer
    return json.loads(answer.out)


def status(home, state="XM", on="2026-11-25"):
    ((found),) = document("status", home, "--state", state, "--on", on)
    return found["heard"][0]["status"]["status"]


@pytest.mark.law_line(1)
def test_a_correction_is_proposed_by_one_and_accepted_by_another(home, correction):
    assert status(home) == "signed"
    (record,) = document("correct", home, correction, *by(home, LAWYER))
    assert status(home) == "signed"
    own = run("treaty", "review", home, record["id"], "--accept", "--reason", "Sure",
              *by(home, LAWYER))  # fmt: skip
    assert own.status == 1
    assert "[law-correction-own]" in own.err
    document("review", home, record["id"], "--accept", "--reason", "Compared", *by(home, HEAD))
    assert status(home) == "party"
    words = run("treaty", "history", home).out
    assert "accepted" in words
    assert "Compared" in words
    ((kept),) = document("history", home)
    assert (kept["reviewed_by"], kept["correction"]["row"]["state"]) == (HEAD, "XM")


def test_a_correction_in_a_file_of_more_than_64_kib_is_proposed_and_listed(home, tmp_path):
    large = tmp_path / "large.json"
    large.write_text(f"{json.dumps(CORRECTION)}{' ' * (128 << 10)}")
    (record,) = document("correct", home, large, *by(home, LAWYER))
    ((kept),) = document("history", home)
    assert kept["id"] == record["id"]
    large.write_text(f"{json.dumps(CORRECTION | {'id': 'n'})}{' ' * (1 << 20)}")
    assert run("treaty", "correct", home, large, *by(home, LAWYER)).status == 1
    assert len(document("history", home)) == 1


def test_voices_that_differ_are_shown_side_by_side(home, correction):
    (record,) = document("correct", home, correction, *by(home, LAWYER))
    document("review", home, record["id"], "--accept", "--reason", "Compared", *by(home, HEAD))
    words = run("treaty", "status", home, "--state", "xm", "--on", "2026-11-25").out
    assert "by ministry: Notification 31" in words
    assert "by package" in words
    assert "does not prevail" in words


def test_a_table_of_parties_is_proposed_row_by_row_or_not_at_all(home, tmp_path):
    table = tmp_path / "parties.csv"
    table.write_text(TABLE, encoding="utf-8")
    given = (*by(home, LAWYER), "--batch", "2026-11", "--source", "Notifications",
             "--reason", "New deposits")  # fmt: skip
    records = document("import", home, table, *given)
    assert [record["section"] for record in records] == ["parties", "parties"]
    assert status(home) == "signed"
    table.write_text(TABLE.replace("2007-05-01", "yesterday"), encoding="utf-8")
    broken = run("treaty", "import", home, table, *given)
    assert broken.status == 1
    assert "line 3" in broken.err
    assert len(document("history", home)) == 2


def test_reservations_are_listed_with_their_effect_and_whether_they_are_in_force(home):
    found = document("reservations", home, "--state", "xt", "--on", "2026-11-25")
    (reserved,) = found["reservations"]
    assert (reserved["effect"], reserved["article"]) == ("allows-refusal", "42(5)")
    assert found["standings"] == {"xt-dual-criminality": "in-force"}
    earlier = document("reservations", home, "--state", "xt", "--on", "2026-08-01")
    assert earlier["standings"] == {"xt-dual-criminality": "not-yet"}
    words = run("treaty", "reservations", home).out
    assert "XT  un-cybercrime  article 42(5): allows-refusal 42(4)" in words


@pytest.mark.law_line(2)
def test_every_basis_is_reported_with_its_articles_or_with_why_not(home):
    found = document("basis", home, "--kind", "preservation", "--to", "XA", "--article", "13")
    serving = [one["instrument"] for one in found if one["serves"]]
    assert serving[0] == "un-cybercrime"
    assert all(one["why_not"] for one in found if not one["serves"])
    words = run(
        "treaty", "basis", home, "--kind", "preservation", "--to", "XM", "--article", "13"
    ).out
    assert "✗ un-cybercrime" in words
    assert "(articles 64, 65; certainty: seen)" in words


def test_grounds_are_those_of_the_instrument_and_of_the_treaty_between_the_two(home):
    grounds = document("grounds", home, "preservation", "--basis", "ets-185", "--with", "xm")
    assert {one["citation"] for one in grounds["refusal"]} >= {"29(5)(a) of ETS 185"}
    assert grounds["is_open"] is False
    assert document("grounds", home, "preservation", "--basis", "comity")["is_open"] is True


def test_an_unknown_instrument_kind_or_state_is_refused_with_every_reason(home):
    result = run("treaty", "grounds", home, "haircut", "--basis", "nonsense", "--with", "zz")
    assert result.status == 1
    for code in ("treaty-instrument-unknown", "scope-kind-unknown", "treaty-state-unknown"):
        assert code in result.err


def test_lists_are_shown_with_article_and_certainty(home):
    grounds = document("grounds", home, "preservation")
    assert {one["id"] for one in grounds["never"]} >= {"form", "dual_criminality_plain"}
    assert all(one["article"] and one["certainty"] for one in grounds["refusal"])
    assert {one["article"] for one in document("offences", home)} == set(range(7, 18))
    questions = document("questions", home, "mla_stored_data")
    assert {one["id"] for one in questions["before executing"]} >= {"personal-data", "human-rights"}
    for words in (
        ("grounds", home, "preservation"),
        ("offences", home),
        ("questions", home, "preservation"),
    ):
        assert "certainty:" in run("treaty", *words).out


def test_the_forecast_says_how_many_are_missing(home):
    found = document("forecast", home, "--on", "2026-11-25")
    assert found["missing"] >= 0
    assert "instruments are recorded" in run("treaty", "forecast", home).out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("status", "HOME", "--instrument", "our-custom"), 1),
        (("review", "HOME", "no-such", "--accept", "--reason", "It is none.", "BY"), 1),
        (("review", "HOME", "no-such", "--reason", "It is none.", "BY"), 2),
        (("grounds", "HOME"), 2),
    ],
)
def test_what_cannot_be_done_is_refused(home, words, code):
    meant = {"HOME": (home,), "BY": by(home, HEAD)}
    assert (
        run("treaty", *(one for word in words for one in meant.get(word, (word,)))).status == code
    )


def test_one_person_is_not_two_by_typing_a_colleague_s_number(home, correction):
    """Proposing and accepting are signed each by a key that the State's authority vouches for."""
    typed = run("treaty", "correct", home, correction, "--officer", LAWYER)
    assert typed.status == 2
    (record,) = document("correct", home, correction, *by(home, LAWYER))
    words = ("--accept", "--reason", "Sure", "--officer", HEAD)
    assert run("treaty", "review", home, record["id"], *words).status == 2
    assert status(home) == "signed"


def test_a_key_of_another_state_s_authority_is_nobody_s_here(
    home, federation, correction, tmp_path
):
    """Somebody who makes another State CA can make any number; the directory does not list it."""
    from rogatory.node.workstation.keys.officer_keys import new_officer_keys
    from rogatory.node.workstation.keys.state_ca_folder import new_state_ca_folder

    now = datetime.now(UTC).replace(microsecond=0)
    new_state_ca_folder("XB", tmp_path / "ca", years=9, at=now, random=os.urandom)
    new_officer_keys(
        HEAD, tmp_path / "own", state_ca=tmp_path / "ca", passphrase="long enough 77", at=now,
        random=os.urandom,
    )  # fmt: skip
    (tmp_path / "word").write_text("long enough 77\n", encoding="utf-8")
    (record,) = document("correct", home, correction, *by(home, LAWYER))
    forged = run(
        *("treaty", "review", home, record["id"], "--accept", "--reason", "Sure"),
        *("--own-key", tmp_path / "own", "--passphrase-file", tmp_path / "word"),
    )
    assert forged.status == 1
    assert status(home) == "signed"


def test_a_treaty_from_a_file_is_loaded_by_two_persons_and_is_a_basis(home, tmp_path):
    file = tmp_path / "mlat.yaml"
    file.write_text(FILE, encoding="utf-8")
    words = ("--reason", "In force since 2016")

    def serving(to):
        found = document("basis", home, "--kind", "mla_stored_data", "--to", to, "--article", "13")
        return [one["instrument"] for one in found if one["serves"]]

    (record,) = document("load", home, file, *words, *by(home, LAWYER))
    assert record["section"] == "treaties"
    shown = json.loads(run("treaty", "proposed", home, record["id"]).out)
    assert shown["treaty"]["rows"]["grounds"][0]["id"] == "harbour_dues"
    assert shown["correction"]["row"]["id"] == "mlat-xa-xb"
    assert "mlat-xa-xb" not in serving("XA")
    accepted = ("--accept", "--reason", "Compared")
    own = run("treaty", "review", home, record["id"], *accepted, *by(home, LAWYER))
    assert "[law-correction-own]" in own.err
    document("review", home, record["id"], *accepted, *by(home, HEAD))
    assert serving("XA")[0] == "mlat-xa-xb"
    assert "mlat-xa-xb" not in serving("XM")
    grounds = document("grounds", home, "mla_stored_data", "--basis", "mlat-xa-xb", "--with", "XA")
    assert [one["citation"] for one in grounds["refusal"]] == ["5(1)(b) of MLAT XA-XB"]
    named = f"harbour_dues “{grounds['refusal'][0]['label']}”"
    offered = refusals.REFUSAL_OFFERED.because(grounds="harbour_dues (5(1)(b) of MLAT XA-XB)")
    assert named in sentence_with_names(offered, home)
    assert named not in sentence_with_names(offered)
    older = run("treaty", "load", home, file, *words, *by(home, LAWYER))
    assert older.status == 1
    assert "Line 4" in older.err


def test_a_template_of_a_treaty_is_written_once_and_refused_until_it_is_filled_in(home, tmp_path):
    file = tmp_path / "new.yaml"
    written = run("treaty", "new-bilateral", file, "--id", "mlat-xa-xb", "--between", "XA", "XB")
    assert written.status == 0
    text = file.read_text("utf-8")
    repeated = run("treaty", "new-bilateral", file, "--id", "mlat-xa-xb", "--between", "XA", "XB")
    assert repeated.status == 1
    assert file.read_text("utf-8") == text
    empty = run("treaty", "load", home, file, "--reason", "To try it.", *by(home, LAWYER))
    assert empty.status == 1
    lines = [one for one in empty.err.splitlines() if "[treaty-file-line] Line" in one]
    assert len(lines) > 10
    assert document("history", home) == []


@pytest.mark.parametrize(
    "words",
    [
        ("--id", "MLAT", "--between", "XA", "XB"),
        ("--id", "a: b", "--between", "XA", "XB"),
        ("--id", "mlat", "--between", "XA", "XA"),
        ("--id", "mlat", "--between", "xa", "XB"),
    ],
)
def test_a_template_is_of_one_treaty_between_two_states(tmp_path, words):
    assert run("treaty", "new-bilateral", tmp_path / "new.yaml", *words).status == 2
    assert not (tmp_path / "new.yaml").exists()


def test_a_sheet_is_written_filled_in_and_accepted_whole(home, tmp_path):
    table, page = tmp_path / "sheet.csv", tmp_path / "sheet.html"
    wrote = document("sheet", home, table)
    assert document("sheet", home, page)["lines"] == wrote["lines"] > 100
    assert b"<script" not in page.read_bytes()
    paper = tmp_path / "sheet.pdf"
    one = document("sheet", home, paper, "--instrument", "eio-2014-41", "--language", "ru")
    assert paper.read_bytes().startswith(b"%PDF-")
    assert 0 < one["lines"] < wrote["lines"]
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    for row in rows:
        if row["line"] in {"limits/conference", "limits/protocol"}:
            row |= {"verdict": "confirmed", "official_wording": "So.", "reader": "A. Lawyer"}
            row |= {"read_on": "2026-11-20"}
            named = row
    filled = tmp_path / "filled.csv"
    with filled.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    found = document("correct", home, filled, *by(home, LAWYER))
    assert [one["section"] for one in found] == ["limits", "limits"]
    shown = json.loads(run("treaty", "proposed", home, found[1]["id"]).out)
    assert shown["official_wordings"] == {named["line"]: "So."}
    batch = shown["correction"]["id"].rpartition("-")[0]
    words = ("--batch", batch, "--accept", "--reason", "Compared")
    document("review", home, *words, *by(home, HEAD))
    (progress,) = (
        one for one in document("progress", home) if one["instrument"] == "un-cybercrime"
    )
    assert (progress["waiting"], progress["left"]) == (0, progress["lines"] - progress["seen"])
    assert "lines seen" in run("treaty", "progress", home).out
    both = run("treaty", "review", home, found[0]["id"], *words, *by(home, HEAD))
    assert both.status == 2
