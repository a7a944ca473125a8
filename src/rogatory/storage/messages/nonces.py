# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: DJ008 - rows are read by code, not shown
"""The nonces of signed requests, and how often each State asked: kept where a commit waits for no disk.

A crash of the machine, or of the database server, may lose them. A person who recorded a request could then send it
again. So a durable row for each key has a bound: no request under it is taken whose `created` is beyond. The bound
goes ahead of the newest request by some seconds, so it is written once in these seconds and not for each request.
After a loss, everything up to the bound is refused: each request whose nonce was lost is among that, by the clock of
its signer, however wrong. The next one that the peer signs is beyond.

An era that began in the future was begun by a clock that ran fast, as a machine's may after a start. Nothing was lost
when that clock is corrected: the era then begins anew with the nonces that it knows, and what was signed before now is
refused, in place of everything until real time reaches the moment that the clock showed.
"""

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.db import models, transaction

from rogatory.storage.tables.columns import BigNumber, Text
from rogatory.storage.transactions.relaxed import (
    noted_era,
    relaxed_change,
    relaxed_first,
    relaxed_transaction,
)
from rogatory.storage.transactions.statements import change, first
from rogatory.storage.transactions.writing import hold_off_others, short_transaction
from rogatory.wire.moments import CLOCK_TOLERANCE


class RequestBound(models.Model):
    """Of requests under a key: the last second that those taken in this era may be of, and the last that those
    of earlier eras were of.
    """

    key: Text = models.CharField(primary_key=True, max_length=200)
    era: Text = models.CharField(max_length=200)
    floor: BigNumber = models.BigIntegerField()
    bound: BigNumber = models.BigIntegerField()


NONCE_HORIZON = timedelta(hours=1)
"""No signed request is fresh for so long, so a nonce that ended this long ago may be forgotten:
without an end the table of nonces would grow with every request for ever."""

NONCES_BETWEEN_SWEEPS = 256
"""How many nonces a process adds before it looks for ended ones: sweeping each time would cost a
deletion a request."""

SECONDS_AHEAD = 2
"""How far a bound goes ahead: one durable commit in so many seconds for a peer that keeps asking, and so many seconds
that it waits after a loss."""

_ADD = """
    INSERT INTO storage_seennonce (key, nonce, until) VALUES (%s, %s, %s) ON CONFLICT (key, nonce) DO NOTHING
"""
_SWEEP = "DELETE FROM storage_seennonce WHERE until < %s"
_CLEAR = ("DELETE FROM storage_nonceera", "DELETE FROM storage_seennonce")
_BEGIN = "INSERT INTO storage_nonceera (identity, since) VALUES (%s, %s)"
_CORRECT = "UPDATE storage_nonceera SET since = %s WHERE identity = %s AND since = %s"
_CORRECT_BOUNDS = """
    UPDATE storage_requestbound SET era = %s, floor = CASE WHEN floor = %s THEN %s ELSE floor END WHERE era = %s
"""
_BALANCE = "SELECT balance, at FROM storage_requestcount WHERE state = %s"
_PUT_BALANCE = """
    INSERT INTO storage_requestcount (state, balance, at) VALUES (%s, %s, %s)
    ON CONFLICT (state) DO UPDATE SET balance = excluded.balance, at = excluded.at
"""
_BOUND = "SELECT era, floor, bound FROM storage_requestbound WHERE key = %s"
_PUT_BOUND = """
    INSERT INTO storage_requestbound (key, era, floor, bound) VALUES (%s, %s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET era = excluded.era, floor = excluded.floor, bound = excluded.bound
"""


@dataclass(frozen=True, slots=True)
class _Bound:
    """A row of `RequestBound` as it was committed."""

    era: str
    floor: int
    bound: int


_known: dict[str, _Bound] = {}
"""By key. A bound only grows, so one that is no longer the newest is right, too."""

_added = itertools.count()


class DatabaseNonces:
    relaxed_transaction = staticmethod(relaxed_transaction)

    def notice_loss(self, now: datetime) -> None:
        _era(now)

    def forgotten_until(self, key: str, created: datetime, now: datetime) -> datetime | None:
        era, since = _era(now)
        second, known = int(created.timestamp()), _known.get(key)
        if known is None or known.era != era or second > known.bound:
            known = _looked_up(key, second, era, since)
        return None if second > known.floor else datetime.fromtimestamp(known.floor, UTC)

    def seen_nonce(self, key: str, nonce: str, until: datetime) -> bool:
        if next(_added) % NONCES_BETWEEN_SWEEPS == 0:
            relaxed_change(_SWEEP, _seconds(until - NONCE_HORIZON))
        return relaxed_change(_ADD, key, nonce, _seconds(until)) == 0

    def request_balance(self, state: str) -> tuple[float, datetime] | None:
        hold_off_others("request-counts", state)
        row = relaxed_first(_BALANCE, state)
        return None if row is None else (float(row[0]), _moment(row[1]))

    def put_request_balance(self, state: str, balance: float, at: datetime) -> None:
        relaxed_change(_PUT_BALANCE, state, balance, _microseconds(at))


def _era(now: datetime) -> tuple[str, int]:
    """Return the era, which ends with the next loss, and since when it is; begin one after a loss.

    Requests are counted anew then: a peer is given at most what it has in a minute.
    """
    identity, since = noted_era()
    if since is None:
        hold_off_others("nonce-era")
        identity, since = noted_era()
    if since is None:
        since = _microseconds(now)
        for statement in _CLEAR:
            relaxed_change(statement)
        relaxed_change(_BEGIN, identity, since)
    elif _moment(since) - now > CLOCK_TOLERANCE:
        since = _corrected(identity, since, now)
    return f"{identity}/{since}", since // 1_000_000


def _corrected(identity: str, since: int, now: datetime) -> int:
    """Begin an era of the future anew as of now, with the nonces that it knows; return since when it is.

    A key that asked in it may have asked in an earlier one, too, by a clock that was ahead as far as is tolerated:
    it waits until that is over.
    """
    begun = _microseconds(now)
    if relaxed_change(_CORRECT, begun, identity, since) == 0:
        _identity, corrected = noted_era()
        assert corrected is not None
        return corrected
    floor = begun // 1_000_000 + int(CLOCK_TOLERANCE.total_seconds()) + SECONDS_AHEAD
    before, after = f"{identity}/{since}", f"{identity}/{begun}"
    with short_transaction():
        change(_CORRECT_BOUNDS, after, since // 1_000_000 - 1, floor, before)
    return begun


def _looked_up(key: str, second: int, era: str, since: int) -> _Bound:
    """Return what is known of a key in this era, with a bound that is not before `second`, unless a request of
    then may have been forgotten.
    """
    with short_transaction():
        hold_off_others("request-bounds", key)
        row = first(_BOUND, key)
        if row is None:
            found = _Bound(era, since - 1, 0)
        elif row[0] == era:
            found = _Bound(era, int(row[1]), int(row[2]))
        else:
            found = _Bound(era, max(since - 1, int(row[2])), int(row[2]))
        if second > max(found.floor, found.bound):
            found = replace(found, bound=second + SECONDS_AHEAD)
            change(_PUT_BOUND, key, era, found.floor, found.bound)
        transaction.on_commit(lambda: _known.update({key: found}))
    return found


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _microseconds(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def _moment(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC)
