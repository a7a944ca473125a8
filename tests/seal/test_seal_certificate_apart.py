# SPDX-License-Identifier: Apache-2.0
"""A signature is taken apart only where it can be put together again, byte for byte."""

from hypothesis import given
from hypothesis import strategies as st

from casts.seal.authorities import DOCUMENT, NOW, new_cast
from rogatory.seal.certificate_apart import Apart, take_apart
from rogatory.seal.signatures import certificates_in

SIGNED = new_cast().keys.sign(DOCUMENT, NOW)
BOTH = [SIGNED.p256, SIGNED.mldsa65]


def test_each_signature_comes_back_with_its_certificate():
    for whole in BOTH:
        apart = take_apart(whole)
        assert apart.whole() == whole
        assert certificates_in(whole) == [apart.certificate]
        assert apart.certificate not in apart.rest
        assert len(apart.rest) + len(apart.certificate) == len(whole)


@given(st.sampled_from(BOTH), st.data())
def test_whatever_is_changed_in_a_signature_comes_back_as_it_was(whole, data):
    at = data.draw(st.integers(0, len(whole) - 1))
    kind = data.draw(st.sampled_from(["byte", "cut", "more"]))
    other = data.draw(st.binary(min_size=1, max_size=3))
    bent = {
        "byte": whole[:at] + other + whole[at + len(other) :],
        "cut": whole[:at],
        "more": whole + other,
    }[kind]
    apart = take_apart(bent)
    assert apart is None or apart.whole() == bent


@given(st.binary(max_size=200))
def test_what_is_no_signature_is_left_whole(data):
    assert take_apart(data) is None


@given(st.binary(max_size=99), st.binary(min_size=1, max_size=99), st.data())
def test_what_is_put_together_has_the_certificate_at_its_place(rest, certificate, data):
    place = data.draw(st.integers(0, len(rest)))
    whole = Apart(rest, place, certificate).whole()
    assert whole[place : place + len(certificate)] == certificate
    assert whole[:place] + whole[place + len(certificate) :] == rest
