# SPDX-License-Identifier: Apache-2.0
"""The port `Pager`: every means that the settings name, one after the other, and a line in the log.

A means that fails, by whatever fault, keeps none of the others from being tried.
"""

import logging
from collections.abc import Sequence
from typing import Protocol

from rogatory.node.officers import duty_codes
from rogatory.node.repositories.duty import Notice, Sent
from rogatory.wire.moments import format_moment
from rogatory.wire.words import Statement, theirs

_log = logging.getLogger("rogatory.pager")


class Means(Protocol):
    """One way of calling an officer."""

    @property
    def name(self) -> str: ...

    def send(self, notice: Notice) -> Sequence[Sent]:
        """Return the result for each address; nothing where the officer is not reached this way."""
        ...


class ComposedPager:
    def __init__(self, means: Sequence[Means]) -> None:
        self._means = tuple(means)

    def call(self, notice: Notice) -> Sequence[Sent]:
        """Call the officer by all means. With none, the call is only on the desk."""
        _log.info(
            "call %s (%s) of %s: %s is called, %s",
            notice.call,
            notice.urgency,
            format_moment(notice.at),
            notice.officer,
            notice.rung,
        )
        if not self._means:
            return [Sent("desk", "", delivered=True)]
        return [sent for means in self._means for sent in _sent(means, notice)]


def _sent(means: Means, notice: Notice) -> Sequence[Sent]:
    try:
        return means.send(notice)
    except Exception as error:  # noqa: BLE001 - the boundary of a means: its fault is an outcome
        _log.exception("calling by %s failed", means.name)
        reason = duty_codes.CALL_FAILED.because(
            name=type(error).__name__, problem=theirs(str(error))
        )
        return [Sent(means.name, "", delivered=False, problem=Statement(reason))]
