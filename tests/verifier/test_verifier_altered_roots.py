# SPDX-License-Identifier: Apache-2.0
"""Roots that a reader gives and that a mail program or an editor altered: both judges say so, and judge nothing."""

import json
import shutil

import pytest

from rogatory.errors import Refused
from rogatory.node.workstation.verification.trust import read_trust

SPOILED = {
    "line-feed": lambda data: data + b"\n",
    "blank": lambda data: data.replace(b":", b": ", 1),
    "indented": lambda data: json.dumps(json.loads(data), indent=1).encode(),
}


def refused(verifier, given):
    with pytest.raises(Refused) as ours:
        read_trust(given)
    assert list(ours.value.codes) == ["trust-altered"]
    with pytest.raises(verifier.Refused, match="trust-altered"):
        verifier.Trusted.read([str(given)])


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_root_is_refused(verifier, trust, tmp_path, spoil):
    given = tmp_path / "1.root.json"
    given.write_bytes(spoil((trust / "metadata/1.root.json").read_bytes()))
    refused(verifier, given)


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_so_is_a_copy_with_such_a_root(verifier, trust, tmp_path, spoil):
    copy = shutil.copytree(trust, tmp_path / "copy")
    place = max((copy / "metadata").glob("*.root.json"))
    place.write_bytes(spoil(place.read_bytes()))
    refused(verifier, copy)


def test_as_published_both_are_taken(verifier, trust):
    for given in (trust, trust / "metadata/1.root.json"):
        verifier.Trusted.read([str(given)])
        read_trust(given)
