# SPDX-License-Identifier: Apache-2.0
"""The independent verifier reports the ids of 15.2 and no other, and fails nothing that its library cannot read."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from casts.court.independent_verifier import load_verifier, unpack_material

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "verifier" / "rogatory_verify.py"
VECTORS = ROOT / "tests" / "vectors" / "court"
SPECIFICATION = ROOT / "docs" / "specification" / "evidence-and-court.md"
AT = datetime(2026, 11, 26, 3, tzinfo=UTC)


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load the program anew, so that a test may change it."""
    name = "verifier_changed_here"
    module = load_verifier(name)
    monkeypatch.delitem(sys.modules, name)
    return module


@pytest.fixture
def material(tmp_path: Path) -> Path:
    """Honest artifacts that a test may change."""
    return unpack_material(tmp_path)


def test_the_ids_are_those_of_the_specification(program: ModuleType) -> None:
    text = SPECIFICATION.read_text()
    listed = text[text.index("**Ids**:") : text.index("those of other bags above. `bag-readable`")]
    assert set(program.NAMES) == set(re.findall("`([a-z]+(?:-[a-z]+)*)`", listed))


@pytest.mark.parametrize(
    ("what", "given"),
    [("bundle", []), ("disclosure", []), ("disclosure", ["bundle/directory"]), ("certificate", [])],
)
def test_a_library_without_ml_dsa_leaves_honest_evidence_undecided(
    program: ModuleType,
    material: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    given: list[str],
) -> None:
    monkeypatch.setattr(program, "mldsa", None)
    trusted = program.Trusted.read([str(material / one) for one in given])
    checks, _ = program.examine(material / what, trusted, AT)
    assert [(one.id, one.remarks) for one in checks.done if one.outcome == "fails"] == []
    assert checks.outcome == "undecided"


def test_a_library_without_ml_dsa_still_finds_what_was_changed(
    program: ModuleType, material: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "mldsa", None)
    event = material / "bundle/custody/0002.p256.p7s"
    event.write_bytes((material / "bundle/custody/0001.p256.p7s").read_bytes())
    (material / "bundle/bag/data/list.txt").write_bytes(b"another\n")
    checks, _ = program.examine(material / "bundle", program.Trusted.read([]), AT)
    failing = {one.id for one in checks.done if one.outcome == "fails"}
    assert {"bundle-complete", "bag-files", "custody-journal"} <= failing
    assert checks.outcome == "fails"


def test_what_no_check_can_read_is_refused_without_an_outcome(
    program: ModuleType,
    material: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def unreadable(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(program.Journals, "read", unreadable)
    monkeypatch.setattr(sys, "argv", ["rogatory_verify.py", "--json", str(material / "bundle")])
    assert program.main() == 1
    written = capsys.readouterr().out
    assert "refused" in written
    assert "outcome" not in written
