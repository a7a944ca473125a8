# SPDX-License-Identifier: Apache-2.0
"""The public test vectors of age: each is read, or refused for the reason that it names."""

import hashlib
import os
import zlib
from collections import defaultdict
from pathlib import Path

import pytest

from rogatory.errors import Refused
from rogatory.seal.age import PassphraseIdentity, armor, decrypt, parse_identity

_CHECKOUT = Path(__file__).parents[3]
_CORPORA = Path(os.environ.get("ROGATORY_CORPORA", _CHECKOUT.parent / "shared" / "corpora"))
_VECTORS = sorted((_CORPORA / "age").glob("*")) if _CORPORA.is_dir() else []

_CODES = {
    "armor failure": {"age-armor-begin", "age-armor-end", "age-armor-line"},
    "header failure": {
        "age-version",
        "age-header-incomplete",
        "age-header-no-stanza",
        "age-stanza-line",
        "age-stanza-body",
        "age-mac-line",
        "age-stanza-malformed",
        "age-stanza-low-order",
        "age-scrypt-not-alone",
        "age-work-factor",
        "age-nonce-incomplete",
    },
    "HMAC failure": {"age-mac"},
    "no match": {"age-no-match", "age-passphrase-wrong"},
    "payload failure": {
        "age-chunk",
        "age-chunk-empty",
        "age-payload-incomplete",
        "age-payload-trailing",
    },
}


def _read(path):
    head, _, body = path.read_bytes().partition(b"\n\n")
    fields = defaultdict(list)
    for line in head.decode().split("\n"):
        name, _, value = line.partition(": ")
        fields[name].append(value)
    return fields, zlib.decompress(body) if fields["compressed"] else body


def test_the_corpus_is_there():
    if not _VECTORS:
        pytest.skip(f"no age vectors under {_CORPORA}")
    assert sum(path.name.startswith("hybrid") for path in _VECTORS) == 18
    assert len(_VECTORS) == 143


@pytest.mark.parametrize("path", _VECTORS, ids=lambda path: path.name)
def test_a_vector_is_read_or_refused_as_it_says(path):
    fields, body = _read(path)
    identities = [parse_identity(text) for text in fields["identity"]]
    identities += [PassphraseIdentity(text) for text in fields["passphrase"]]
    data = armor.decode if fields["armored"] else bytes
    (expected,) = fields["expect"]
    if expected == "success":
        plain = decrypt(data(body), identities)
        assert [hashlib.sha256(plain).hexdigest()] == fields["payload"]
        return
    with pytest.raises(Refused) as refused:
        decrypt(data(body), identities)
    assert set(refused.value.codes) <= _CODES[expected]
