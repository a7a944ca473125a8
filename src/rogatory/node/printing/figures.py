# SPDX-License-Identifier: Apache-2.0
"""Moments, numbers and digests as every reader reads them, in no language's own way."""

from datetime import UTC, datetime


def moment(at: datetime) -> str:
    """Return a time as every reader reads it: ISO 8601 in UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def size(count: int) -> str:
    """Return a number with its thousands apart, in no language's own way (ISO 80000-1)."""
    return f"{count:,}".replace(",", "\u00a0")


def grouped(digest: str) -> str:
    """Return a digest in groups of four, as it is read out over the telephone."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
