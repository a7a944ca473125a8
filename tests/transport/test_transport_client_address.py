# SPDX-License-Identifier: Apache-2.0
"""The caller's address behind proxies: nobody but a listed proxy can say another one than his own."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.transport.client_address import client_address, is_within, with_client_address

PROXIES = (ip_network("10.0.0.0/28"), ip_network("2001:db8::/64"))
ADDRESSES = st.ip_addresses(v=4).map(str) | st.ip_addresses(v=6).map(str)
OUTSIDE = ADDRESSES.filter(lambda one: not is_within(one, PROXIES))
TEXT = st.text(st.characters(codec="ascii"), max_size=60)


@pytest.mark.parametrize(
    ("connection", "forwarded", "caller"),
    [
        ("198.51.100.7", "", "198.51.100.7"),
        ("198.51.100.7", "192.0.2.1", "198.51.100.7"),
        ("10.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "203.0.113.5, 192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "203.0.113.5, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "192.0.2.1, _hidden, 10.0.0.2", "10.0.0.2"),
        ("10.0.0.1", "192.0.2.1:443", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.3", "10.0.0.3"),
        ("2001:db8::1", "2001:db8:1::7", "2001:db8:1::7"),
        ("::ffff:10.0.0.1", "::ffff:192.0.2.1", "192.0.2.1"),
        ("10.0.0.16", "192.0.2.1", "10.0.0.16"),
        ("", "192.0.2.1", ""),
    ],
)
def test_the_callers_address(connection, forwarded, caller):
    assert client_address(connection, forwarded, PROXIES) == caller


@given(OUTSIDE, TEXT)
def test_who_is_no_proxy_calls_from_where_he_is(connection, forwarded):
    assert client_address(connection, forwarded, PROXIES) == connection


@given(TEXT, OUTSIDE)
def test_a_caller_cannot_change_what_the_proxy_saw(written, seen):
    found = client_address("10.0.0.1", f"{written}, {seen}", PROXIES)
    assert found == client_address("10.0.0.1", seen, PROXIES)
    assert not is_within(found, PROXIES)


@given(ADDRESSES, TEXT)
def test_nothing_is_believed_where_no_proxy_is_listed(connection, forwarded):
    assert client_address(connection, forwarded, ()) == connection


def test_the_application_finds_one_address_and_no_header():
    seen = {}
    wrapped = with_client_address(lambda environ, _start: seen.update(environ) or [], PROXIES)
    wrapped({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.1"}, None)
    assert seen == {"REMOTE_ADDR": "192.0.2.1"}
