# SPDX-License-Identifier: Apache-2.0
"""A body as a letter's prose reads it: values by their place, each printed once.

A sentence is printed only where all that it names is there. What no sentence printed is left for the
annexes, and what an unfinished text lacks is a gap where it belongs.
"""

from collections.abc import Iterable, Iterator, Sequence

from rogatory.node.letters.missing_items import Lack
from rogatory.node.letters.points import ValueFormatter
from rogatory.node.letters.values import LetterValues
from rogatory.node.printing.blocks import LabelledText, Wording
from rogatory.node.printing.languages import RIGHT_TO_LEFT, DocumentTexts
from rogatory.node.printing.shown_text import PrintableText, isolated
from rogatory.requests.contents.plain_words import BodyPart, body_parts
from rogatory.wire.canonical import Json


class BodyReader:
    """The values of one body, and which of them were printed."""

    def __init__(self, values: LetterValues, words: DocumentTexts) -> None:
        self.values, self.words = values, words
        self.formatter = ValueFormatter(values, words)
        self._parts = {part.place: part for part in body_parts(values.kind, values.body)}
        self._ordered = tuple(self._parts.values())
        self._spans = _spans(self._ordered)
        self._printed: set[str] = set()

    def sentence(self, template: str, **places: str) -> Iterator[LabelledText]:
        """Yield a sentence with the values of some places; nothing where one of them is missing."""
        found = {name: self.parts_of(place) for name, place in places.items()}
        if not all(found.values()):
            return
        fields = {name: self.listed(parts) for name, parts in found.items()}
        self._printed |= {one.place for parts in found.values() for one in parts}
        yield self.own(self.words.say(template, **fields))

    def listed(self, parts: Iterable[BodyPart], between: str = ", ") -> str:
        """Return values as they are within a sentence, one after the other."""
        right_to_left = self.words.language in RIGHT_TO_LEFT
        texts = (self.formatter.inline(one) for one in parts)
        return PrintableText(
            self.words(between).join(
                one
                if isinstance(one, PrintableText)
                else isolated(one, right_to_left=right_to_left)
                for one in texts
            )
        )

    def counted(self, template: str, place: str) -> Iterator[LabelledText]:
        """Yield a sentence with a number, in the form that goes with it."""
        count = self.value(place)
        if isinstance(count, int) and not isinstance(count, bool):
            self._printed.add(place)
            yield self.own(self.words.filled(self.words.counted(template, count), {"count": count}))

    def introduced(self, template: str, place: str) -> Iterator[LabelledText]:
        """Yield a sentence of ours and, below it and set in from it, what a person wrote."""
        blocks = list(self.blocks(place))
        if blocks:
            yield self.own(self.words(template))
            for block in blocks:
                yield block._replace(level=block.level + 1)

    def blocks(self, place: str) -> Iterator[LabelledText]:
        """Yield what a person wrote at a place, or in each entry of a list there."""
        for part in self.parts_of(place):
            self._printed.add(part.place)
            yield LabelledText("", self.formatter.wordings(part))

    def own(self, text: str) -> LabelledText:
        return LabelledText("", (Wording(text),))

    def parts_of(self, place: str) -> tuple[BodyPart, ...]:
        """Return the single value at a place, or those of the list there; empty where any lacks."""
        part = self._parts.get(place)
        found = (part,) if part else tuple(self._parts[one] for one in self.entries(place))
        if any(one.sort == "group" or isinstance(one.line.value, Lack) for one in found):
            return ()
        return found

    def entries(self, place: str) -> tuple[str, ...]:
        """Return the places of a list's entries."""
        found: list[str] = []
        while f"{place}/{len(found)}" in self._parts:
            found.append(f"{place}/{len(found)}")
        return tuple(found)

    def value(self, place: str) -> Json:
        """Return the bare value at a place, which decides what is said; None where it lacks."""
        found: Json = dict(self.values.body)
        for name in place.split("/")[1:]:
            if isinstance(found, list) and name.isdecimal() and int(name) < len(found):
                found = found[int(name)]
            elif isinstance(found, dict):
                found = found.get(name)
            else:
                return None
        return None if isinstance(found, Lack) else found

    def note(self, *places: str) -> None:
        """Note that a sentence says what is at these places, or below them."""
        for place in places:
            self._printed |= {
                one.place for one in self._within(place) if not isinstance(one.line.value, Lack)
            }

    def left(self, place: str = "", *, lacking: bool = False) -> list[BodyPart]:
        """Return the unprinted parts at a place or below it: gaps where `lacking`, else values, each with
        the headings above it.
        """
        found = {
            part.place
            for part in self._within(place)
            if part.sort != "group"
            and part.place not in self._printed
            and isinstance(part.line.value, Lack) == lacking
        }
        if lacking:
            self._printed |= found
            return [part for part in self._within(place) if part.place in found]
        shown = found.union(*map(above, found))
        outside = [self._parts[one] for one in above(place) if one in self._parts]
        return [part for part in (*reversed(outside), *self._within(place)) if part.place in shown]

    def _within(self, place: str) -> Sequence[BodyPart]:
        """Return the parts at a place and below it, in their order."""
        first, end = self._spans.get(place, (0, 0))
        return self._ordered[first:end]


def above(place: str) -> Iterator[str]:
    """Yield the places that hold a place, the nearest first."""
    while place:
        place = place.rpartition("/")[0]
        yield place


def _spans(parts: Sequence[BodyPart]) -> dict[str, tuple[int, int]]:
    """Return where the parts at each place and below it begin and end: they follow each other.
    Looked for among all parts for each field, those of a message of some thousand fields take a
    minute.
    """
    spans: dict[str, tuple[int, int]] = {}
    for number, part in enumerate(parts):
        for place in (part.place, *above(part.place)):
            spans[place] = (spans.get(place, (number, 0))[0], number + 1)
    return spans
