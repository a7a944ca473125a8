# SPDX-License-Identifier: Apache-2.0
"""Every fuzz target is sound on its seeds, and on random changes of them; the long runs are apart."""

import copy
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.seeds import seeds
from fuzz.targets import TARGETS
from rogatory.errors import Refused
from rogatory.evidence.sealed.seal_document import parse_seal
from rogatory.node.misbehaviour.unlogged import parse_unlogged
from rogatory.seal.age.header import parse_header
from rogatory.wire import canonical

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_a_target_takes_its_seeds(name):
    found = seeds(name)
    assert found
    for seed in found:
        TARGETS[name](seed)


@pytest.mark.parametrize(("read", "name"), [(parse_seal, "seal"), (parse_header, "age-header")])
def test_a_seed_that_is_made_here_is_well_formed(read, name):
    for seed in seeds(name):
        assert read(seed)


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


OTHERS = st.sampled_from([None, True, 0, -1, 2**53, "", "x", [], ["x"], {}, {"x": 1}, 1.5])


def _documents(name):
    """The seeds that are JSON, line by line where a form has several lines."""
    for seed in seeds(name):
        try:
            lines = [json.loads(line) for line in seed.splitlines()]
        except ValueError:
            continue
        if lines and all(isinstance(line, dict) for line in lines):
            yield lines


def _places(value, way=()):
    yield way
    if isinstance(value, dict | list):
        keys = value if isinstance(value, dict) else range(len(value))
        for key in keys:
            yield from _places(value[key], (*way, key))


@st.composite
def of_another_type(draw, found):
    """A document in which one value, at any depth, is of another type, gone, or one too many."""
    lines = copy.deepcopy(draw(st.sampled_from(found)))
    way = draw(st.sampled_from([one for one in _places(lines) if one]))
    holder = lines
    for key in way[:-1]:
        holder = holder[key]
    what = draw(st.sampled_from(["other", "gone", "more"]))
    if what == "gone":
        del holder[way[-1]]
    elif what == "more" and isinstance(holder, dict):
        holder["zz"] = draw(OTHERS)
    else:
        holder[way[-1]] = draw(OTHERS)
    text = [json.dumps(line, sort_keys=True, separators=(",", ":")) for line in lines]
    return ("\n".join(text) + ("\n" if len(lines) > 1 or draw(st.booleans()) else "")).encode()


@pytest.mark.parametrize("name", sorted(name for name in TARGETS if any(_documents(name))))
def test_a_value_of_another_type_is_refused_with_a_code(name):
    @settings(max_examples=300, deadline=None, database=None)
    @given(of_another_type(list(_documents(name))))
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


def test_a_receipt_in_a_second_writing_of_base64_is_refused():
    """Found by the fuzzer: bits behind the end made two files of one proof."""
    document = next(
        found for found in map(json.loads, seeds("unlogged")) if found["receipt"].endswith("=")
    )
    text = document["receipt"].rstrip("=")
    parse_unlogged(canonical.encode(document))
    other = text[:-1] + chr(ord(text[-1]) + 1)
    document["receipt"] = other + "=" * (-len(text) % 4)
    with pytest.raises(Refused) as caught:
        parse_unlogged(canonical.encode(document))
    assert caught.value.codes == ("log-unlogged-form",)
