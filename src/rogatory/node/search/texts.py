# SPDX-License-Identifier: Apache-2.0
"""The text of a request that is searched: what its messages say, and apart from it what is only said inside.

What is said inside a State is found by officers of the authorities that take part, as it is read by them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rogatory.node.search.folding import document, office_term
from rogatory.requests.contents.plain_words import Term, render
from rogatory.requests.envelope import Envelope
from rogatory.wire.canonical import Json
from rogatory.wire.identifiers import spoken_reference

LONGEST_TEXT = 64_000
"""Characters of a request that are searched: a peer's flood of words must not fill the index."""


def messages_text(messages: Sequence[Envelope]) -> str:
    """Return what the messages say, as it is indexed: identifiers, as pages print them too, authorities,
    every text and number.
    """
    return document(" ".join(_within(_texts(messages))))


def inside_text(case_number: str | None, journal: Iterable[Mapping[str, Json]]) -> str:
    """Return the text of a case file: its own number, and every text in the lines of its journal."""
    parts = [case_number or ""]
    for data in journal:
        parts += _strings(data)
    return document(" ".join(_within(parts)))


def offices_text(offices: Iterable[str]) -> str:
    return " ".join(map(office_term, sorted(offices)))


def _texts(messages: Sequence[Envelope]) -> Iterator[str]:
    for message in messages:
        yield message.thread
        yield spoken_reference(message.thread)
        yield f"{message.sender} {message.addressee}"
        for line in render(message):
            if not isinstance(line.value, Term):
                yield str(line.value)


def _strings(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def _within(parts: Iterable[str]) -> Iterator[str]:
    left = LONGEST_TEXT
    for part in dict.fromkeys(parts):
        if left <= 0:
            return
        yield part[:left]
        left -= len(part)
