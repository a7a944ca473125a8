# SPDX-License-Identifier: Apache-2.0
"""The vectors of signed requests: what each says holds, and their generator writes the same."""

import base64
import importlib.util
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from rogatory.errors import Refused
from rogatory.transport.http_signatures import LineRequest, holds_under, verify_head

FOLDER = Path(__file__).parents[1] / "vectors" / "line"
VECTOR = json.loads((FOLDER / "requests.json").read_text())


def holds(spki):
    key = load_der_public_key(base64.b64decode(spki))
    return holds_under(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


KEYS = {keyid: holds(spki) for keyid, spki in VECTOR["keys"].items()}


def verified(given):
    request = LineRequest(given["method"], given["target_uri"], dict(given["fields"]))
    now = datetime.fromtimestamp(VECTOR["now"], UTC)
    head = verify_head(request, KEYS.get, state=VECTOR["state"], now=now)
    head.check_body(base64.b64decode(given["body"]))
    return head.verified


@pytest.mark.parametrize("name", VECTOR["cases"])
def test_vector(name):
    case = VECTOR["cases"][name]
    if "refused" in case:
        with pytest.raises(Refused) as caught:
            verified(case["request"])
        assert caught.value.codes == ("line-signature",)
        return
    found = verified(case["request"])
    assert case["accepted"] == {
        "keyid": found.keyid,
        "nonce": found.nonce,
        "remembered_until": int(found.until.timestamp()),
    }


def test_the_generator_writes_the_vectors_that_are_there():
    spec = importlib.util.spec_from_file_location("line_generate", FOLDER / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.text_of(module.vector()) == (FOLDER / "requests.json").read_text()
