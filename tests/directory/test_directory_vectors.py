# SPDX-License-Identifier: Apache-2.0
"""The project's own vectors: they hold, and their generator still writes them."""

import importlib.util
import json
from pathlib import Path

import pytest

from casts.directory.network import read_from
from rogatory.directory.ceremony.metadata import Root, read_metadata
from rogatory.directory.entry.period import Period, PeriodEnd
from rogatory.directory.entry.reading import parse_entry
from rogatory.directory.entry.succession import check_succession
from rogatory.directory.submission.acceptance import read_pair
from rogatory.directory.view.as_of import read_view
from rogatory.directory.view.published_snapshot import published_snapshot
from rogatory.directory.view.split import check_split
from rogatory.errors import Refused
from rogatory.wire.moments import parse_moment

FOLDER = Path(__file__).parents[1] / "vectors" / "directory"
NAMES = sorted(path.name for path in FOLDER.glob("*.json"))


def named(kind: str) -> list[str]:
    found = [name for name in NAMES if name.startswith(kind)]
    assert found, f"no vectors of the kind {kind}"
    return found


def load(name: str) -> dict:
    return json.loads((FOLDER / name).read_bytes())


@pytest.mark.parametrize("name", named("tree-"))
def test_a_repository_is_read_as_the_vector_says(name: str) -> None:
    vector = load(name)
    files = {path: text.encode() for path, text in vector["files"].items()}
    at = parse_moment(vector["at"])
    if "refused" in vector:
        with pytest.raises(Refused) as caught:
            read_view(read_from(files), network=vector["network"], at=at)
        assert list(caught.value.codes) == vector["refused"]
        return
    view = read_view(read_from(files), network=vector["network"], at=at)
    assert list(view.states) == vector["states"]
    held = {state: [reason.code.id for reason in why] for state, why in view.held.items()}
    assert held == vector["held"]


@pytest.mark.parametrize("name", named("pair-"))
def test_entry_and_register_are_as_the_vector_says(name: str) -> None:
    vector = load(name)
    codes: list[str] = []
    try:
        read_pair(vector["state"], vector["entry"].encode(), vector["register"].encode())
    except Refused as error:
        codes = sorted(error.codes)
    assert codes == vector["codes"]


@pytest.mark.parametrize("name", named("split-"))
def test_a_split_view_is_proved_as_the_vector_says(name: str) -> None:
    vector = load(name)
    root = read_metadata(Root, "root", vector["root"].encode()).signed
    keys = published_snapshot(b"", [root]).keys
    codes: list[str] = []
    try:
        check_split(vector["proof"].encode(), keys, vector["network"])
    except Refused as error:
        codes = sorted(error.codes)
    assert codes == vector["codes"]


@pytest.mark.parametrize("name", named("succession-"))
def test_an_entry_follows_as_the_vector_says(name: str) -> None:
    vector = load(name)
    old, new = (parse_entry(vector[part].encode()) for part in ("old", "new"))
    assert [reason.code.id for reason in check_succession(old, new)] == vector["codes"]


@pytest.mark.parametrize("name", named("period-"))
def test_a_key_counts_when_the_vector_says(name: str) -> None:
    vector = load(name)
    found = vector["period"]
    end = found["ended"]
    period = Period(
        parse_moment(found["from"]),
        parse_moment(found["until"]),
        end and PeriodEnd(parse_moment(end["at"]), end["reason"]),
    )
    for moment in vector["moments"]:
        at = parse_moment(moment["at"])
        assert period.covers(at) == moment["proven"]
        assert period.covers(at, proven=False) == moment["claimed"]
        assert period.vouches(at) == moment["issued"]


def test_the_generator_writes_the_vectors_that_are_here() -> None:
    spec = importlib.util.spec_from_file_location("directory_vectors", FOLDER / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = module.vectors()
    assert sorted(written) == NAMES
    for name, data in written.items():
        assert (FOLDER / name).read_bytes() == data, name
