# SPDX-License-Identifier: Apache-2.0
"""Every fuzz target is sound on its seeds, and on random changes of them; the long runs are apart."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from fuzz.seeds import seeds  # noqa: E402 - the fuzzer lies beside the tests, in no package
from fuzz.targets import TARGETS  # noqa: E402 - likewise


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_a_target_takes_its_seeds(name):
    found = seeds(name)
    assert found
    for seed in found:
        TARGETS[name](seed)


@st.composite
def changed(draw, found):
    """A seed with some of its bytes flipped, cut out, doubled or put in."""
    data = bytearray(draw(st.sampled_from(found)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        what = draw(st.sampled_from(["flip", "cut", "double", "insert"]))
        size = draw(st.integers(1, 64))
        if what == "flip" and at < len(data):
            data[at] ^= draw(st.integers(1, 255))
        elif what == "cut":
            del data[at : at + size]
        elif what == "double":
            data[at:at] = data[at : at + size]
        else:
            data[at:at] = draw(st.binary(min_size=1, max_size=8))
    return bytes(data)


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_a_changed_seed_is_refused_or_read_and_nothing_else(name):
    @settings(max_examples=60, deadline=None, database=None)
    @given(changed(seeds(name)))
    def run(data):
        TARGETS[name](data)

    run()


def test_the_fuzzer_finds_what_is_wrong(tmp_path):
    """A target with a fault is reported, with the bytes that show it."""
    program = tmp_path / "faulty.py"
    program.write_text(
        "import fuzz.targets as t\n"
        "def faulty(data):\n"
        "    assert not data.startswith(b'{}'), 'found'\n"
        "t.TARGETS['canonical-json'] = faulty\n"
        "import sys, atheris\n"
        "atheris.Setup([sys.argv[0], *sys.argv[1:]], lambda d: faulty(bytes(d)))\n"
        "atheris.Fuzz()\n"
    )
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "seed").write_bytes(b"{}")
    found = tmp_path / "found"
    found.mkdir()
    command = [
        sys.executable,
        str(program),
        "-max_total_time=5",
        f"-artifact_prefix={found}/",
        str(tmp_path / "kept"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=_environment())
    assert done.returncode != 0
    assert [path.read_bytes()[:2] for path in found.iterdir()] == [b"{}"]


def _environment():
    return os.environ | {"PYTHONPATH": str(ROOT)}
