# SPDX-License-Identifier: Apache-2.0
"""The clock of this machine: the port `Clock`."""

from datetime import UTC, datetime


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)
