# SPDX-License-Identifier: Apache-2.0
"""Collecting and sealing a return of which the scope is known: surplus is refused, set apart or kept with a reason."""

import hashlib
import json
import shutil

import pytest

from casts.cli.commands import run
from fuzz.targets import AUTHORISED
from rogatory.custody.events.event import parse_event

MAIL = "From: {}\nTo: b@example.org\nDate: Thu, 15 Jan 2026 10:00:00 +0100\n\nx\n"
ACTS = ("scope-compared", "surplus-kept")


@pytest.fixture
def authorised(tmp_path):
    """Make a file of what was authorised as a person writes it, and a return with a message of another account."""
    fields = json.loads(AUTHORISED) | {"accounts": [{"kind": "email", "value": "anna@example.net"}]}
    path = tmp_path / "authorised.json"
    path.write_text(json.dumps(fields, indent=2))
    folder = tmp_path / "return"
    folder.mkdir()
    (folder / "a.eml").write_text(MAIL.format("anna@example.net"))
    (folder / "b.eml").write_text(MAIL.format("zed@example.org"))
    (folder / "c.zip").write_bytes(b"PK")
    return path


def _collect(tmp_path, source, authorised, *more, out="bag"):
    return run(
        "evidence", "collect", source, "--out", tmp_path / out, "--authorised", authorised, *more,
    )  # fmt: skip


def _signed(xb):
    return "--key", xb, "--officer", "xb-0003"


def _events(journal):
    events = [parse_event(path.read_bytes()) for path in sorted(journal.glob("[0-9]*.json"))]
    return [(one.act.code, one.act.fields, one.words and one.words.text) for one in events]


def _about_scope(journal):
    return [one for one in _events(journal) if one[0] in ACTS]


def test_a_return_with_surplus_is_not_collected(tmp_path, authorised, xb):
    done = _collect(tmp_path, tmp_path / "return", authorised, *_signed(xb), "--json")
    assert done.status == 1
    (reason,) = done.json["reasons"]
    assert reason["code"] == "scope-surplus"
    assert (reason["fields"]["outside"], reason["fields"]["files"], reason["fields"]["first"]) == (1, 1, "b.eml")  # fmt: skip
    assert not (tmp_path / "bag").exists()
    assert not (tmp_path / "bag-custody").exists()


def test_what_was_set_apart_is_collected_and_sealed_apart(tmp_path, authorised, xa, xb):
    apart = tmp_path / "apart"
    assert run("evidence", "scope", tmp_path / "return", "--authorised", authorised, "--apart", apart).status == 1  # fmt: skip
    done = _collect(tmp_path, apart / "remaining", authorised, *_signed(xb), "--json")
    assert done.status == 0, done.err
    digest = hashlib.sha256(authorised.read_bytes()).hexdigest()
    counts = {"within": 1, "outside": 0, "not-checked": 1}
    assert done.json["scope"] == {"authorised": digest, "counts": counts, "with_surplus": None}
    fields = {"authorised": digest, "within": 1, "outside": 0, "not_checked": 1}
    assert _about_scope(tmp_path / "bag-custody") == [("scope-compared", fields, None)]
    sealing = (
        "evidence", "seal", apart / "outside", "--out", tmp_path / "surplus", "--to",
        xa / "recipient.json", *_signed(xb), "--authorised", authorised,
    )  # fmt: skip
    assert "scope-surplus" in run(*sealing).err
    assert not (tmp_path / "surplus").exists()
    done = run(*sealing, "--with-surplus", "to be returned to the provider")
    assert done.status == 0, done.err
    assert "Kept with it" in done.out
    assert [one[0] for one in _events(tmp_path / "surplus" / "custody")] == [
        "collected-sealing", *ACTS, "sealed-under",
    ]  # fmt: skip


def test_an_officer_who_keeps_surplus_is_on_record_with_the_reason(tmp_path, authorised, xb):
    why = "one mailbox, which cannot be divided"
    done = _collect(tmp_path, tmp_path / "return", authorised, *_signed(xb), "--with-surplus", why)
    assert done.status == 0, done.err
    found = _about_scope(tmp_path / "bag-custody")
    assert found[1] == ("surplus-kept", {"outside": 1, "files": 1}, why)


def test_a_bag_is_compared_before_it_is_sealed(tmp_path, authorised, xa, xb):
    done = run("evidence", "collect", tmp_path / "return", "--out", tmp_path / "bag", *_signed(xb))
    assert done.status == 0, done.err
    sealing = (
        "evidence", "seal", tmp_path / "bag", "--out", tmp_path / "sealed", "--to",
        xa / "recipient.json", *_signed(xb), "--authorised", authorised,
    )  # fmt: skip
    done = run(*sealing)
    assert done.status == 1
    assert "scope-surplus" in done.err
    assert not (tmp_path / "sealed").exists()
    done = run(*sealing, "--with-surplus", "kept", "--json")
    assert done.status == 0, done.err
    assert done.json["scope"]["with_surplus"] == "kept"
    done = run("evidence", "verify", tmp_path / "sealed", "--json")
    assert done.status in {0, 3}, done.err


def test_a_reason_that_nobody_would_read_is_refused(tmp_path, authorised, xb):
    source = tmp_path / "return"
    for more in (("--with-surplus", "x"), (*_signed(xb), "--with-surplus", " ")):
        assert "--with-surplus is recorded" in _collect(tmp_path, source, authorised, *more).err
    done = run("evidence", "collect", source, "--out", tmp_path / "bag", "--with-surplus", "x")
    assert "--with-surplus is about --authorised" in done.err
    done = run("evidence", "collect", "-", "--name", "x", "--out", tmp_path / "bag", "--authorised", authorised)  # fmt: skip
    assert "Standard input is not compared" in done.err
    assert not (tmp_path / "bag").exists()


def test_a_file_with_faults_is_refused_before_anything_is_read(tmp_path, authorised):
    authorised.write_text("{}")
    done = _collect(tmp_path, tmp_path / "return", authorised)
    assert "authorised-members" in done.err
    shutil.rmtree(tmp_path / "return")
    assert not (tmp_path / "bag").exists()
