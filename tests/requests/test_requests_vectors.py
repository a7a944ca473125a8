# SPDX-License-Identifier: Apache-2.0
"""The vectors of the specification: what they say holds, and their generator writes the same."""

import importlib.util
import json
from pathlib import Path

import pytest

from rogatory.requests.contents.body import check
from rogatory.requests.envelope import parse_message
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.transcript import fold

FOLDER = Path(__file__).parents[1] / "vectors" / "requests"
VECTORS = {path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}


def named(prefix):
    return sorted(name for name in VECTORS if name.startswith(prefix))


@pytest.fixture(scope="module")
def generator():
    spec = importlib.util.spec_from_file_location("requests_generate", FOLDER / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generator_writes_the_vectors_that_are_there(generator):
    written = {name: generator.text_of(vector) for name, vector in generator.vectors()}
    assert written == {name: (FOLDER / f"{name}.json").read_text() for name in VECTORS}


def test_there_is_a_body_of_every_kind():
    assert {name.removeprefix("body-") for name in named("body-")} == set(KINDS)


@pytest.mark.parametrize("name", [*named("body-"), *named("marked-")])
def test_a_body_lacks_nothing(name):
    assert check(VECTORS[name]["kind"], VECTORS[name]["body"]) == []


@pytest.mark.parametrize("name", named("message-refused-"))
def test_a_refused_message_is_refused_with_those_codes(name, generator):
    vector = VECTORS[name]
    assert vector["codes"]
    assert generator.codes_of(vector["message"].encode()) == vector["codes"]


def test_the_first_message_has_those_digests():
    vector = VECTORS["message-first"]
    found = parse_message(vector["message"].encode())
    assert (found.digest, found.content_digest) == (vector["digest"], vector["content_digest"])


@pytest.mark.parametrize("name", named("thread-"))
@pytest.mark.parametrize("order", [1, -1])
def test_a_thread_folds_to_what_is_expected(name, order, generator):
    vector = VECTORS[name]
    messages = [parse_message(text.encode()) for text in vector["messages"][::order]]
    assert generator.expected_of(fold(messages)) == vector["expected"]
