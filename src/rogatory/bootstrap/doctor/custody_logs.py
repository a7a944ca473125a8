# SPDX-License-Identifier: Apache-2.0
"""Facts for the doctor about the other States' custody logs, as this node follows them."""

from typing import TYPE_CHECKING, Any

from rogatory.bootstrap.doctor.database import query
from rogatory.bootstrap.home.folder import Home

if TYPE_CHECKING:
    from rogatory.storage.diagnosis import Diagnosis


def logs(home: Home) -> dict[str, Any]:
    """Return each log that was ever followed, and how many receipts were not found, by State."""
    return query(home, _logs)


def _logs(rows: "Diagnosis") -> dict[str, Any]:
    return {"followed": rows.followed_logs(), "missing": rows.unlogged_receipts()}
