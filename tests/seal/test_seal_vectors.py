# SPDX-License-Identifier: Apache-2.0
"""Our own vectors: they verify as they say, and come out of their generator unchanged."""

import base64
import importlib.util
import json
from pathlib import Path

import pytest

from rogatory.errors import Refused, refuse_if_any
from rogatory.seal.approvals import Approval, approval_reasons
from rogatory.seal.notes import NoteVerifier, open_note
from rogatory.seal.signatures import Anchors, Signatures, verify_signatures
from rogatory.seal.timestamping.timestamps import verify_token
from rogatory.wire.moments import format_moment, parse_moment

FOLDER = Path(__file__).parents[1] / "vectors" / "seal"
FILES = sorted(FOLDER.glob("*.json"))


def unb64(text):
    return text and base64.b64decode(text, validate=True)


def anchors(vector):
    return Anchors(tuple(unb64(one) for one in vector["anchors"]))


def signature(vector):
    verify_signatures(
        unb64(vector["document"]),
        Signatures(**{name: unb64(text) for name, text in vector["signatures"].items()}),
        anchors=anchors(vector),
        holder=vector["holder"],
        at=parse_moment(vector["at"]),
        require_mldsa65=vector["require_mldsa65"],
        use=vector["use"],
    )


def timestamp(vector):
    digest = bytes.fromhex(vector["digest"])
    found = verify_token(unb64(vector["token"]), digest, anchors=anchors(vector))
    assert format_moment(found.at) == vector["at"]


def approval(vector):
    binary = ("credential", "authenticator_data", "client_data", "signature")
    given = Approval(
        officer=vector["officer"],
        verdict=vector["verdict"],
        **{name: unb64(vector[name]) for name in binary},
    )
    reasons = approval_reasons(
        given,
        credential_key=unb64(vector["key"]),
        rp_id=vector["rp_id"],
        origins=vector["origins"],
        content_digest=vector["content_digest"],
    )
    refuse_if_any(reasons)


def note(vector):
    verifiers = [NoteVerifier.parse(vkey) for vkey in vector["vkeys"]]
    assert open_note(vector["note"], verifiers)[0] == vector["text"]


SUBJECTS = {"signature": signature, "timestamp": timestamp, "approval": approval, "note": note}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_vector_verifies_as_it_says(file):
    vector = json.loads(file.read_text())
    verify = SUBJECTS[vector["matter"]]
    if vector["expect"] == "holds":
        verify(vector)
        return
    with pytest.raises(Refused) as caught:
        verify(vector)
    assert list(caught.value.codes) == vector["expect"]


def test_the_generator_still_writes_these_vectors():
    specification = importlib.util.spec_from_file_location("generate_seal", FOLDER / "generate.py")
    generator = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(generator)
    made = {name: generator.written(one) for name, one in generator.scenarios().items()}
    stored = {file.stem: file.read_text() for file in FILES if not file.stem.startswith("hybrid-")}
    assert made == stored
