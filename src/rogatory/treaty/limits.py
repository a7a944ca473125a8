# SPDX-License-Identifier: Apache-2.0
"""The time limits that the Convention sets, and where it sets none."""

from collections.abc import Mapping

from rogatory.treaty.law import Law
from rogatory.treaty.tables.limits import Limit


def limits(law: Law) -> Mapping[str, Limit]:
    """Return the Convention's limits by id."""
    return {limit.id: limit for limit in law.limits if limit.instrument is None}
