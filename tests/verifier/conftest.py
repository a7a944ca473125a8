# SPDX-License-Identifier: Apache-2.0
"""The stand-alone verifier as a module: it lies in no package, by design."""

import base64
import importlib.util
import io
import shutil
import sys
import tarfile
from pathlib import Path

import pytest

COURT = Path(__file__).parents[1] / "vectors" / "court"
PROGRAM = Path(__file__).parents[2] / "verifier" / "rogatory_verify.py"


@pytest.fixture(scope="session")
def verifier():
    spec = importlib.util.spec_from_file_location("rogatory_verify", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def stumbles(verifier):
    """Return what a check of the program takes for a failure."""
    return (verifier.Wrong, verifier.Undecided, *verifier.OUT_OF_FORM)


@pytest.fixture(scope="session")
def material(tmp_path_factory):
    """A bundle and a disclosure that hold, and what a reader may trust. Not to be changed."""
    folder = tmp_path_factory.mktemp("court")
    text = "".join((COURT / f"material.{number}.txt").read_text() for number in (1, 2))
    with tarfile.open(fileobj=io.BytesIO(base64.b64decode(text)), mode="r:xz") as packed:
        packed.extractall(folder, filter="data")
    return folder


@pytest.fixture
def judged(verifier):
    """Return what the program finds in a folder, a day after it was exported."""

    def judge(folder, *given):
        at = verifier.moment("2026-11-26T03:00:00Z")
        return verifier.examine(folder, verifier.Trusted.read(list(map(str, given))), at)[0]

    return judge


@pytest.fixture
def made(material, tmp_path):
    """A copy of something that holds: a bag and a sealed package are taken out of the bundle."""

    def make(kind):
        bundle, path = material / "bundle", tmp_path / kind
        if kind in {"bundle", "disclosure"}:
            return shutil.copytree(material / kind, path)
        if kind == "sealed":
            shutil.copytree(bundle / "seal", path)
            shutil.copytree(bundle / "custody", path / "custody")
            return path
        beside = tmp_path / "bag-custody"
        shutil.copytree(bundle / "custody", beside)
        shutil.copytree(bundle / "seal", beside / "seal")
        return shutil.copytree(bundle / "bag", path)

    return make


@pytest.fixture
def trust(material):
    return material / "bundle/directory"
