# SPDX-License-Identifier: Apache-2.0
"""Declarations of the requested State on channels, languages and its point of contact, applied to a request.

They warn and block nothing: what a State accepts in a case is its decision. One that is only reported says so, and
asks for a lawyer who looks it up.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from rogatory.errors import Code, Reason, TranslatableText
from rogatory.node.law.request_terms import term_refusals as refusals
from rogatory.node.law.subject import Subject, regime_for
from rogatory.node.translations.document import MEDIA_TYPE
from rogatory.requests.contents.labels import VALUES
from rogatory.treaty.citing import line_of
from rogatory.treaty.composed.declared import (
    NO,
    DeclaredChannels,
    declared_execution,
    declared_in_words,
    declared_languages,
    values_of,
)
from rogatory.treaty.law import Law
from rogatory.treaty.parties.reservations import is_only_reported
from rogatory.treaty.regimes import Regime, cite
from rogatory.treaty.tables.reservations import Declaration
from rogatory.wire.canonical import Json
from rogatory.wire.words import P_, FilledText, TextsInTurn

URGENT = "-in-urgency"
"""The end of the name of a channel that is for urgent requests alone."""

_EXECUTES = (refusals.DECLARED_ITSELF, refusals.EXECUTES_REPORTED)
_FORWARDS = (refusals.DECLARED_FORWARDS, refusals.FORWARDS_REPORTED)

NO_WORDS = P_("its words are not recorded.")

LONGEST_DECLARED = 200
"""Characters of a declaration's own words that a remark repeats."""


def declared_channel_reason(regime: Regime, one: DeclaredChannels) -> Reason:
    """Return that a request goes through another channel than the requested State declared."""
    found = _by_grade(one.declaration, refusals.CHANNEL_DECLARED, refusals.CHANNEL_REPORTED)
    return found.because(
        _rests(regime, one.declaration),
        state=one.declaration.state,
        accepted=TextsInTurn.of(map(_channel_name, one.accepted)),
    )


def language_warnings(
    law: Law,
    subject: Subject,
    language: str,
    attached: Iterable[Mapping[str, Json]],
    on: date,
) -> Iterator[Reason]:
    """Yield that a request is in no language that the requested State declared to accept under its
    instrument, and has no translation with it.
    """
    if any(one.get("media_type") == MEDIA_TYPE for one in attached):
        return
    regime = regime_for(law, subject, on)
    for one in declared_languages(regime, subject.kind):
        if not _is_among(language, values_of(one)):
            found = _by_grade(one, refusals.LANGUAGE_DECLARED, refusals.LANGUAGE_REPORTED)
            yield found.because(
                _rests(regime, one),
                state=one.state,
                accepted=", ".join(values_of(one)),
                language=language,
            )


def declared_notes(law: Law, subject: Subject, on: date) -> Iterator[Reason]:
    """Yield whether the requested State's point of contact executes such requests, and what it declared
    in words that only an officer can read.
    """
    regime = regime_for(law, subject, on)
    if line_of(regime, subject.kind, "direct_execution") is not None:
        for one in declared_execution(regime, subject.kind):
            found = _by_grade(one, *(_FORWARDS if one.value == NO else _EXECUTES))
            yield found.because(_rests(regime, one), state=one.state)
    for one in declared_in_words(regime, subject.kind):
        words = one.text or one.value
        found = _by_grade(one, refusals.DECLARED_IN_WORDS, refusals.IN_WORDS_REPORTED)
        yield found.because(
            _rests(regime, one),
            state=one.state,
            declared=words[:LONGEST_DECLARED] if words else FilledText(NO_WORDS),
        )


def _by_grade(one: Declaration, seen: Code, reported: Code) -> Code:
    """Return what to say of a declaration: that it was made, or only that it is reported."""
    return reported if is_only_reported(one) else seen


def _is_among(language: str, accepted: Iterable[str]) -> bool:
    """Decide whether a language is one of some, be it that of a region (`fr-CA` where `fr` is accepted)."""
    stated, known = language.lower(), {one.lower() for one in accepted}
    return stated in known or stated.partition("-")[0] in known


def _rests(regime: Regime, one: Declaration) -> dict[str, str]:
    return {
        "article": cite(regime, one.instrument, one.article),
        "certainty": one.certainty,
    }


def _channel_name(name: str) -> TranslatableText:
    """Return a channel as a sentence names it."""
    channel = name.removesuffix(URGENT)
    label = VALUES["diplomatic_channel" if channel == "diplomatic" else channel.replace("-", "_")]
    if name.endswith(URGENT):
        return FilledText(P_("{channel} for urgent requests"), channel=FilledText(label))
    return FilledText(label)
