# SPDX-License-Identifier: Apache-2.0
"""Local times to moments: what a roster's "22 o'clock" is in the night in which the clocks change.

A time that the change skips is the moment that it would have been by the clock before it; one that
comes twice is the first of both (PEP 495, fold 0). Both ends of neighbouring shifts are read by the
same rule, so the change opens no gap: it makes a night's watch an hour longer or shorter.
"""

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from rogatory.errors import Refused
from rogatory.node.duty import refusals


def zone_of(name: object) -> ZoneInfo:
    """Return the time zone of that name in the IANA database.

    Raises:
        Refused: there is none of that name.
    """
    if not isinstance(name, str) or name not in _known():
        raise Refused(refusals.TIME_ZONE.because(zone=ascii(name)[:60]))
    return ZoneInfo(name)


def moment_in_zone(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment of a local time; one that names a zone of its own is read by that."""
    known = local if local.tzinfo else local.replace(tzinfo=zone, fold=0)
    return known.astimezone(UTC)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which a local day begins."""
    return moment_in_zone(datetime.combine(day, time()), zone)


@cache
def _known() -> frozenset[str]:
    """Return the known zones, looked up once: the database is a folder of some six hundred files."""
    return frozenset(available_timezones())
