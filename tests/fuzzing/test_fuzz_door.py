# SPDX-License-Identifier: Apache-2.0
"""The door against its own description: a short form of `python -m fuzz.door`."""

import copy
import re

import pytest
from jsonschema import Draft202012Validator

from fuzz import door as fuzzing
from rogatory.transport.door.description import door_description
from rogatory.transport.door.urls import ENDPOINTS

REQUESTS = 120


def enough(outcome):
    return outcome.requests >= REQUESTS


@pytest.fixture(scope="module")
def knocked(tmp_path_factory):
    with fuzzing.door(tmp_path_factory.mktemp("door")) as made:
        yield made


@pytest.mark.processes
def test_the_door_answers_whatever_its_description_makes_with_what_it_describes(knocked):
    outcome = fuzzing.attack(*knocked, until=enough)
    assert outcome.wrong == []
    assert outcome.statuses.keys() >= {200, 404, 422}
    assert not [status for status in outcome.statuses if status >= 500]


@pytest.mark.processes
def test_a_witness_answers_what_is_no_checkpoint_as_its_protocol_and_the_description_say(knocked):
    knocking, (node, _workstation), _held = knocked
    path = "/v1/witness/add-checkpoint"
    for body in (b"", b"\x1f", b'{"codes":[]}'):
        assert knocking.knock("POST", path, body, node).status == 400
    responses = door_description()["paths"][path]["post"]["responses"]
    assert responses.keys() >= {"200", "400", "403", "404", "409", "422"}
    assert [*responses["409"]["content"]] == ["text/x.tlog.size"]


@pytest.mark.processes
def test_an_answer_that_is_not_described_is_found(knocked, monkeypatch):
    described = copy.deepcopy(door_description())
    for methods in described["paths"].values():
        for operation in methods.values():
            del operation["responses"]["422"]
    monkeypatch.setattr(fuzzing, "door_description", lambda: described)
    outcome = fuzzing.attack(*knocked, until=lambda found: found.wrong or enough(found))
    assert any("status 422 is none that is described" in one for one in outcome.wrong)


def test_every_endpoint_is_described_with_who_may_and_how_much():
    described = door_description()
    operations = [each for methods in described["paths"].values() for each in methods.values()]
    assert len(operations) == sum(len(methods) for methods in ENDPOINTS.values())
    assert len({each["operationId"] for each in operations}) == len(operations)
    for (path, methods), (pattern, endpoints) in zip(
        described["paths"].items(), ENDPOINTS.items(), strict=True
    ):
        named = re.findall(r"\{(\w+)\}", path)
        assert named == re.findall(r"\?P<(\w+)>", pattern)
        for method, operation in methods.items():
            endpoint = endpoints[method.upper()]
            assert [one["name"] for one in operation["parameters"]] == [*named, *endpoint.query]
            assert ("requestBody" in operation) is bool(endpoint.largest_body)
            assert "500" not in operation["responses"]
            for one in operation["parameters"]:
                Draft202012Validator.check_schema(one["schema"])
