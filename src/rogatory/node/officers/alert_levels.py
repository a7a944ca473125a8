# SPDX-License-Identifier: Apache-2.0
"""The level at which an alert is written to the log of the process, by the code of its reason.

An error wants a person for this node or for evidence; a warning may become one; all else is an officer's daily work.
"""

import logging
from collections.abc import Iterable, Mapping

from rogatory.node.officers import alert_codes

_ERROR = (
    alert_codes.FORK,
    alert_codes.LOST,
    alert_codes.AT_OUR_DOOR,
    alert_codes.SILENT_IN_EMERGENCY,
    alert_codes.FAULT,
    alert_codes.ASIDE,
    alert_codes.WITNESS_POLICY,
    alert_codes.LOG_ACCUSED,
    alert_codes.MISBEHAVES,
    alert_codes.MISBEHAVES_OTHERWISE,
    alert_codes.SPLIT_VIEW,
)

_INFO = (
    alert_codes.REQUEST,
    alert_codes.RESTRICTED,
    alert_codes.UNFINISHED,
    alert_codes.SINGLE_REVIEW,
    alert_codes.DRILL,
    alert_codes.CALL_BACK,
    alert_codes.CALL_BACK_CONFIRMED,
    alert_codes.EMERGENCY_REVIEW,
    alert_codes.TO_DISPATCH,
    alert_codes.TO_COMPARE,
    alert_codes.TRANSCRIPTION_CORRECTED,
)

LEVELS: Mapping[str, int] = {
    **{code.id: logging.ERROR for code in _ERROR},
    **{code.id: logging.INFO for code in _INFO},
}
"""By code; a code that is not here, and a reason that is no alert of its own, is a warning."""


def level_of(codes: Iterable[str]) -> int:
    """Return the level of an alert for these reasons: that of the gravest."""
    return max((LEVELS.get(code, logging.WARNING) for code in codes), default=logging.WARNING)
