# SPDX-License-Identifier: Apache-2.0
"""Trust of one kind: copies with roots, or entries with State CAs [15, *What was given to trust*]."""

import shutil
import subprocess
import sys

import pytest

from casts.court.independent_verifier import VERIFIER

KINDS = ("bundle", "sealed", "bag", "disclosure")


@pytest.fixture
def given(verifier, material, trust, tmp_path):
    """Everything that a reader may give, by name."""
    states = trust / "targets/states"
    (xa,), (xb,) = states.glob("*.xa.json"), states.glob("*.xb.json")
    without = verifier.parsed(xb.read_bytes())
    without["certificates"] = [one for one in without["certificates"] if one["use"] != "state-ca"]
    (tmp_path / "no-state-ca.json").write_bytes(verifier.canonical(without))
    broken = shutil.copytree(trust, tmp_path / "broken")
    with (broken / "metadata/timestamp.json").open("ab") as stream:
        stream.write(b"x")
    own = verifier.sha256((trust / "metadata/1.root.json").read_bytes())
    return {
        "copy": trust, "root": material / "trust/1.root.json", "fingerprint": own,
        "spoken": verifier.spoken(own), "broken copy": broken, "xa": xa, "xb": xb,
        "xb again": shutil.copyfile(xb, tmp_path / "again.json"),
        "xa-ca": material / "bundle/certificates/xa-ca.p256.pem",
        "xb-ca": material / "bundle/certificates/xb-ca.p256.pem",
        "no State CA": tmp_path / "no-state-ca.json",
    }  # fmt: skip


def refused(verifier, judged, folder, *given):
    """Return why nothing is judged, which names everything that is to blame."""
    with pytest.raises(verifier.Refused, match="trust-kinds: ") as caught:
        judged(folder, *given)
    return caught.value.reasons


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "names",
    [
        ("copy", "xb"), ("root", "xb"), ("fingerprint", "xb"), ("spoken", "xb"), ("copy", "xa-ca"),
        ("root", "xb-ca"), ("fingerprint", "xb-ca"), ("broken copy", "xb"), ("xb", "xb again"),
        ("xb", "xb-ca"), ("no State CA",), ("copy", "root", "xa", "xb-ca"),
    ],
)  # fmt: skip
def test_of_mixed_kinds_nothing_is_judged_and_all_are_named(
    verifier, judged, made, given, kind, names
):
    """Whatever lies there, a bundle too: it is the reader's fault, and none of the evidence."""
    text = "; ".join(refused(verifier, judged, made(kind), *(given[one] for one in names)))
    for one in names:
        assert str(given[one]) in text, one


def test_every_fault_of_what_was_given_is_named_at_once(verifier, judged, made, given):
    names = ("copy", "xb", "xb again", "xb-ca", "no State CA")
    assert len(refused(verifier, judged, made("bag"), *(given[one] for one in names))) == 4


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "names",
    [("copy", "copy"), ("copy", "root", "fingerprint", "spoken"), ("xa", "xb"), ("xa", "xb-ca"),
     ("xa-ca", "xb-ca")],
)  # fmt: skip
def test_what_is_of_one_kind_adds_up(judged, made, given, kind, names):
    checks = judged(made(kind), *(given[one] for one in names))
    assert checks.outcome in {"holds", "undecided"}
    assert checks.basis.given


@pytest.mark.parametrize("kind", ["bundle", "bag"])
def test_the_program_ends_as_wrongly_used(made, given, kind):
    command = [sys.executable, "-I", str(VERIFIER), made(kind)]
    for name in ("copy", "xb"):
        command += ["--trust", given[name]]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    for word in ("trust-kinds", str(given["copy"]), str(given["xb"]), "second check"):
        assert word in done.stderr


HOSTILE = "x\x1b[2J\u202egnp.exe\u2066\x9b"
"""A name that clears the screen, and reads as another one."""


@pytest.mark.parametrize(
    "options", [("--trust", HOSTILE), (HOSTILE,), ("--json", HOSTILE, HOSTILE)]
)
def test_no_terminal_obeys_the_name_of_what_is_missing(made, options):
    command = [sys.executable, "-I", str(VERIFIER), made("bag"), *options]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    shown = done.stdout + done.stderr
    assert "\\u001b[2J\\u202egnp.exe\\u2066\\u009b" in shown
    assert not {"\x1b", "\u202e", "\u2066", "\x9b"} & set(shown)


def test_nor_the_name_of_a_folder_that_lies_there(given, tmp_path):
    folder = tmp_path / HOSTILE
    folder.mkdir()
    for options in ([folder], [folder, "--trust", folder]):
        command = [sys.executable, "-I", str(VERIFIER), *options]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode in {1, 2}
        assert "\\u001b[2J" in done.stdout + done.stderr
        assert "\x1b" not in done.stdout + done.stderr
