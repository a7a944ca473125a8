# SPDX-License-Identifier: Apache-2.0
"""Evidence under protection, released by two."""

import pytest

from casts.cli.commands import keys_of, run

FIRST, SECOND = "xa-0005", "xa-0006"


PASSPHRASE = "correct horse battery"


@pytest.fixture(scope="session")
def state(tmp_path_factory):
    """State XA: its authority, and officers' own keys, all under one State CA."""
    folder = tmp_path_factory.mktemp("state")
    (folder / "passphrase").write_text(f"{PASSPHRASE}\n")
    for code in ("xa", "xm"):
        assert run("keys", "state-ca", code.upper(), "--out", folder / f"ca-{code}").status == 0
    keys_of("xa/central-authority", folder / "keys", state_ca=folder / "ca-xa")
    for number in (FIRST, SECOND, "xm-0006"):
        made = run(
            "keys", "officer", number, "--ca", folder / f"ca-{number[:2]}",
            "--out", folder / number, "--passphrase-file", folder / "passphrase",
        )  # fmt: skip
        assert made.status == 0, made.err
    return folder


@pytest.fixture
def protected(tmp_path, source, state, xb):
    """A package for XA in which `Mail` is protected."""
    result = run(
        "evidence", "seal", source, "--key", xb, "--to", state / "keys/recipient.json",
        "--out", tmp_path / "protected", "--segment-mib", "1", "--protected", "Mail",
    )  # fmt: skip
    assert result.status == 0, result.err
    return tmp_path / "protected"


def by(which, folder, passphrase):
    return (f"--{which}-key", folder, f"--{which}-passphrase-file", passphrase)


def by_two(state, second=SECOND, first=FIRST):
    file = state / "passphrase"
    return (*by("first", state / first, file), *by("second", state / second, file))


def _openings(protected, tmp_path, state):
    """Every way by which something protected could come out."""
    opening = ("evidence", "open", protected, "--key", state / "keys", "--out", tmp_path / "out")
    taking = ("evidence", "extract", protected)
    ending = ("--key", state / "keys", "--out", tmp_path / "out")
    return {
        "open": opening,
        "file": (*taking, "Mail/0001.eml", *ending),
        "folder": (*taking, "Mail", *ending),
        "pattern": (*taking, "**/*.eml", *ending),
        "bytes": (*taking, "Mail/0001.eml", "--range", "0-9", *ending),
        "salvage": (*opening, "--salvage"),
    }


def consents(result):
    found = [one for one in result.json["checks"] if one["id"] == "custody-consents"]
    return [(one["outcome"], [reason["code"] for reason in one["reasons"]]) for one in found]


@pytest.fixture
def by_both(tmp_path, protected, state):
    """A bag that two officers opened, with their consent beside it."""
    result = run(*_openings(protected, tmp_path, state)["open"], *by_two(state), "--reason", "Case")
    assert result.status == 0, result.err
    return tmp_path / "out"
