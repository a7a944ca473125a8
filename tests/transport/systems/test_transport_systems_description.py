# SPDX-License-Identifier: Apache-2.0
"""The API's description: its file is that of the code, valid OpenAPI 3.1, and has no address of an officer's act."""

import json
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import schemathesis

from casts.servers.systems_client import DESCRIPTION
from rogatory.node.hooks.hook_kinds import HookKind
from rogatory.node.repositories.systems import HookDelivery
from rogatory.transport.hook_line import body_of
from rogatory.transport.systems.description import description_text
from rogatory.transport.systems.urls import SYSTEM_ENDPOINTS

FILE = Path(__file__).parents[3] / "docs" / "systems-api.json"

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)

OFFICERS_WORDS = (
    "approv",
    "send",
    "safeguard",
    "decide",
    "acknowledge",
    "call",
    "restrict",
    "alert",
)


def test_the_file_is_what_the_code_describes():
    assert FILE.read_text(encoding="utf-8") == description_text()


def test_it_is_valid_openapi_by_another_program():
    schemathesis.openapi.from_dict(json.loads(FILE.read_text(encoding="utf-8"))).validate()


def test_every_address_is_described_and_every_reference_leads_somewhere():
    operations = [one for methods in DESCRIPTION["paths"].values() for one in methods.values()]
    assert len(operations) == sum(len(methods) for methods in SYSTEM_ENDPOINTS.values())
    assert len({one["operationId"] for one in operations}) == len(operations)
    text = description_text()
    for name in DESCRIPTION["components"]["schemas"]:
        assert f"#/components/schemas/{name}" in text


def test_every_kind_of_delivery_is_described_with_a_body_of_two_members():
    assert DESCRIPTION["webhooks"].keys() == set(HookKind)
    for kind, methods in DESCRIPTION["webhooks"].items():
        content = methods["post"]["requestBody"]["content"]["application/json"]
        whole = content["schema"] | {"components": DESCRIPTION["components"]}
        validator = jsonschema.Draft202012Validator(whole)
        delivery = HookDelivery("case-management", kind, "an-id", "a-delivery", NOW)
        body = json.loads(body_of(delivery))
        assert body == {"id": "an-id", "kind": kind}
        assert validator.is_valid(body)
        assert not validator.is_valid({"id": "an-id", "kind": "other"})
        assert not validator.is_valid({"kind": kind})


def test_no_address_is_named_for_what_only_an_officer_does():
    for path in DESCRIPTION["paths"]:
        assert not [word for word in OFFICERS_WORDS if word in path]
