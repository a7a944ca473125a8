# SPDX-License-Identifier: Apache-2.0
"""Items that one State disclosed out of the other's package, and the verdict on them."""

import json
import shutil

import pytest

from casts.cli.commands import run
from casts.court.bundle_attacks import examined

OTHERS = ("Bank/Konto Müller.csv", "Mail/0001.eml", "Mail/0003.eml", "Photos/2026/beach.jpg")


CHOSEN = ("Mail/0002.eml", "Photos/2026/harbour.jpg")


def packed(folder, xa, xb, *conditions):
    source = folder / "source"
    for number, path in enumerate((*OTHERS, *CHOSEN)):
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_bytes(f"contents of number {number}\n".encode() * (number + 5))
    (source / "latest").symlink_to("Photos/2026/beach.jpg")
    made = run(
        "evidence", "seal", source, "--key", xb, "--to", xa / "recipient.json",
        "--out", folder / "sealed", "--officer", "xb-0005", *conditions,
    )  # fmt: skip
    assert made.status == 0, made.err
    made = run(
        "evidence", "open", folder / "sealed", "--key", xa, "--out", folder / "opened",
        "--officer", "xa-0005",
    )  # fmt: skip
    assert made.status == 0, made.err
    return folder / "opened"


@pytest.fixture(scope="module")
def opened(tmp_path_factory, xa, xb):
    return packed(tmp_path_factory.mktemp("packed"), xa, xb)


@pytest.fixture
def bag(tmp_path, opened):
    for path in (opened, opened.with_name("opened-custody")):
        shutil.copytree(path, tmp_path / path.name)
    return tmp_path / "opened"


def disclose(bag, key, *words, out="disclosed", reason="To the defence, order 14/2026"):
    return run(
        "evidence", "disclose", bag, "--key", key, "--officer", f"{key.parent.name[:2]}-0005",
        "--reason", reason,
        "--out", bag.parent / out, "--json", *words,
    )  # fmt: skip


def chosen(bag, key, *words, out="disclosed"):
    result = disclose(bag, key, *(w for one in CHOSEN for w in ("--item", one)), *words, out=out)
    assert result.status == 0, result.out
    return bag.parent / out


def checked(folder, *words):
    """Return our verdict; where nothing is trusted, the independent verifier must agree."""
    result = run("evidence", "verify", folder, "--json", *words)
    if not words:
        outcome, checks = examined(folder)
        assert (outcome == "fails") == (result.json["outcome"] == "fails"), [
            (one.id, one.remarks) for one in checks.values() if one.outcome == "fails"
        ]
    return result


def lines_of(folder):
    return [json.loads(line) for line in (folder / "items.jsonl").read_bytes().splitlines()]


def below(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
