# SPDX-License-Identifier: Apache-2.0
"""Our own age vectors: what a sealed package adds to the public ones."""

import hashlib
from collections import defaultdict
from pathlib import Path

import pytest

from rogatory.errors import Refused
from rogatory.seal.age import PassphraseIdentity, decrypt, parse_identity

_VECTORS = sorted((Path(__file__).parents[2] / "vectors" / "age").glob("*.age-vector"))


def test_the_vectors_are_there():
    assert len(_VECTORS) == 12


@pytest.mark.parametrize("path", _VECTORS, ids=lambda path: path.stem)
def test_a_vector_is_read_or_refused_as_it_says(path):
    head, _, body = path.read_bytes().partition(b"\n\n")
    fields = defaultdict(list)
    for line in head.decode().split("\n"):
        name, _, value = line.partition(": ")
        fields[name].append(value)
    identities = [parse_identity(text) for text in fields["identity"]]
    identities += [PassphraseIdentity(text) for text in fields["passphrase"]]
    if fields["expect"] == ["success"]:
        assert [hashlib.sha256(decrypt(body, identities)).hexdigest()] == fields["payload"]
        return
    with pytest.raises(Refused) as refused:
        decrypt(body, identities)
    assert list(refused.value.codes) == fields["expect"]
