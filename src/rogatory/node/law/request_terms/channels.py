# SPDX-License-Identifier: Apache-2.0
"""The judgement whether a request goes through a channel that its instrument has for the kind, and with
a marking that the other State knows.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from rogatory.errors import Reason
from rogatory.node.law.request_terms import term_refusals as refusals
from rogatory.node.law.request_terms.declared import URGENT, declared_channel_reason
from rogatory.node.law.subject import Subject, regime_for
from rogatory.treaty.composed.declared import declared_channels
from rogatory.treaty.composed.kinds import LawfulChannel, channels_of
from rogatory.treaty.law import Law
from rogatory.treaty.regimes import Regime, cite

INTERPOL = "interpol"
"""A channel, by which requests on several bases go; it was an instrument in earlier bodies."""

_OF_THE_LAW = {"diplomatic_channel": "diplomatic"}
"""Channels that the law's data name in another way than with hyphens."""


def channel_warnings(law: Law, subject: Subject, on: date) -> Iterator[Reason]:
    """Yield that the channel that a request states is none that its instrument names, one that is
    for urgent cases alone, or one that the requested State declared not to use.
    """
    stated = subject.body.get("channel")
    regime = regime_for(law, subject, on)
    known = {one.name: one for one in channels_of(regime, subject.kind)}
    if not isinstance(stated, str) or not known:
        return
    declared = declared_channels(regime, subject.kind, tuple(known.values()))
    channel = _OF_THE_LAW.get(stated, stated.replace("_", "-"))
    urgent = f"{channel}{URGENT}"
    forms = {channel, urgent} if _is_urgent(subject) else {channel}
    for one in declared:
        if not forms & {*one.accepted} and {channel, urgent} & one.limited:
            yield declared_channel_reason(regime, one)
            return
    if channel in known or any(forms & {*one.accepted} for one in declared):
        return
    in_urgency = known.get(urgent)
    if in_urgency is not None:
        if not _is_urgent(subject):
            yield refusals.CHANNEL_URGENT.because(_rests(regime, in_urgency))
        return
    yield refusals.CHANNEL_OTHER.because(_rests(regime, next(iter(known.values()))))


def _rests(regime: Regime, channel: LawfulChannel) -> dict[str, str]:
    return {
        "field": "channel",
        "article": cite(regime, channel.instrument, channel.article),
        "certainty": channel.certainty,
    }


def marking_warnings(subject: Subject) -> Iterator[Reason]:
    """Yield that a request has a protective marking and names none of the other State's scheme.

    Which markings correspond is in agreements of two States, which officers know and no data here has.
    """
    stated = subject.body.get("classification")
    if not isinstance(stated, Mapping) or stated.get("equivalent") is not None:
        return
    marking = stated.get("marking")
    if isinstance(marking, str):
        yield refusals.MARKING_UNMATCHED.because(
            field="classification", marking=marking[:80], state=subject.requested
        )


def _is_urgent(subject: Subject) -> bool:
    urgency = subject.body.get("urgency")
    return isinstance(urgency, dict) and urgency.get("level") in {"urgent", "emergency"}
