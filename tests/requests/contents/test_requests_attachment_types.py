# SPDX-License-Identifier: Apache-2.0
"""Small files by name, media type and first bytes: what fits, what does not, what nobody can
decide.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.requests.contents.attachment_types import KNOWN, UNDECLARED, type_reasons


def problems(name, media_type, data):
    return [one.code.id for one in type_reasons(name, media_type, data)]


@pytest.mark.parametrize("media_type", KNOWN)
def test_each_known_kind_is_known_by_its_own_beginning_and_by_no_other(media_type):
    known = KNOWN[media_type]
    for suffix in known.suffixes:
        for begins in known.begins:
            data = bytes(known.at) + begins + b" and more"
            assert problems(f"a{suffix}", media_type, data) == []
            assert problems(f"a{suffix}".upper(), UNDECLARED, data) == []
            assert problems(f"a{suffix}", media_type, b"#!" + data) == [
                "message-attachment-content"
            ]
            assert problems("a.exe", media_type, data) == ["message-attachment-kind"]


@given(data=st.binary(max_size=64))
def test_of_unknown_material_every_byte_is_taken(data):
    assert problems("card.json", "application/json", data) == []
    assert problems("seal.p7s", "application/pkcs7-signature", data) == []
    assert problems("0.bin", UNDECLARED, data) == []
