# SPDX-License-Identifier: Apache-2.0
"""The time limits that a request states: one sentence each, with its length, its start and its provision."""

from collections.abc import Iterator, Mapping

from rogatory.node.letters.citations import pursuant_to
from rogatory.node.letters.prose.counting import DECISION_TERM, EXECUTION_TERM, HOLD_TERM
from rogatory.node.letters.prose.reading import BodyReader
from rogatory.node.printing.blocks import LabelledText
from rogatory.node.printing.shown_text import PrintableText
from rogatory.requests.contents import terms
from rogatory.wire.words import N_

PLACE = "/terms"

DETAILS = N_("; ")

COUNTED = N_("counted from: {starts}")
COUNTED_LATER = N_("counted from the later of: {starts}")

_OF_DAYS: Mapping[str, str] = {
    terms.HOLD: HOLD_TERM,
    terms.DECISION: DECISION_TERM,
    terms.EXECUTION: EXECUTION_TERM,
}
_UNTIL: Mapping[tuple[str, str], str] = {
    (terms.AFTER_FILING, terms.DECISION): N_(
        "Once a request for assistance is filed, the data are to be held until that request is decided "
        "({details})."
    ),
}
IN_ANNEX = N_("The time limits that this request states are set out in annex B.")


def time_limits(reader: BodyReader, _: str) -> Iterator[LabelledText]:
    """Yield each time limit; one that none of the sentences fits is in the annex."""
    for number, entry in enumerate(reader.entries(PLACE), 1):
        text = _sentence(reader, entry)
        if text is not None:
            reader.note(entry)
            yield reader.own(text)._replace(label=reader.words.bracketed(number))
    if reader.left(PLACE):
        yield reader.own(reader.words(IN_ANNEX))


def _sentence(reader: BodyReader, entry: str) -> str | None:
    name, days = reader.value(f"{entry}/id"), reader.value(f"{entry}/days")
    until, words = reader.value(f"{entry}/until"), reader.words
    details = PrintableText(words(DETAILS).join(_details(reader, entry)))
    if not isinstance(name, str) or not details:
        return None
    if isinstance(days, int) and not isinstance(days, bool) and name in _OF_DAYS:
        counted = words.counted(_OF_DAYS[name], days)
        return words.filled(counted, {"count": days, "details": details})
    template = _UNTIL.get((name, str(until)))
    return None if template is None else words.say(template, details=details)


def _details(reader: BodyReader, entry: str) -> Iterator[str]:
    """Yield from when a time limit is counted, and where it is found."""
    starts = reader.parts_of(f"{entry}/from")
    if starts:
        template = COUNTED if len(starts) == 1 else COUNTED_LATER
        yield reader.words.say(template, starts=reader.listed(starts))
    article, basis = reader.value(f"{entry}/article"), reader.values.basis
    if isinstance(article, str) and basis is not None:
        found = pursuant_to([article], basis.instrument, reader.values.instruments, reader.words)
        if found:
            yield found
