# SPDX-License-Identifier: Apache-2.0
"""Where a node may be sent: the address that the directory lists, and nothing inside our walls.

A State writes its own entry, so it could list an address of ours and have our node knock on our
own inner doors (server-side request forgery). The name is resolved once, every address that it
gives must be a public one, and the connection goes to the address that was looked at.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from rogatory.errors import Phrase, Refused, Unreachable
from rogatory.transport import refusals
from rogatory.wire.words import P_, FilledText

type _Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All that IANA has given out; what the library calls global beyond it is old or reserved."""


@dataclass(frozen=True, slots=True)
class Address:
    """A place to connect to, and the name that its certificate must have."""

    ip: str
    port: int
    host: str
    base: str
    """The listed URL without a trailing slash."""


def resolve(url: str, *, loopback_allowed: bool, inside_allowed: bool = False) -> Address:
    """Return the address behind a listed URL.

    1. It is `https`, with a host, without user, query or fragment.
    2. Every address of the host is public; loopback only where the settings allow it, the State's
       own network only where they say that the address is in it.

    Raises:
        Refused: 1 or 2 fails.
        Unreachable: the name has no address now.
    """
    parts = urlsplit(url)
    try:
        port = parts.port or 443
    except ValueError as error:
        raise _forbidden(url, P_("it has no port")) from error
    host = parts.hostname
    if parts.scheme != "https" or not host or "@" in parts.netloc or parts.query or parts.fragment:
        raise _forbidden(url, P_("it is no plain https address"))  # 1
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unreachable(
            refusals.PEER_SILENT.because(address=url, problem=P_("its name has no address"))
        ) from error
    addresses = [str(each[4][0]) for each in found]
    for address in addresses:
        if not (
            _is_allowed(address, loopback_allowed=loopback_allowed or inside_allowed)
            or (inside_allowed and _is_inside(address))
        ):  # 2
            raise _forbidden(
                url, FilledText(P_("{address} is not a public address"), address=address)
            )
    return Address(addresses[0], port, host, url.rstrip("/"))


def _is_allowed(address: str, *, loopback_allowed: bool) -> bool:
    ip = _reached(ipaddress.ip_address(address.partition("%")[0]))
    if ip.is_loopback:
        return loopback_allowed
    if ip.version == 6 and ip not in _GLOBAL_UNICAST:
        return False
    return ip.is_global and not ip.is_multicast


def _is_inside(address: str) -> bool:
    """Decide whether it is a private address; a link-local one never is: machines in clouds give
    secrets there (169.254.169.254).
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_private and not ip.is_link_local and not ip.is_unspecified


def _reached(ip: _Ip) -> _Ip:
    """Return the IPv4 address that an IPv6 one represents: mapped, or behind a translator (RFC
    6052).

    Where the network translates, 64:ff9b::10.0.0.1 is the inner 10.0.0.1, and looks like a public one.
    """
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _TRANSLATED:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip


def _forbidden(url: str, problem: Phrase) -> Refused:
    return Refused(
        refusals.ADDRESS_FORBIDDEN.because(address=ascii(url)[1:-1][:200], problem=problem)
    )
