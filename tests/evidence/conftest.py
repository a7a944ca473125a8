# SPDX-License-Identifier: Apache-2.0
"""Two States with their authorities, keys and recipients, and trees of evidence."""

import os
from pathlib import Path

import pytest

from casts.evidence.states import ODD_NAMES, Sealing, State, clock, make_state
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.collecting.collect import collect
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.options import RunSettings


@pytest.fixture(scope="session")
def arcadia() -> State:
    return make_state("XA")


@pytest.fixture(scope="session")
def borealia() -> State:
    return make_state("XB")


@pytest.fixture(scope="session")
def thalassia() -> State:
    return make_state("XT")


@pytest.fixture
def acquisition() -> Acquisition:
    return Acquisition("xb/central-authority", officer="xb-0003", case="Case 17/2026")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with what a seizure has: odd names, empty things, links, sizes about a chunk."""
    top = tmp_path / "seizure"
    top.mkdir()
    for size in (0, 1, 511, 512, 513, 65535, 65536, 65537, 1 << 20, (1 << 20) + 1):
        (top / f"size-{size}.bin").write_bytes(os.urandom(size))
    (top / "empty").mkdir()
    deep = top / "a" / "b" / "c"
    deep.mkdir(parents=True)
    (deep / "leaf.txt").write_text("leaf")
    (top / "a.txt").write_text("beside a/")
    for name in ODD_NAMES:
        Path(os.fsdecode(os.fsencode(top) + b"/" + name)).write_bytes(b"odd " + name)
    (top / "link-out").symlink_to("/etc/passwd")
    (top / "link-to-nothing").symlink_to("nowhere")
    os.mkfifo(top / "pipe")
    return top


@pytest.fixture(scope="session")
def sealing(borealia: State, arcadia: State) -> Sealing:
    return Sealing(borealia, arcadia)


@pytest.fixture
def collected(tree: Path, tmp_path: Path, borealia: State, acquisition: Acquisition) -> Path:
    collect(
        tree,
        tmp_path / "bag",
        terms=CollectionTerms(acquisition=acquisition),
        settings=RunSettings(clock=clock, random=os.urandom),
        keys=borealia.keys,
    )
    return tmp_path / "bag"


@pytest.fixture
def sealed(tree: Path, tmp_path: Path, sealing: Sealing) -> Path:
    sealing.seal(tree, tmp_path / "sealed")
    return tmp_path / "sealed"
