# SPDX-License-Identifier: Apache-2.0
"""The independent verifier reads notes and lists as strictly as the text."""

import base64
import importlib.util
import io
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "verifier" / "rogatory_verify.py"
VECTORS = ROOT / "tests" / "vectors" / "court"
AT = datetime(2026, 11, 26, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def program() -> ModuleType:
    """Load the program by its path."""
    spec = importlib.util.spec_from_file_location("verifier_read_here", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def material(tmp_path: Path) -> Path:
    """Unpack the honest artifacts of the vectors, the bag of the bundle with its journal beside it."""
    text = "".join((VECTORS / f"material.{number}.txt").read_text() for number in (1, 2))
    with tarfile.open(fileobj=io.BytesIO(base64.b64decode(text)), mode="r:xz") as packed:
        packed.extractall(tmp_path, filter="data")
    (tmp_path / "bundle/custody").rename(tmp_path / "bundle/bag-custody")
    return tmp_path


def outcomes(program: ModuleType, path: Path, *given: Path) -> dict[str, str]:
    checks, _ = program.examine(path, program.Trusted.read([str(one) for one in given]), AT)
    return {one.id: one.outcome for one in checks.done}


@pytest.mark.parametrize(
    ("name", "text"),
    [("media.json", b'{"images":{},"version":1}'), ("members.jsonl", None)],
)
def test_what_is_no_list_or_number_is_not_in_form(
    program: ModuleType, material: Path, name: str, text: bytes | None
) -> None:
    bag = material / "bundle/bag"
    data = (bag / "data/list.txt").read_bytes()
    line: dict[str, Any] = {
        "archive": "data/list.txt", "expanded": 0, "format": "zip", "kind": "archive", "members": 0,
        "notes": [], "sha256": program.sha256(data), "size": len(data), "stopped": None,
    }  # fmt: skip
    (bag / "members.jsonl").write_bytes(program.canonical(line) + b"\n")
    assert outcomes(program, bag)["bag-examined"] == "holds"
    if text is None:
        text = program.canonical({**line, "members": False}) + b"\n"
    (bag / name).write_bytes(text)
    assert outcomes(program, bag)["bag-examined"] == "fails"


def test_no_line_by_the_second_key_of_a_log_may_fail(program: ModuleType, material: Path) -> None:
    copy = program.Directory(
        program._reader(material / "bundle/directory"),
        None,
    )
    note = (material / "bundle/bag-custody/0001.tlog-proof").read_text().split("\n\n", 1)[1]
    keys = copy.log_keys(note.split("\n", 1)[0])
    assert program.checkpoint(note, keys).size == 8
    dash, name, value = note.splitlines()[-1].split(" ")
    raw = bytearray(base64.b64decode(value))
    raw[-1] ^= 1
    with pytest.raises(program.Wrong):
        program.checkpoint(f"{note}{dash} {name} {base64.b64encode(raw).decode()}\n", keys)


def test_a_line_of_a_note_has_a_signature(program: ModuleType, material: Path) -> None:
    note = (material / "bundle/bag-custody/0001.tlog-proof").read_text().split("\n\n", 1)[1]
    assert (
        len(program.note_parts(f"{note}\u2014 x {base64.b64encode(b'12345').decode()}\n")[1]) == 3
    )
    with pytest.raises(program.Wrong):
        program.note_parts(f"{note}\u2014 x {base64.b64encode(b'1234').decode()}\n")
