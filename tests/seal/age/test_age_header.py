# SPDX-License-Identifier: Apache-2.0
"""Headers: one form, for the recipients named, opened by theirs alone."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.errors import Refused
from rogatory.seal.age import (
    LARGEST_HEADER,
    FileKey,
    HybridIdentity,
    HybridRecipient,
    PassphraseIdentity,
    PassphraseRecipient,
    Stanza,
    X25519Identity,
    X25519Recipient,
    open_header,
    parse_header,
    seal_header,
)
from rogatory.seal.age.header import write_header

_ARGUMENT = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=9)
_STANZA = st.builds(
    Stanza, st.lists(_ARGUMENT, min_size=1, max_size=4).map(tuple), st.binary(max_size=120)
)


def _codes(act, *arguments):
    with pytest.raises(Refused) as refused:
        act(*arguments)
    return refused.value.codes


@given(st.lists(_STANZA, min_size=1, max_size=4), st.binary(min_size=32, max_size=32), st.binary())
def test_what_is_written_is_parsed_whatever_follows(stanzas, mac, rest):
    data = write_header(stanzas, mac)
    header = parse_header(data + rest)
    assert (list(header.stanzas), header.mac, header.size) == (stanzas, mac, len(data))


@given(st.lists(_STANZA, min_size=1, max_size=2), st.data())
def test_what_is_parsed_is_written_the_same(stanzas, draw):
    """One form: a header changed anywhere is refused or means something else, never the same."""
    data = bytearray(write_header(stanzas, bytes(32)))
    place = draw.draw(st.integers(0, len(data) - 1))
    data[place] = draw.draw(st.integers(0, 255))
    try:
        header = parse_header(bytes(data))
    except Refused:
        return
    assert write_header(header.stanzas, header.mac) == bytes(data[: header.size])


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_code_and_nothing_else(data):
    with pytest.raises(Refused):
        parse_header(b"age-encryption.org/v1\n" + data if data[:1] > b"\x7f" else data)


def test_each_beginning_of_a_header_is_reported_as_incomplete(identity):
    header = seal_header([identity.recipient], os.urandom).header
    for end in range(len(header)):
        assert _codes(parse_header, header[:end]) == ("age-header-incomplete",)


def test_a_header_is_read_no_further_than_its_limit(classical_identity):
    stanza = Stanza(("grease",), bytes(48 * 1000)).encode()
    lines = b"age-encryption.org/v1\n" + stanza * 10
    assert len(lines) > LARGEST_HEADER
    assert _codes(parse_header, lines) == ("age-header-too-large",)
    many = [classical_identity.recipient] * 3000
    assert _codes(seal_header, many, os.urandom) == ("age-header-too-large",)


def test_each_recipient_opens_and_no_other(identity, other_identity):
    sealed = seal_header([identity.recipient, other_identity.recipient], os.urandom)
    for one in (identity, other_identity):
        assert open_header(sealed.header, [one]).reveal() == sealed.file_key.reveal()
    stranger = HybridIdentity.generate(os.urandom)
    assert _codes(open_header, sealed.header, [stranger]) == ("age-no-match",)
    assert _codes(open_header, sealed.header, []) == ("age-no-match",)


def test_a_new_header_for_an_old_payload_carries_the_same_key(identity, other_identity):
    first = seal_header([identity.recipient], os.urandom)
    rewritten = seal_header([other_identity.recipient], os.urandom, file_key=first.file_key)
    assert open_header(rewritten.header, [other_identity]).reveal() == first.file_key.reveal()


def test_each_header_has_its_own_key(identity):
    keys = {seal_header([identity.recipient], os.urandom).file_key.reveal() for _ in range(9)}
    assert len(keys) == 9


def test_kinds_do_not_mix(identity, classical_identity):
    mixed = [identity.recipient, classical_identity.recipient]
    assert _codes(seal_header, mixed, os.urandom) == ("age-recipients-mixed",)
    phrases = [PassphraseRecipient("a", 1), PassphraseRecipient("b", 1)]
    assert _codes(seal_header, phrases, os.urandom) == ("age-scrypt-not-alone",)
    assert _codes(seal_header, [], os.urandom) == ("age-no-recipient",)


def test_a_stanza_taken_added_or_moved_breaks_the_mac(identity, other_identity):
    header = seal_header([identity.recipient, other_identity.recipient], os.urandom).header
    parsed = parse_header(header)
    mine, theirs = parsed.stanzas
    for stanzas in ([mine], [theirs, mine], [mine, theirs, Stanza(("grease",), b"")]):
        changed = write_header(stanzas, parsed.mac)
        assert _codes(open_header, changed, [identity]) == ("age-mac",)


def test_what_follows_a_header_is_refused(identity):
    header = seal_header([identity.recipient], os.urandom).header
    assert _codes(open_header, header + b"x", [identity]) == ("age-header-trailing",)


def test_a_malformed_stanza_is_refused_even_if_it_is_for_another(identity, classical_identity):
    key = FileKey.generate(os.urandom)
    good = identity.recipient.wrap(key, os.urandom)
    for bad in (Stanza(("X25519", "AA"), bytes(32)), Stanza(("mlkem768x25519",), bytes(32))):
        header = write_header([good, bad], bytes(32))
        assert _codes(open_header, header, [identity]) == ("age-stanza-malformed",)


def test_the_work_of_a_passphrase_is_bounded_before_it_is_done():
    stanza = PassphraseRecipient("pass", 1).wrap(FileKey(bytes(16)), os.urandom)
    for factor in ("21", "64", "9999"):
        costly = Stanza((*stanza.arguments[:2], factor), stanza.body)
        header = write_header([costly], bytes(32))
        codes = _codes(open_header, header, [PassphraseIdentity("pass")])
        assert codes == ("age-work-factor",)
    with pytest.raises(Refused):
        PassphraseRecipient("pass", 21)
    with pytest.raises(Refused):
        PassphraseRecipient("")


def test_a_wrong_passphrase_is_reported_as_such():
    header = seal_header([PassphraseRecipient("right", 1)], os.urandom).header
    codes = _codes(open_header, header, [PassphraseIdentity("wrong")])
    assert codes == ("age-passphrase-wrong",)


@pytest.mark.parametrize("kind", [HybridIdentity, X25519Identity])
def test_keys_are_written_and_parsed_and_reveal_nothing(kind):
    one = kind.generate(os.urandom)
    assert kind.parse(one.encode()) == one
    assert type(one.recipient).parse(str(one.recipient)) == one.recipient
    secret = next(getattr(one, name) for name in ("seed", "secret") if hasattr(one, name))
    assert secret.hex() not in repr(one)
    assert repr(secret)[2:-1] not in repr(one)
    assert (
        "0x" not in repr(FileKey(b"0123456789abcdef"))
        or b"0123" not in repr(FileKey(b"0123456789abcdef")).encode()
    )


def test_a_hybrid_recipient_has_the_length_that_age_prints(identity):
    assert len(str(identity.recipient)) == 1959
    assert str(identity.recipient).startswith("age1pq1")
    assert identity.encode().startswith("AGE-SECRET-KEY-PQ-1")


def test_another_kind_of_key_or_a_damaged_one_is_refused(identity, classical_identity):
    hybrid, classical = str(identity.recipient), str(classical_identity.recipient)
    for text in (classical, hybrid[:-1], hybrid.upper(), hybrid + "q", "", "age1pq1"):
        assert _codes(HybridRecipient.parse, text) == ("age-recipient-malformed",)
    for text in (hybrid, classical[:-1], classical.upper(), ""):
        assert _codes(X25519Recipient.parse, text) == ("age-recipient-malformed",)
    for text in (classical_identity.encode(), identity.encode().lower(), "x"):
        assert _codes(HybridIdentity.parse, text) == ("age-identity-malformed",)
    for text in (identity.encode(), classical_identity.encode().lower(), "x"):
        assert _codes(X25519Identity.parse, text) == ("age-identity-malformed",)


def test_a_refused_identity_is_not_repeated(identity):
    with pytest.raises(Refused) as refused:
        HybridIdentity.parse(identity.encode()[:-1] + "X")
    assert identity.encode()[20:40] not in str(refused.value)


def test_a_hybrid_recipient_whose_mlkem_key_is_none_is_refused(identity):
    key = bytearray(identity.recipient.key)
    key[:3] = b"\xff\xff\xff"  # coefficients beyond the modulus (FIPS 203 7.2)
    text = HybridRecipient(bytes(key)).encode()
    assert _codes(HybridRecipient.parse, text) == ("age-recipient-malformed",)


def test_nothing_is_sealed_to_a_recipient_of_low_order(identity):
    weak = X25519Recipient(bytes(32))
    assert _codes(seal_header, [weak], os.urandom) == ("age-recipient-malformed",)
    hybrid = HybridRecipient(identity.recipient.key[:1184] + bytes(32))
    with pytest.raises(Refused):
        seal_header([hybrid], os.urandom)


def test_a_header_without_a_recipient_is_refused():
    assert _codes(parse_header, write_header([], bytes(32))) == ("age-header-no-stanza",)


def test_each_guess_of_a_passphrase_costs_half_a_second():
    """In a process of its own: this one's passphrases are cheap, see tests/conftest.py."""
    code = (
        "import os; from rogatory.seal.age.passphrase import PassphraseRecipient as It; "
        "from rogatory.seal.age.file_key import FileKey; "
        "print(It('pass').wrap(FileKey(bytes(16)), os.urandom).arguments[2])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["17"]
