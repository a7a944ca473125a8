# SPDX-License-Identifier: Apache-2.0
"""A body as a letter's prose reads it: values by their place, each printed once.

A sentence is printed only where all that it names is there. What no sentence printed is left for the
annexes, and what an unfinished text lacks is a gap where it belongs.
"""

from collections.abc import Iterable, Iterator

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
        """Values as they are within a sentence, one after the other."""
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
        """Yield a sentence of ours and, below it, what a person wrote."""
        blocks = list(self.blocks(place))
        if blocks:
            yield self.own(self.words(template))
            yield from blocks

    def blocks(self, place: str) -> Iterator[LabelledText]:
        """Yield what a person wrote at a place, or in each entry of a list there."""
        for part in self.parts_of(place):
            self._printed.add(part.place)
            yield LabelledText("", self.formatter.wordings(part))

    def own(self, text: str) -> LabelledText:
        return LabelledText("", (Wording(text),))

    def parts_of(self, place: str) -> tuple[BodyPart, ...]:
        """The single value at a place, or those of the list there; empty where any lacks."""
        part = self._parts.get(place)
        found = (part,) if part else tuple(self._parts[one] for one in self.entries(place))
        if any(one.sort == "group" or isinstance(one.line.value, Lack) for one in found):
            return ()
        return found

    def entries(self, place: str) -> tuple[str, ...]:
        """The places of a list's entries."""
        found: list[str] = []
        while f"{place}/{len(found)}" in self._parts:
            found.append(f"{place}/{len(found)}")
        return tuple(found)

    def value(self, place: str) -> Json:
        """The bare value at a place, which decides what is said; None where it lacks."""
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
                one.place
                for one in self._parts.values()
                if f"{one.place}/".startswith(f"{place}/") and not isinstance(one.line.value, Lack)
            }

    def left(self, place: str = "", *, lacking: bool = False) -> list[BodyPart]:
        """Return the unprinted parts at a place or below it: gaps where `lacking`, else values, each with
        the headings above it.
        """
        found = [
            part
            for part in self._parts.values()
            if f"{part.place}/".startswith(f"{place}/")
            and part.sort != "group"
            and part.place not in self._printed
            and isinstance(part.line.value, Lack) == lacking
        ]
        if lacking:
            self._printed |= {part.place for part in found}
            return found
        return [
            part
            for part in self._parts.values()
            if part in found or any(one.place.startswith(f"{part.place}/") for one in found)
        ]
