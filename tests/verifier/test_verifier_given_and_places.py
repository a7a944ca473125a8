# SPDX-License-Identifier: Apache-2.0
"""The independent verifier takes what is given, and where it looks, as the text does."""

import base64
import importlib.util
import io
import os
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

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


def test_a_copy_that_begins_with_another_root_than_given_is_refused(
    program: ModuleType, material: Path
) -> None:
    directory = material / "bundle/directory"
    own = program.sha256((directory / "metadata/1.root.json").read_bytes())
    assert program.Trusted.read([own, str(directory)]).problems == ()
    assert program.Trusted.read([program.spoken(own), str(directory)]).problems == ()
    trusted = program.Trusted.read(["ab" * 32, str(directory)])
    with pytest.raises(program.Refused, match="trust-mixed"):
        program.examine(material / "bundle/bag", trusted, AT)


def test_the_journal_lies_beside_the_folder_that_a_path_leads_to(
    program: ModuleType, material: Path
) -> None:
    bag, directory = material / "bundle/bag", material / "bundle/directory"
    (material / "bundle/bag-custody/0002.json").write_bytes(b"{}")
    (material / "link").symlink_to(bag)
    for path in (bag, bag / "data" / "..", material / "link"):
        assert outcomes(program, path, directory)["custody-journal"] == "fails"


def test_folders_may_be_as_deep_as_a_stored_path_is_long(
    program: ModuleType, tmp_path: Path
) -> None:
    place = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("a", dir_fd=place)
        below = os.open("a", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = below
    os.close(os.open("f", os.O_WRONLY | os.O_CREAT, dir_fd=place))
    os.close(place)
    assert list(program.files_below(tmp_path)) == ["a/" * 1200 + "f"]
