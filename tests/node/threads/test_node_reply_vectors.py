# SPDX-License-Identifier: Apache-2.0
"""The vectors of replies to a dispatch: what a receipt says that holds, and which check fails."""

import base64
import importlib.util
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from casts.node.world import World, snapshot
from rogatory.errors import Refused
from rogatory.node.messages.deliver import check_receipt
from rogatory.node.threads.receipt import parse_receipt, parse_reply

FOLDER = Path(__file__).parents[2] / "vectors" / "replies"
VECTOR = json.loads((FOLDER / "replies.json").read_text())

spec = importlib.util.spec_from_file_location("replies_generate", FOLDER / "generate.py")
made = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made)

CODES = {
    1: {"signature-", "certificate-"},
    2: {"receipt-other"},
    3: {"receipt-unlogged", "checkpoint-", "note-"},
}
"""How the codes begin that our reader gives where a check fails; the check is the specification's."""


def check_of(code):
    """The check that a code belongs to."""
    (found,) = [check for check, known in CODES.items() if code.startswith(tuple(known))]
    return found


@pytest.fixture(scope="module")
def asker():
    return World(made.STATES).node("XA")


@pytest.mark.parametrize("name", VECTOR["cases"])
def test_vector(asker, name):
    case = VECTOR["cases"][name]
    before = snapshot(asker)
    message = SimpleNamespace(peer="XB", digest=VECTOR["message"])
    try:
        receipt, signatures = parse_reply(base64.b64decode(case["reply"]))
        parse_receipt(receipt)
        failed = None
    except Refused:
        failed = "form"
    if failed is None:
        try:
            found = check_receipt(asker, asker.register.view(), message, receipt, signatures)
        except Refused as refused:
            (failed,) = {check_of(code) for code in refused.codes}
        else:
            assert (found.verdict, list(found.codes)) == (case["verdict"], case["codes"])
    assert failed == case.get("fails")
    assert snapshot(asker) == before


def test_the_generator_writes_the_vectors_that_are_there():
    assert made.text_of(made.vector()) == (FOLDER / "replies.json").read_text()


def test_each_check_and_the_form_have_a_case_that_fails():
    assert {one.get("fails") for one in VECTOR["cases"].values()} == {None, "form", 1, 2, 3}
