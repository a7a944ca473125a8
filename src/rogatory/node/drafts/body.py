# SPDX-License-Identifier: Apache-2.0
"""The judgement of a draft's body: its form, its reasons, and the dates that it states."""

from collections.abc import Mapping
from datetime import datetime

from rogatory.errors import Reason
from rogatory.node.drafts.stated_dates import date_reasons
from rogatory.requests.contents import body as contents
from rogatory.requests.contents.reasons_given import reasons_without_words
from rogatory.wire.canonical import Json


def judge_body(kind: str, body: Mapping[str, Json], at: datetime) -> list[Reason]:
    """Return every reason against a body as the contents of a draft of a kind, at a moment."""
    return [
        *contents.check(kind, body),
        *reasons_without_words(body),
        *date_reasons(kind, body, at),
    ]
