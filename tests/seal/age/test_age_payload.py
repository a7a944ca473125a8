# SPDX-License-Identifier: Apache-2.0
"""The payload: every chunk in its place, into buffers of the caller's."""

import os
import threading
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.errors import Refused
from rogatory.seal.age import (
    CHUNK,
    NONCE_SIZE,
    SEALED_CHUNK,
    TAG,
    FileKey,
    PayloadCipher,
    chunk_count,
    chunk_place,
    chunks_covering,
    payload_size,
    plain_size,
)

_SIZES = st.integers(0, 5 * CHUNK) | st.integers(0, 1 << 50)


@pytest.fixture
def cipher():
    return PayloadCipher(FileKey(bytes(range(16))), bytes(16))


def _sealed(cipher, index, last, plain):
    out = memoryview(bytearray(len(plain) + TAG))
    assert cipher.encrypt_chunk_into(index, last, plain, out) == len(out)
    return out


@pytest.mark.parametrize("size", [1, 5, CHUNK - 1, CHUNK])
def test_a_chunk_is_read_in_its_place_alone(cipher, size):
    plain = os.urandom(size)
    sealed = _sealed(cipher, 3, True, plain)
    back = memoryview(bytearray(size))
    assert cipher.decrypt_chunk_into(3, True, sealed, back) == size
    assert back == plain
    for index, last in ((2, True), (4, True), (3, False), (3 + (1 << 80), True)):
        with pytest.raises(Refused) as refused:
            cipher.decrypt_chunk_into(index, last, sealed, back)
        assert refused.value.codes == ("age-chunk",)


def test_another_key_or_nonce_reads_nothing(cipher):
    sealed = _sealed(cipher, 0, True, b"data")
    for key, nonce in ((bytes(16), bytes(16)), (bytes(range(16)), b"n" * 16)):
        with pytest.raises(Refused):
            PayloadCipher(FileKey(key), nonce).decrypt_chunk_into(0, True, sealed, bytearray(4))


def test_chunks_that_the_format_does_not_know_are_not_made(cipher):
    for index, last, size in ((0, False, 0), (1, True, 0), (0, False, 5), (0, True, CHUNK + 1)):
        with pytest.raises(ValueError):
            cipher.encrypt_chunk_into(index, last, bytes(size), bytearray(size + TAG))


def test_chunks_that_the_format_does_not_know_are_not_read(cipher):
    empty = bytes(cipher._aead.encrypt((1 << 8 | 1).to_bytes(12), b"", None))
    with pytest.raises(Refused) as refused:
        cipher.decrypt_chunk_into(1, True, empty, bytearray())
    assert refused.value.codes == ("age-chunk-empty",)
    short = bytes(cipher._aead.encrypt(bytes(12), b"short", None))
    for sealed, last in (
        (short, False),
        (b"", True),
        (bytes(TAG - 1), True),
        (bytes(1 << 17), True),
    ):
        with pytest.raises(Refused):
            cipher.decrypt_chunk_into(0, last, sealed, bytearray(max(0, len(sealed) - TAG)))


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_many_chunks_at_once_are_the_same_as_one_by_one(cipher, size):
    plain = memoryview(os.urandom(size))
    out = memoryview(bytearray(payload_size(size) - NONCE_SIZE))
    assert cipher.encrypt_into(0, True, plain, out) == len(out)
    for index in range(chunk_count(size)):
        part = plain[index * CHUNK : (index + 1) * CHUNK]
        last = index + 1 == chunk_count(size)
        start = index * SEALED_CHUNK
        assert out[start : start + SEALED_CHUNK] == _sealed(cipher, index, last, part)
    back = memoryview(bytearray(size))
    assert cipher.decrypt_into(0, True, out, back) == size
    assert back == plain


def test_chunks_from_the_middle_go_on_where_the_others_ended(cipher):
    plain = memoryview(os.urandom(4 * CHUNK + 9))
    whole = memoryview(bytearray(payload_size(len(plain)) - NONCE_SIZE))
    cipher.encrypt_into(0, True, plain, whole)
    parts = memoryview(bytearray(len(whole)))
    done = cipher.encrypt_into(0, False, plain[: 2 * CHUNK], parts)
    cipher.encrypt_into(2, True, plain[2 * CHUNK :], parts[done:])
    assert parts == whole


def test_no_call_allocates_a_chunk(cipher):
    plain, sealed = memoryview(bytearray(CHUNK)), memoryview(bytearray(SEALED_CHUNK))
    cipher.encrypt_chunk_into(0, False, plain, sealed)
    tracemalloc.start()
    try:
        cipher.encrypt_chunk_into(0, False, plain, sealed)
        cipher.decrypt_chunk_into(0, False, sealed, plain)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4096


def test_threads_share_one_cipher(cipher):
    failures = []

    def work(seed):
        plain = memoryview(bytes([seed]) * CHUNK)
        sealed, back = memoryview(bytearray(SEALED_CHUNK)), memoryview(bytearray(CHUNK))
        for index in range(100):
            cipher.encrypt_chunk_into(index, False, plain, sealed)
            cipher.decrypt_chunk_into(index, False, sealed, back)
            if back != plain:
                failures.append(seed)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@given(_SIZES)
def test_sizes_go_both_ways_and_grow(size):
    assert plain_size(payload_size(size)) == size
    assert payload_size(size) < payload_size(size + 1)


@given(st.integers(0, 1 << 20))
def test_a_size_is_refused_exactly_if_no_payload_has_it(size):
    try:
        plain = plain_size(size)
    except Refused:
        rest = (size - NONCE_SIZE) % SEALED_CHUNK
        assert size < NONCE_SIZE + TAG or rest < TAG + 1
    else:
        assert payload_size(plain) == size


@given(_SIZES, st.data())
def test_places_lie_one_behind_the_other_and_end_with_the_payload(size, draw):
    payload = payload_size(size)
    count = chunk_count(size)
    index = draw.draw(st.integers(0, count - 1))
    place = chunk_place(index, payload)
    assert place.last == (index == count - 1)
    if place.last:
        assert place.end == payload
    else:
        assert place.end == chunk_place(index + 1, payload).start
    for outside in (-1, count):
        with pytest.raises(ValueError):
            chunk_place(outside, payload)


@given(st.integers(0, 10 * CHUNK), st.integers(0, 3 * CHUNK))
def test_the_chunks_that_cover_a_stretch_are_those_that_hold_its_bytes(offset, length):
    covering = set(chunks_covering(offset, length))
    ends = {offset // CHUNK, (offset + length - 1) // CHUNK} if length else set()
    assert ends <= covering
    assert all(n * CHUNK < offset + length and (n + 1) * CHUNK > offset for n in covering)
