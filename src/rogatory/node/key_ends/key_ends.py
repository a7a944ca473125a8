# SPDX-License-Identifier: Apache-2.0
"""Which keys and certificates end, and which warning is due: one rule for doctor, console and alerts.

A warning comes when a third, a tenth and a fortieth of the lifetime are left, so that a certificate of two years and one of
ninety days are both renewed in time. The list is that of `node.directory.key_periods`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from rogatory.directory.entry.entry import CERTIFICATE_USES
from rogatory.errors import Code, Reason, RogatoryError
from rogatory.node.directory.key_periods import NEXT, KeyPeriod
from rogatory.node.key_ends import key_end_codes
from rogatory.node.ports import OwnCertificate
from rogatory.node.repositories.systems import TokenRecord
from rogatory.seal.certificates.reading import (
    certificate_algorithm,
    certificate_name,
    load_der,
    subject_text,
    validity,
)
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment

CONSOLE = "console-tls"
"""The kind of a certificate of the console's own, which no State CA issued."""

FILE = "file"
"""The kind of any other certificate that no State CA issued, such as that for the database; its name is the file's."""

OF_SYSTEM = "system-token"
"""The kind of a token with which a system of the State uses the API."""

SHARES = (40, 10, 3)
"""Which part of the lifetime is left at most when a warning is due, the gravest first."""

_OF_KEYS: tuple[Code, ...] = (
    key_end_codes.FORTIETH_LEFT,
    key_end_codes.TENTH_LEFT,
    key_end_codes.THIRD_LEFT,
    key_end_codes.ENDED,
)
_OF_TOKENS: tuple[Code, ...] = (
    key_end_codes.TOKEN_FORTIETH_LEFT,
    key_end_codes.TOKEN_TENTH_LEFT,
    key_end_codes.TOKEN_THIRD_LEFT,
    key_end_codes.TOKEN_ENDED,
)

EARLY = frozenset({key_end_codes.THIRD_LEFT, key_end_codes.TOKEN_THIRD_LEFT})
"""Warnings that leave time to plan."""

BY_OPERATOR = "operator"
"""How a token ended before its time, beside the reasons for which a State ends its keys."""

OF_OTHERS = frozenset({"passkey", "metadata"})
"""Kinds that end by rules of their own: an officer's passkey, and what the directory's keepers sign."""


def warning(period: KeyPeriod, at: datetime) -> Reason | None:
    """Return the warning that is due; None while more than a third of the lifetime is left."""
    if period.until is None:
        return None
    fields = {
        "key_use": period.kind,
        "holder": period.name,
        "until": format_moment(period.until),
    }
    *codes, ended = _OF_TOKENS if period.kind == OF_SYSTEM else _OF_KEYS
    if period.until <= at:
        return ended.because(fields)
    left = period.share_left(at)
    code = next(
        (code for share, code in zip(SHARES, codes, strict=True) if left <= 1 / share), None
    )
    return None if code is None else code.because(fields)


def periods_that_count(periods: Iterable[KeyPeriod]) -> Sequence[KeyPeriod]:
    """Return the keys whose end counts, in the order given.

    1. Of a key with which the node works, its own: a newer one that is only listed does not help it.
    2. Of each other kind and holder, the last one to end: the others are being replaced. One that the State
       ended does not count.
    """
    known = [one for one in periods if one.kind not in OF_OTHERS and one.until is not None]
    in_use = [one for one in known if one.where and not is_successor(one)]
    places = {(one.kind, one.name) for one in in_use}
    last: dict[tuple[str, str, str], KeyPeriod] = {}
    for one in known:
        if one.where or one.ended is not None or (one.kind, one.name) in places:
            continue
        place = _place(one)
        if place not in last or _end(last[place]) < _end(one):
            last[place] = one
    counting = {*in_use, *last.values()}
    return [one for one in known if one in counting]


def period_of(certificate: OwnCertificate) -> KeyPeriod:
    """Return a certificate of the home as the list of all keys has it."""
    der, where = certificate.der, certificate.place
    start, until = validity(der)
    try:
        found = certificate_name(der)
        kind, name = str(found.use), found.holder
    except RogatoryError:
        is_console = where.endswith("/console.pem")
        kind, name = (CONSOLE, subject_text(load_der(der))) if is_console else (FILE, where)
    return KeyPeriod(kind, name, certificate_algorithm(der) or "", sha256(der), start, until, where)


def period_of_token(token: TokenRecord) -> KeyPeriod:
    """Return a token as the list of all keys has it; one that the operator ended has that end."""
    until = token.expires if token.ended is None else min(token.expires, token.ended)
    ended = None if token.ended is None else BY_OPERATOR
    return KeyPeriod(OF_SYSTEM, token.name, "", token.digest, token.made, until, ended=ended)


def unlisted(periods: Iterable[KeyPeriod]) -> Iterator[KeyPeriod]:
    """Yield the certificates for other States with which this node works and which no entry lists."""
    for one in periods:
        if (
            one.where
            and not one.is_listed
            and one.kind in CERTIFICATE_USES
            and not is_successor(one)
        ):
            yield one


def is_successor(period: KeyPeriod) -> bool:
    """Decide whether a key waits in the home until the other nodes know it."""
    return NEXT in period.where.split("/")


def _place(one: KeyPeriod) -> tuple[str, str, str]:
    # Each epoch of a log has a key of its own.
    name = one.name.rpartition("/")[0] if one.kind == "log" else one.name
    return one.kind, name, one.algorithm


def _end(one: KeyPeriod) -> datetime:
    assert one.until is not None
    return one.until
