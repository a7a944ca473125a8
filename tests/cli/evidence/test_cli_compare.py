# SPDX-License-Identifier: Apache-2.0
"""`evidence compare`, with the phrases that the other commands printed."""

import re

import pytest

from casts.cli.commands import keys_of, run

PHRASE = re.compile(r"(?<!\d)(?:\d{5} ){6}\d{5}(?!\d)")


def phrases(text):
    return PHRASE.findall(text)


def test_what_keys_new_printed_is_its_recipient_file(tmp_path):
    result = run("keys", "new", "xa/court", "--out", tmp_path / "keys")
    [phrase] = phrases(result.out)
    for path in (tmp_path / "keys", tmp_path / "keys" / "recipient.json"):
        found = run("evidence", "compare", *phrase.split(), path)
        assert found.status == 0
        assert "recipient file" in found.out
    other = keys_of("xb/court", tmp_path / "other")
    assert run("evidence", "compare", phrase, other).status == 1


def test_sealing_prints_whom_and_what_in_phrases(tmp_path, source, xa, xb):
    result = run(
        "evidence", "seal", source, "--key", xb, "--to", xa / "recipient.json",
        "--out", tmp_path / "sealed", "--officer", "xb-0005",
    )  # fmt: skip
    recipient, seal = phrases(result.out)
    assert run("evidence", "compare", recipient, xa).status == 0
    assert run("evidence", "compare", seal, tmp_path / "sealed").status == 0
    opened = run(
        "evidence", "open", tmp_path / "sealed", "--key", xa, "--out", tmp_path / "opened",
        "--officer", "xa-0005",
    )  # fmt: skip
    [bag] = phrases(opened.out)
    for place in ("opened", "sealed"):
        found = run("evidence", "compare", bag, tmp_path / place, "--json")
        assert (found.status, found.json["result"]) == (0, "equal")
        assert found.json["what"] == "the bag"


@pytest.mark.parametrize(
    ("place", "status", "word"),
    [(0, 3, "misheard"), (6, 3, "misheard"), (None, 1, "something else")],
)
def test_a_difference_is_reported_with_its_group(tmp_path, place, status, word):
    file, other = tmp_path / "file", tmp_path / "other"
    file.write_bytes(b"one")
    other.write_bytes(b"another")
    groups = run("evidence", "compare", "0" * 35, file, "--json").json["spoken"].split()
    if place is None:
        groups = run("evidence", "compare", "0" * 35, other, "--json").json["spoken"].split()
    else:
        groups[place] = f"{(int(groups[place]) + 1) % 100000:05}"
    found = run("evidence", "compare", *groups, file)
    assert found.status == status
    assert word in found.out
    assert f"group {1 if place is None else place + 1}" in found.out


def test_a_phrase_that_is_none_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"one")
    found = run("evidence", "compare", "12345 67890", tmp_path / "file", "--json")
    assert (found.status, found.codes) == (1, ["spoken-length"])
    (tmp_path / "empty").mkdir()
    found = run("evidence", "compare", "1" * 35, tmp_path / "empty", "--json")
    assert (found.status, found.codes) == (1, ["compare-nothing"])
