# SPDX-License-Identifier: Apache-2.0
"""`evidence extract` of more than one file, and `evidence list`, as an examiner types them."""

import json
import os
import shutil

import pytest

from casts.cli.commands import listing, run
from rogatory.custody.events.act_text import normative_text
from rogatory.custody.events.event import parse_event
from rogatory.custody.events.values import OfficerWords
from rogatory.custody.journal.journal import Journal


def reasons(folder):
    return [normative_text(parse_event(entry.event)) for entry in Journal(folder)]


def test_a_folder_is_taken_out_and_what_was_taken_is_recorded(tmp_path, source, sealed, xa):
    result = run(
        "evidence", "extract", sealed, "Mail", "*.img", "--key", xa, "--out", tmp_path / "taken",
        "--officer", "xa-0005", "--reason", "For the interview", "--json",
    )  # fmt: skip
    assert result.status == 0, result.err
    assert (result.json["files"], result.json["folder"]) == (2, str(tmp_path / "taken"))
    assert (tmp_path / "taken/data/disk.img").read_bytes() == (source / "disk.img").read_bytes()
    reason = reasons(sealed / "custody")[-1]
    assert reason.startswith("Taken out: Mail, *.img. Files: 2; bytes: ")
    assert reason.endswith(" For the interview")
    assert result.json["list_sha256"] in reason


def test_a_range_says_that_the_file_was_not_compared(tmp_path, source, sealed, xa):
    given = ("evidence", "extract", sealed, "disk.img", "--range", "512-1023", "--key", xa)
    result = run(*given, "--out", tmp_path / "sector")
    assert result.status == 0, result.err
    assert (tmp_path / "sector").read_bytes() == (source / "disk.img").read_bytes()[512:1024]
    assert "digest of the whole file was not computed" in result.out
    assert "Bytes 512 to 1023 of the file data/disk.img" in reasons(sealed / "custody")[-1]
    assert "was not computed" in reasons(sealed / "custody")[-1]
    result = run(*given, "--out", tmp_path / "again", "--check", "--json")
    assert result.json["compared"] is True
    assert "read whole and has its digest" in reasons(sealed / "custody")[-1]


@pytest.mark.parametrize(
    "words", [("a", "b", "--range", "0-1"), ("a", "--check"), ("--range", "0-1"), ()]
)
def test_words_that_do_not_go_together(words, tmp_path, sealed, xa):
    before = listing(tmp_path)
    result = run("evidence", "extract", sealed, *words, "--key", xa, "--out", tmp_path / "out")
    assert result.status == 2
    assert listing(tmp_path) == before


def test_a_reason_stays_within_what_an_event_holds(tmp_path, source, xa, xb):
    for number in range(40):
        (source / f"{'n' * 200}{number:02}").write_bytes(b"x")
    sealed = tmp_path / "long"
    run("evidence", "seal", source, "--key", xb, "--to", xa / "recipient.json", "--out", sealed)
    names = [f"{'n' * 200}{number:02}" for number in range(40)]
    result = run(
        "evidence", "extract", sealed, *names, "--key", xa, "--out", tmp_path / "out",
        "--reason", "r" * 1500,
    )  # fmt: skip
    assert result.status == 0, result.err
    event = parse_event(list(Journal(sealed / "custody"))[-1].event)
    assert event.words.text == "r" * 1500
    assert (len(event.act.fields["paths"]), event.act.fields["more"]) == (10, 30)


def test_listing_is_recorded_before_a_name_is_shown(source, sealed, xa):
    result = run("evidence", "list", sealed, "--key", xa, "--officer", "xa-0005", "--json")
    assert result.status == 0, result.err
    lines = {line["path"]: line for line in map(json.loads, result.out.splitlines())}
    assert set(lines) == {"Mail", "Mail/0001.eml", "disk.img"}
    assert lines["disk.img"]["size"] == (source / "disk.img").stat().st_size
    assert lines["Mail"]["protected"] is False
    assert reasons(sealed / "custody")[-1] == "Names and sizes were listed from the inventory."


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to make a journal that takes nothing")
def test_nothing_is_listed_where_no_journal_takes_the_event(tmp_path, sealed, xa):
    blocked = tmp_path / "blocked"
    blocked.write_bytes(b"")
    shutil.rmtree(sealed / "custody")
    (sealed / "custody").symlink_to(blocked / "nowhere")
    result = run("evidence", "list", sealed, "--key", xa)
    assert result.status != 0
    assert "disk.img" not in result.out


def test_a_bag_is_listed_without_a_key(tmp_path, sealed, xa):
    run("evidence", "open", sealed, "--key", xa, "--out", tmp_path / "bag")
    before = listing(tmp_path)
    result = run("evidence", "list", tmp_path / "bag", "Mail", "--long")
    assert result.status == 0, result.err
    assert "Mail/0001.eml" in result.out
    assert "disk.img" not in result.out
    assert listing(tmp_path) == before
    assert run("evidence", "list", sealed).status == 2


def test_the_packages_own_files(sealed, xa):
    result = run("evidence", "list", sealed, "--tags", "--key", xa)
    assert {"bag-info.txt", "inventory.jsonl", "tagmanifest-sha256.txt"} <= set(result.out.split())


def test_names_made_for_a_terminal_are_shown_escaped(tmp_path, source, xa, xb):
    (source / "red\x1b[31m.txt").write_bytes(b"x")
    run("evidence", "collect", source, "--key", xb, "--out", tmp_path / "bag")
    result = run("evidence", "list", tmp_path / "bag", "--long")
    assert "originally red\\x1b[31m.txt" in result.out
    assert "\x1b" not in result.out


def test_what_is_no_package_is_not_listed(tmp_path, source, xa):
    result = run("evidence", "list", source)
    assert result.status == 1
    assert "workstation-not-a-package" in result.err


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LC_ALL": "ar_SA", "LC_MESSAGES": "fr_FR.UTF-8", "LANG": "C"}, "ar"),
        ({"LC_ALL": "", "LC_MESSAGES": "ru@cyrillic", "LANG": "en_US.UTF-8"}, "ru"),
        ({"LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"}, "und"),
        ({"LANG": "POSIX"}, "und"),
        ({"LANG": "../fr"}, "und"),
        ({}, "und"),
    ],
)
def test_words_whose_language_nobody_stated_have_that_of_the_locale(
    sealed, xa, monkeypatch, variables, language
):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert run("evidence", "list", sealed, "--key", xa, "--reason", "Por orden").status == 0
    event = parse_event(list(Journal(sealed / "custody"))[-1].event)
    assert event.words == OfficerWords("Por orden", language)


def test_the_words_of_an_officer_have_the_language_that_he_stated(source, sealed, xa):
    given = ("evidence", "list", sealed, "--key", xa, "--reason", "Pour l'audience")
    assert run(*given, "--reason-language", "fr").status == 0
    event = parse_event(list(Journal(sealed / "custody"))[-1].event)
    assert event.words == OfficerWords("Pour l'audience", "fr")
    before = len(list(Journal(sealed / "custody")))
    result = run(*given, "--reason-language", "French")
    assert result.status == 1
    assert "custody-event-words" in result.err
    assert len(list(Journal(sealed / "custody"))) == before
