# SPDX-License-Identifier: Apache-2.0
"""The independent verifier reads notes and lists as strictly as the text."""

import base64
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from casts.court.independent_verifier import outcomes, unpack_material

AT = datetime(2026, 11, 26, 3, tzinfo=UTC)


@pytest.fixture
def material(tmp_path):
    """Honest artifacts that a test may change; the bag of the bundle has its journal beside it."""
    folder = unpack_material(tmp_path)
    (folder / "bundle/custody").rename(folder / "bundle/bag-custody")
    return folder


@pytest.mark.parametrize(
    ("name", "text"),
    [("media.json", b'{"images":{},"version":1}'), ("members.jsonl", None)],
)
def test_what_is_no_list_or_number_is_not_in_form(
    verifier: ModuleType, material: Path, name: str, text: bytes | None
) -> None:
    bag = material / "bundle/bag"
    data = (bag / "data/list.txt").read_bytes()
    line: dict[str, Any] = {
        "archive": "data/list.txt", "expanded": 0, "format": "zip", "kind": "archive", "members": 0,
        "notes": [], "sha256": verifier.sha256(data), "size": len(data), "stopped": None,
    }  # fmt: skip
    (bag / "members.jsonl").write_bytes(verifier.canonical(line) + b"\n")
    assert outcomes(verifier, bag, at=AT)["bag-examined"] == "holds"
    if text is None:
        text = verifier.canonical({**line, "members": False}) + b"\n"
    (bag / name).write_bytes(text)
    assert outcomes(verifier, bag, at=AT)["bag-examined"] == "fails"


def test_no_line_by_the_second_key_of_a_log_may_fail(verifier: ModuleType, material: Path) -> None:
    copy = verifier.Directory(
        verifier._reader(material / "bundle/directory"),
        None,
    )
    note = (material / "bundle/bag-custody/0001.tlog-proof").read_text().split("\n\n", 1)[1]
    keys = copy.log_keys(note.split("\n", 1)[0])
    assert verifier.checkpoint(note, keys).size == 8
    dash, name, value = note.splitlines()[-1].split(" ")
    raw = bytearray(base64.b64decode(value))
    raw[-1] ^= 1
    with pytest.raises(verifier.Wrong):
        verifier.checkpoint(f"{note}{dash} {name} {base64.b64encode(raw).decode()}\n", keys)


def test_a_line_of_a_note_has_a_signature(verifier: ModuleType, material: Path) -> None:
    note = (material / "bundle/bag-custody/0001.tlog-proof").read_text().split("\n\n", 1)[1]
    assert (
        len(verifier.note_parts(f"{note}\u2014 x {base64.b64encode(b'12345').decode()}\n")[1]) == 3
    )
    with pytest.raises(verifier.Wrong):
        verifier.note_parts(f"{note}\u2014 x {base64.b64encode(b'1234').decode()}\n")
