# SPDX-License-Identifier: Apache-2.0
"""One case and one bundle for all tests of bundles; each test that changes one has a copy."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from bundle_case import bundled, copied, found_case, play


@pytest.fixture(scope="session")
def case(tmp_path_factory):
    found = found_case(tmp_path_factory.mktemp("case"))
    play(found)
    return found


@pytest.fixture(scope="session")
def whole(case):
    """The bundle, as it was written; nobody changes it."""
    bundled(case, case.folder / "bundle")
    return case.folder / "bundle"


@pytest.fixture
def bundle(whole, tmp_path):
    """A copy to be changed."""
    return copied(whole, tmp_path / "bundle")
