# SPDX-License-Identifier: Apache-2.0
"""Declarations of a State on how requests reach it: the channels, the languages, and who executes them.

A declaration is of one instrument and under one of its articles. It counts where the program can read its
`value`; where it cannot, an officer reads its words.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rogatory.treaty.composed.kinds import LawfulChannel
from rogatory.treaty.composed.known_articles import Known, article_number, articles_known
from rogatory.treaty.parties.reservations import declarations_of
from rogatory.treaty.regimes import Regime, brought
from rogatory.treaty.tables.kinds import CHANNELS
from rogatory.treaty.tables.reservations import (
    CHANNEL,
    DIRECT_EXECUTION,
    INTERPOL,
    LANGUAGE,
    Declaration,
)
from rogatory.wire.language_tags import is_language_tag

BY_INTERPOL = frozenset({"interpol", "interpol-in-urgency"})
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class DeclaredChannels:
    """The channels that a declaration leaves of those that its article has, or opens besides them."""

    declaration: Declaration
    accepted: tuple[str, ...]
    limited: frozenset[str]
    """The channels of the instrument that it no longer leaves open."""


def declared_channels(
    regime: Regime, kind: str, channels: Sequence[LawfulChannel]
) -> tuple[DeclaredChannels, ...]:
    """Return what the requested State declared on the channels of a kind of request: each declaration
    is about those that its own article has. INTERPOL can be accepted or declined in one of its own.
    """
    found: list[DeclaredChannels] = []
    stated = [
        (one, [each for each in channels if _is_about(one, each)])
        for one in _declarations(regime, kind)
        if one.matter in {CHANNEL, INTERPOL} and is_readable(one)
    ]
    agreed = any(
        one.matter == INTERPOL and one.value == YES for one, concerned in stated if concerned
    )
    for one, concerned in stated:
        if not concerned:
            continue
        names = {each.name for each in concerned}
        if one.matter == CHANNEL:
            accepted = values_of(one)
            kept = {*accepted, *(BY_INTERPOL if agreed else ())}
            found.append(DeclaredChannels(one, accepted, frozenset(names - kept)))
        elif one.value == NO:
            left = tuple(each.name for each in channels if each.name not in BY_INTERPOL)
            found.append(DeclaredChannels(one, left, frozenset(names & BY_INTERPOL)))
    return tuple(found)


def declared_languages(regime: Regime, kind: str) -> tuple[Declaration, ...]:
    """Return the declarations of the requested State on the language of a kind of request."""
    return _readable(regime, kind, LANGUAGE)


def declared_execution(regime: Regime, kind: str) -> tuple[Declaration, ...]:
    """Return the declarations of the requested State whether its point of contact executes a kind itself."""
    return _readable(regime, kind, DIRECT_EXECUTION)


def declared_in_words(regime: Regime, kind: str) -> tuple[Declaration, ...]:
    """Return the declarations of the requested State on a kind of request that only its officers can read."""
    return tuple(
        one
        for one in _declarations(regime, kind)
        if one.matter in _READABLE and not is_readable(one)
    )


def is_readable(one: Declaration) -> bool:
    """Decide whether the value of a declaration says what it demands in a form that the program reads."""
    values = values_of(one)
    return bool(values) and all(map(_READABLE[one.matter], values))


def values_of(one: Declaration) -> tuple[str, ...]:
    """Return the values of a declaration, which commas separate."""
    return tuple(each for part in (one.value or "").split(",") if (each := part.strip()))


def _is_channel(value: str) -> bool:
    return value in CHANNELS


def _is_yes_or_no(value: str) -> bool:
    return value in {YES, NO}


_READABLE: Mapping[str, Callable[[str], bool]] = {
    CHANNEL: _is_channel,
    INTERPOL: _is_yes_or_no,
    DIRECT_EXECUTION: _is_yes_or_no,
    LANGUAGE: is_language_tag,
}


def _readable(regime: Regime, kind: str, subject: str) -> tuple[Declaration, ...]:
    declared = (one for one in _declarations(regime, kind) if one.matter == subject)
    return tuple(filter(is_readable, declared))


def _declarations(regime: Regime, kind: str) -> Iterator[Declaration]:
    """Yield those under the instrument of the request and what it brings in, whose article is on the kind."""
    for instrument in dict.fromkeys((regime.instrument, *brought(regime, kind, "kinds"))):
        known = articles_known(regime.law, instrument, kind)
        for one in declarations_of(regime.law, regime.requested, regime.on, instrument):
            number = article_number(one.article)
            if known is not None and known.compare(number) is not Known.ARTICLE_MISSING:
                yield one


def _is_about(one: Declaration, channel: LawfulChannel) -> bool:
    """Decide whether a channel is found in the article under which a declaration was made."""
    return one.instrument == channel.instrument and article_number(one.article) in _numbers(
        channel.article.split(", ")
    )


def _numbers(articles: Iterable[str]) -> set[str]:
    return {article_number(one) for one in articles}
