# SPDX-License-Identifier: Apache-2.0
"""Texts with a number in them, in the two forms that English has; catalogues have as many forms
as their language. A check's remark carries the form for many.
"""

from collections.abc import Mapping

_PAIRS = (
    ("{count} file", "{count} files"),
    ("{count} byte", "{count} bytes"),
    ("{count} message", "{count} messages"),
    ("{count} event", "{count} events"),
    ("{count} certificate", "{count} certificates"),
    ("{count} consent", "{count} consents"),
    (
        "{count} consent that events name does not lie here",
        "{count} consents that events name do not lie here",
    ),
    (
        "{count} further file is not printed here.",
        "{count} further files are not printed here.",
    ),
    (
        "{count} further act is not printed here; it lies in the folder custody.",
        "{count} further acts are not printed here; they lie in the folder custody.",
    ),
    ("{count} day without a recorded act", "{count} days without a recorded act"),
    ("{count} time", "{count} times"),
    (
        "{count} further member is not printed here; see members.jsonl.",
        "{count} further members are not printed here; see members.jsonl.",
    ),
)

SINGULAR: Mapping[str, str] = {many: one for one, many in _PAIRS}
"""By the form for many: the form for one."""
