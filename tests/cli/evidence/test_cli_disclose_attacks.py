# SPDX-License-Identifier: Apache-2.0
"""Disclosures that somebody altered: each fails where it was altered."""

import hashlib
import json
from dataclasses import replace

import pytest

from casts.cli.commands import run, this_moment
from casts.cli.disclosed import (  # noqa: F401 - fixtures
    CHOSEN,
    OTHERS,
    bag,
    below,
    checked,
    chosen,
    disclose,
    lines_of,
    opened,
    packed,
)
from rogatory.evidence.disclosure.document import DisclosedDocument, parse_disclosure
from rogatory.node.workstation.keys.authority_folder import open_authority_folder


def failing(result):
    return {
        check["id"]: [reason["code"] for reason in check["reasons"]]
        for check in result.json["checks"]
        if check["outcome"] == "fails"
    }


ATTACKS = {
    "another file": (
        lambda f: (f / "items" / CHOSEN[0]).write_bytes(b"forged"),
        {"disclosure-files": ["disclosure-file-changed"]},
    ),
    "a file too many": (
        lambda f: (f / "items" / "Mail" / "0004.eml").write_bytes(b"planted"),
        {"disclosure-files": ["disclosure-file-extra"]},
    ),
    "a file taken away": (
        lambda f: (f / "items" / CHOSEN[1]).unlink(),
        {
            "disclosure-form": ["disclosure-file-extra"],  # its folder, now empty
            "disclosure-files": ["disclosure-file-missing"],
        },
    ),
    "a link in place of a file": (
        lambda f: ((f / "items" / CHOSEN[1]).unlink(), (f / "items" / CHOSEN[1]).symlink_to("/etc/passwd")),
        {
            "disclosure-form": ["disclosure-file-extra"],
            "disclosure-files": ["disclosure-file-extra", "disclosure-file-missing"],
        },
    ),
    "a note at the top": (
        lambda f: (f / "README").write_bytes(b"all of it"),
        {"disclosure-form": ["disclosure-file-extra"]},
    ),
    "other conditions": (
        lambda f: (f / "package" / "conditions.json").write_bytes(b"{}"),
        {
            "disclosure-form": ["disclosure-file-changed"],
            "disclosure-package": ["disclosure-file-changed"],
            "disclosure-conditions": ["conditions-form"],
        },
    ),
    "a signature taken away": (
        lambda f: (f / "disclosure.json.mldsa65.p7s").unlink(),
        {"disclosure-signed": ["signature-missing"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_altered_disclosure_fails_where_it_was_altered(bag, xa, attack):
    folder = chosen(bag, xa)
    act, expected = ATTACKS[attack]
    act(folder)
    result = checked(folder)
    assert result.status == 1
    assert failing(result) == expected


@pytest.mark.parametrize("path", ["notes.txt", "certificates/foreign.pem", "seal/extra.bin"])
def test_a_discloser_who_lists_a_file_that_has_no_place_is_found(bag, xa, path):
    folder = chosen(bag, xa)
    (folder / path).write_bytes(b"all of it was handed over")
    resigned(folder, xa, more=[path])
    result = run("evidence", "verify", folder, "--json")
    assert result.status == 1
    assert failing(result) == {"seal-layout": ["seal-layout"]}


def test_a_disclosure_of_nothing_proves_nothing(bag, xa):
    folder = chosen(bag, xa)
    (folder / "items.jsonl").write_bytes(b"")
    for path in CHOSEN:
        (folder / "items" / path).unlink()
    resigned(folder, xa, items=0, files=0, size=0)
    result = run("evidence", "verify", folder, "--json")
    assert result.status == 1
    assert failing(result)["disclosure-proved"] == ["disclosure-form"]


def test_a_reason_that_turns_itself_about_is_refused(bag, xa):
    folder = chosen(bag, xa)
    resigned(folder, xa, reason="To the \u202eecnefed")
    result = run("evidence", "verify", folder, "--json")
    assert result.status == 1
    assert failing(result)["disclosure-form"] == ["text-character"]


def test_a_protected_path_that_names_no_item_here_is_refused(bag, xa):
    folder = chosen(bag, xa)
    stated = parse_disclosure((folder / "disclosure.json").read_bytes()).conditions
    resigned(folder, xa, conditions=replace(stated, protected_items=(f"data/{CHOSEN[0]}",)))
    assert "disclosure-conditions" not in failing(run("evidence", "verify", folder, "--json"))
    resigned(folder, xa, conditions=replace(stated, protected_items=("elsewhere.txt",)))
    result = run("evidence", "verify", folder, "--json")
    assert failing(result) == {"disclosure-conditions": ["disclosure-differs"]}


def resigned(folder, key, more=(), **changes):
    """disclosure.json over what lies there now, signed anew by somebody who has a key."""
    stated = parse_disclosure((folder / "disclosure.json").read_bytes())
    documents = tuple(
        DisclosedDocument(one.path, hashlib.sha256(data).hexdigest(), len(data))
        for one in sorted(
            [*stated.documents, *(DisclosedDocument(path, "", 0) for path in more)],
            key=lambda one: one.path,
        )
        for data in [(folder / one.path).read_bytes()]
    )
    selection = hashlib.sha256((folder / "items.jsonl").read_bytes()).hexdigest()
    data = replace(stated, documents=documents, selection=selection, **changes).encode()
    signatures = open_authority_folder(key).signing_keys().sign(data, this_moment())
    (folder / "disclosure.json").write_bytes(data)
    (folder / "disclosure.json.p256.p7s").write_bytes(signatures.p256)
    (folder / "disclosure.json.mldsa65.p7s").write_bytes(signatures.mldsa65)


def rewritten(folder, change):
    lines = lines_of(folder)
    change(lines)
    text = "".join(
        json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
        for line in lines
    )
    (folder / "items.jsonl").write_text(text)


def _swap_salts(lines):
    lines[0]["salt"], lines[1]["salt"] = lines[1]["salt"], lines[0]["salt"]


def _other_place(lines):
    lines[0]["index"] += 1


def _renamed(lines):
    lines[0]["line"] = lines[0]["line"].replace("0002.eml", "0009.eml")


def _longer_path(lines):
    lines[0]["proof"].append("0" * 64)


@pytest.mark.parametrize("change", [_swap_salts, _other_place, _renamed, _longer_path])
def test_who_discloses_cannot_prove_what_is_not_in_the_package(bag, xa, change):
    """Even the authority that signs the disclosure: the package's signature is another's."""
    folder = chosen(bag, xa)
    if change is _renamed:
        (folder / "items" / CHOSEN[0]).rename(folder / "items" / "Mail" / "0009.eml")
    rewritten(folder, change)
    resigned(folder, xa)
    result = checked(folder)
    assert result.status == 1
    assert set(failing(result)["disclosure-proved"]) == {"disclosure-not-proved"}


def test_a_package_is_not_passed_off_as_that_of_who_discloses(bag, xa):
    """The recipient signs the list of the files anew and names himself as the package's sender."""
    folder = chosen(bag, xa)
    keys = open_authority_folder(xa).signing_keys()
    place = folder / "package" / "tagmanifest-sha256.txt"
    signatures = keys.sign(place.read_bytes(), this_moment())
    place.with_name(f"{place.name}.p256.p7s").write_bytes(signatures.p256)
    place.with_name(f"{place.name}.mldsa65.p7s").write_bytes(signatures.mldsa65)
    stated = parse_disclosure((folder / "disclosure.json").read_bytes())
    data = replace(stated, sender=keys.holder).encode()
    (folder / "disclosure.json").write_bytes(data)
    resigned(folder, xa)
    before = below(folder)
    result = run("evidence", "verify", folder, "--json")
    assert result.status == 1
    assert "disclosure-sealed" in failing(result)
    assert below(folder) == before
