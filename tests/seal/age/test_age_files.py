# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - what is tried is the end of the block
"""Whole age files: what was sealed comes back, and nothing else ever does."""

import io
import os
import weakref
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.errors import Refused
from rogatory.seal.age import (
    CHUNK,
    LARGEST_HEADER,
    AgeReader,
    AgeWriter,
    HybridIdentity,
    X25519Identity,
    armor,
    decrypt,
    encrypt,
    needs_passphrase,
    parse_header,
    payload_size,
    read_identity_file,
    write_identity_file,
)
from rogatory.seal.age.identity_file import LARGEST_IDENTITY_FILE

_IDENTITY = HybridIdentity(bytes(32))
_CLASSICAL = X25519Identity(bytes(range(32)))
_AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
_PLAIN = bytes(range(256)) * 260  # two chunks
_SEALED = {
    identity: encrypt(_PLAIN, [identity.recipient], os.urandom)
    for identity in (_IDENTITY, _CLASSICAL)
}


class _Trickle(io.BytesIO):
    """A source that gives little at a time, as a line does."""

    def read(self, size=-1, /):
        return super().read(min(size, 1000))


@given(
    st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK]),
    st.booleans(),
    st.sampled_from([_IDENTITY, _CLASSICAL]),
)
def test_what_is_sealed_comes_back(size, armored, identity):
    data = os.urandom(size)
    sealed = encrypt(data, [identity.recipient], os.urandom, armored=armored)
    assert decrypt(sealed, [identity]) == data
    if not armored:
        assert len(sealed) == parse_header(sealed).size + payload_size(size)


@given(st.lists(st.sampled_from([0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1]), max_size=5))
def test_what_is_written_in_pieces_is_read_in_pieces(sizes):
    data = os.urandom(sum(sizes))
    sink, rest = io.BytesIO(), data
    with AgeWriter(sink, [_CLASSICAL.recipient], os.urandom) as writer:
        for size in sizes:
            assert writer.write(rest[:size]) == size
            rest = rest[size:]
    reader = AgeReader(_Trickle(sink.getvalue()), [_CLASSICAL])
    assert b"".join(iter(lambda: reader.read(777), b"")) == data


@given(st.sampled_from([_IDENTITY, _CLASSICAL]), st.data())
def test_any_change_of_a_sealed_file_is_refused(identity, draw):
    sealed = bytearray(_SEALED[identity])
    place = draw.draw(st.integers(0, len(sealed) - 1) | st.integers(0, 1800))
    if place >= len(sealed):
        return
    sealed[place] ^= draw.draw(st.integers(1, 255))
    with pytest.raises(Refused):
        decrypt(bytes(sealed), [identity])


@given(st.sampled_from([_IDENTITY, _CLASSICAL]), st.data())
def test_a_sealed_file_cut_lengthened_or_with_a_part_moved_is_refused(identity, draw):
    sealed = _SEALED[identity]
    start, end = sorted(draw.draw(st.tuples(*[st.integers(0, len(sealed))] * 2)))
    moved = draw.draw(
        st.sampled_from(
            [
                sealed[:start],
                sealed[start:],
                sealed[:start] + sealed[end:],
                sealed[:end] + sealed[start:],
                sealed + sealed[start:end],
                sealed[:start] + bytes(3) + sealed[start:],
            ]
        )
    )
    if moved != sealed:
        with pytest.raises(Refused):
            decrypt(moved, [identity])


def test_what_is_wrong_with_the_end_is_reported():
    sealed = encrypt(bytes(2 * CHUNK), [_CLASSICAL.recipient], os.urandom)
    cut = sealed[: -CHUNK - 16]
    for data, code in (
        (cut, "age-payload-incomplete"),
        (cut[: -CHUNK - 16], "age-payload-incomplete"),
        (sealed + b"x", "age-payload-trailing"),
        (sealed[:-1], "age-chunk"),
    ):
        with pytest.raises(Refused) as refused:
            decrypt(data, [_CLASSICAL])
        assert refused.value.codes == (code,)


def test_nothing_of_a_broken_chunk_is_given():
    sealed = bytearray(encrypt(b"a" * CHUNK + b"b" * 10, [_CLASSICAL.recipient], os.urandom))
    sealed[-1] ^= 1
    reader = io.BufferedReader(AgeReader(io.BytesIO(sealed), [_CLASSICAL]), 1)
    assert reader.read(CHUNK) == b"a" * CHUNK
    with pytest.raises(Refused):
        reader.read(1)


def test_a_refused_file_leaves_nothing_for_the_collector():
    """A refusal that refers to itself keeps two chunks of memory until Python next looks for such things."""
    reader = AgeReader(
        io.BytesIO(_SEALED[_IDENTITY][:-1] + bytes([_SEALED[_IDENTITY][-1] ^ 1])), [_IDENTITY]
    )
    gone = weakref.ref(reader)
    with suppress(Refused):
        reader.readall()
    del reader
    assert gone() is None


def test_what_an_exception_cut_short_does_not_look_complete():
    sink = io.BytesIO()
    with (
        pytest.raises(KeyboardInterrupt),
        AgeWriter(sink, [_CLASSICAL.recipient], os.urandom) as writer,
    ):
        writer.write(b"half")
        raise KeyboardInterrupt
    with pytest.raises(Refused) as refused:
        decrypt(sink.getvalue(), [_CLASSICAL])
    assert refused.value.codes == ("age-payload-incomplete",)


def test_a_finished_writer_takes_no_more():
    writer = AgeWriter(io.BytesIO(), [_CLASSICAL.recipient], os.urandom)
    writer.finish()
    writer.finish()
    with pytest.raises(ValueError):
        writer.write(b"more")


def test_an_endless_header_is_not_read_to_its_end():
    source = io.BytesIO(b"age-encryption.org/v1\n" + b"-> a\n\n" * LARGEST_HEADER)
    with pytest.raises(Refused) as refused:
        AgeReader(source, [_CLASSICAL])
    assert refused.value.codes == ("age-header-too-large",)
    assert source.tell() <= LARGEST_HEADER


@given(st.binary(max_size=200))
def test_armor_goes_both_ways(data):
    text = armor.encode(data)
    assert armor.decode(text) == data
    assert armor.decode(b"\n " + text.replace(b"\n", b"\r\n")) == data
    assert armor.is_armored(text)


@given(st.binary(min_size=1, max_size=200), st.data())
def test_armor_with_another_character_means_something_else_or_is_refused(data, draw):
    text = bytearray(armor.encode(data))
    place = draw.draw(st.integers(0, len(text) - 2))
    text[place] = draw.draw(st.integers(0, 255).filter(lambda value: value != text[place]))
    with suppress(Refused):
        assert armor.decode(bytes(text)) != data


def test_an_identity_file_has_the_form_that_key_programs_write():
    text = write_identity_file(_IDENTITY, _AT)
    assert text.decode().split("\n") == [
        "# created: 2026-11-24T03:00:00Z",
        f"# public key: {_IDENTITY.recipient}",
        _IDENTITY.encode(),
        "",
    ]
    assert read_identity_file(text) == [_IDENTITY]
    assert not needs_passphrase(text)


def test_an_identity_file_holds_several_of_either_kind_with_any_line_ends():
    text = f"\n# mine\r\n{_IDENTITY.encode()}\r\n\n#\n{_CLASSICAL.encode()}"
    assert read_identity_file(text.encode()) == [_IDENTITY, _CLASSICAL]


def test_a_protected_identity_file_opens_with_its_passphrase_alone():
    data = write_identity_file(_IDENTITY, _AT, "correct horse")
    assert needs_passphrase(data)
    assert b"SECRET" not in data
    assert read_identity_file(data, lambda: "correct horse") == [_IDENTITY]
    assert read_identity_file(armor.decode(data), lambda: "correct horse") == [_IDENTITY]
    for passphrase, code in (
        (None, "age-passphrase-missing"),
        (lambda: "wrong", "age-passphrase-wrong"),
    ):
        with pytest.raises(Refused) as refused:
            read_identity_file(data, passphrase)
        assert refused.value.codes == (code,)


def test_an_open_identity_file_asks_for_no_passphrase():
    def passphrase():
        pytest.fail("asked for a passphrase")

    assert read_identity_file(write_identity_file(_CLASSICAL, _AT), passphrase) == [_CLASSICAL]


def test_every_bad_line_of_an_identity_file_is_reported_without_its_words():
    damaged = _IDENTITY.encode()[:-1] + "Q"
    text = f"# x\n{damaged}\n{_CLASSICAL.encode()}\nmy secret note\n"
    with pytest.raises(Refused) as refused:
        read_identity_file(text.encode())
    assert [reason.fields["line"] for reason in refused.value.reasons] == [2, 4]
    assert "SECRET" not in str(refused.value)
    assert "note" not in str(refused.value)


def test_a_file_without_identity_or_much_too_large_is_refused():
    for data, code in (
        (b"# nothing\n", "age-identity-none"),
        (b"", "age-identity-none"),
        (b"#" * (LARGEST_IDENTITY_FILE + 1), "age-identity-file-too-large"),
    ):
        with pytest.raises(Refused) as refused:
            read_identity_file(data)
        assert refused.value.codes == (code,)
