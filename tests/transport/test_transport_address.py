# SPDX-License-Identifier: Apache-2.0
"""Where a node is not sent, whatever a State lists as its address."""

import socket

import pytest

from rogatory.errors import Refused, Unreachable
from rogatory.transport.address import resolve


@pytest.mark.parametrize(
    "url",
    [
        "http://203.0.113.1",
        "ftp://203.0.113.1",
        "file:///etc/passwd",
        "https://",
        "https://user@203.0.113.1",
        "https://203.0.113.1:99999",
        "https://203.0.113.1/?x=1",
        "https://203.0.113.1/#x",
        "https://127.0.0.1:8443",
        "https://localhost:8443",
        "https://[::1]",
        "https://[::ffff:127.0.0.1]",
        "https://[::ffff:10.0.0.1]",
        "https://10.0.0.1",
        "https://172.16.0.1",
        "https://192.168.1.1",
        "https://169.254.169.254",
        "https://0.0.0.0",
        "https://100.64.0.1",
        "https://224.0.0.1",
        "https://[fe80::1]",
        "https://[fd00::1]",
        "https://[fec0::1]",
        "https://[5f00::1]",
        "https://[::]",
        "https://[::7f00:1]",
        "https://[64:ff9b::7f00:1]",
        "https://[64:ff9b::a9fe:a9fe]",
        "https://[64:ff9b:1::a00:1]",
        "https://[2002:7f00:1::]",
        "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        "https://[ff0e::1]",
        "https://2130706433",
        "https://0x7f.1",
    ],
)
def test_nothing_inside_our_walls_can_be_listed(url):
    with pytest.raises(Refused) as caught:
        resolve(url, loopback_allowed=False)
    assert caught.value.codes == ("address-forbidden",)


@pytest.mark.parametrize("url", ["https://[2606:4700::1]", "https://[64:ff9b::808:808]"])
def test_a_public_address_of_version_6_is_one_translated_or_not(url):
    assert resolve(url, loopback_allowed=False).port == 443


@pytest.mark.parametrize("url", ["https://10.0.0.1", "https://169.254.169.254", "https://0.0.0.0"])
def test_allowing_loopback_allows_nothing_else(url):
    assert resolve("https://127.0.0.1:8443", loopback_allowed=True).port == 8443
    with pytest.raises(Refused):
        resolve(url, loopback_allowed=True)


def test_a_name_with_one_inner_address_among_others_is_refused(monkeypatch):
    def answers(host, port, **_more):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("8.8.8.8", "10.0.0.1")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    with pytest.raises(Refused):
        resolve("https://node.xt.example", loopback_allowed=False)


def test_the_address_that_was_looked_at_is_the_one_that_is_connected_to(monkeypatch):
    def answers(host, port, **_more):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", port))]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    found = resolve("https://node.xt.example/door/", loopback_allowed=False)
    assert (found.ip, found.port, found.host) == ("8.8.8.8", 443, "node.xt.example")
    assert found.base == "https://node.xt.example/door"


def test_a_name_without_an_address_may_have_one_later(monkeypatch):
    def no_answer(host, port, **_more):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", no_answer)
    with pytest.raises(Unreachable):
        resolve("https://node.xt.example", loopback_allowed=False)
