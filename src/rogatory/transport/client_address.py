# SPDX-License-Identifier: Apache-2.0
"""The address of who calls: that of the connection, or what a proxy that the operator names says it is.

Anybody can write `X-Forwarded-For`. So it is read only on a connection from a proxy that node.toml lists, and
from its end: each proxy adds the address that it saw itself, and what is before the last address that is no
proxy's was written by the caller.
"""

from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

type Network = IPv4Network | IPv6Network

_HEADER = "HTTP_X_FORWARDED_FOR"
_CONNECTION = "REMOTE_ADDR"


def client_address(connection: str, forwarded: str, proxies: Sequence[Network]) -> str:
    """Return the caller's address: `connection` is the address that the connection came from, `forwarded`
    the list in `X-Forwarded-For`.

    What a proxy forwards that is no address is not believed: it is then the last proxy that calls.
    """
    caller = connection
    for written in reversed(forwarded.split(",")):
        if not is_within(caller, proxies):
            return caller
        found = _parsed(written.strip())
        if found is None:
            return caller
        caller = str(found)
    return caller


def is_within(address: str, networks: Iterable[Network]) -> bool:
    """Decide whether an address is in one of these networks; what is no address is in none."""
    found = _parsed(address)
    return found is not None and any(found in network for network in networks)


def with_client_address(
    application: Callable[..., Iterable[bytes]], proxies: Sequence[Network]
) -> Callable[..., Iterable[bytes]]:
    """Wrap a WSGI application: it finds the caller's address in `REMOTE_ADDR`, and no `X-Forwarded-For`."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        forwarded = environ.pop(_HEADER, "")
        environ[_CONNECTION] = client_address(environ.get(_CONNECTION, ""), forwarded, proxies)
        return application(environ, start_response)

    return answer


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address; one of IPv4 that came by an IPv6 socket is the IPv4 address that it is."""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
