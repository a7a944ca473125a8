# SPDX-License-Identifier: Apache-2.0
"""The table of messages that touch each other when they cross, in words, with what it rests on."""

from rogatory.requests.thread.crossing import Crossing, CrossingRows
from rogatory.requests.thread.ending_crossings import CONFIRMATION, IN_WRITING, WITHDRAWAL
from rogatory.requests.thread.running_crossings import (
    CALLED_BACK,
    DECISION,
    ENQUIRY,
    EXTENSION,
    HEARD,
)
from rogatory.requests.thread.terms_crossings import (
    AGREEING,
    BASIS_ANSWERED,
    BASIS_PROPOSED,
    CONSULTED,
    SUPPLY,
)


def _crossing(requesting: str, cites: str | None, rows: CrossingRows) -> tuple[Crossing, ...]:
    return tuple(
        Crossing(requesting, requested, status, words, cites)
        for requested, (status, words) in rows.items()
    )


TABLE = (
    *_crossing("no_longer_required", "no_longer_required", WITHDRAWAL),
    *_crossing("additional_information_supplied", "additional_information", SUPPLY),
    *_crossing("consultation_answer", "consultation", CONSULTED),
    *_crossing("conditions_answered", "conditions_answered", AGREEING),
    *_crossing("basis_proposed", None, BASIS_PROPOSED),
    *_crossing("basis_answered", None, BASIS_ANSWERED),
    *_crossing("status_enquiry", "progress", ENQUIRY),
    *_crossing("delivery_confirmed", "transmission", CONFIRMATION),
    *_crossing("preservation_extension", "preservation_extension", EXTENSION),
    *_crossing("preservation_warning_answer", "warning", DECISION),
    *_crossing("lifting_hearing_answer", "lifting_hearing", HEARD),
    *_crossing("call_back_answer", None, CALLED_BACK),
    *_crossing("written_confirmation", "oral_request", IN_WRITING),
)
