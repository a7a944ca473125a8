# SPDX-License-Identifier: Apache-2.0
"""The stand-alone verifier as a module: it lies in no package, by design."""

import shutil

import pytest

from casts.court.independent_verifier import load_verifier, unpack_material


@pytest.fixture(scope="session")
def verifier():
    return load_verifier()


@pytest.fixture
def stumbles(verifier):
    """Return what a check of the program takes for a failure."""
    return (verifier.Wrong, verifier.Undecided, *verifier.OUT_OF_FORM)


@pytest.fixture(scope="session")
def material(tmp_path_factory):
    """A bundle and a disclosure that hold, and what a reader may trust. Not to be changed."""
    return unpack_material(tmp_path_factory.mktemp("court"))


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
