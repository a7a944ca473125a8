# SPDX-License-Identifier: Apache-2.0
"""The custody of a package as a picture on a page: the court report's own drawing, in the page's words.

The table beneath it has everything that it shows; the lanes are numbered, and named beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext, ngettext

from rogatory.console.language import words
from rogatory.node.court.report.custody_diagram import lanes_of, pictures
from rogatory.node.court.report.happenings import Happening, together
from rogatory.node.packages.package_view import EventView
from rogatory.node.packages.travelled_events import TravelledEvent
from rogatory.node.printing.svg import to_svg


@dataclass(frozen=True, slots=True)
class DiagramLayout:
    """`lanes` are the authorities in the order of their lanes; those of the last one share it."""

    pictures: tuple[SafeString, ...]
    lanes: tuple[str, ...]


class _Page:
    """Says the drawing's texts in the language of the page."""

    @property
    def right_to_left(self) -> bool:
        return get_language_bidi()

    def say(self, text: str, **fields: object) -> str:
        return gettext(text).format(**fields)

    def count(self, text: str, count: int) -> str:
        counts = {
            "{count} times": ngettext("{count} time", "{count} times", count),
            "{count} days without a recorded act": ngettext(
                "{count} day without a recorded act", "{count} days without a recorded act", count
            ),
        }
        return counts[text].format(count=count)


def drawn(
    events: Sequence[EventView], others: Sequence[TravelledEvent], state: str
) -> DiagramLayout:
    """Return the acts on a package, of this State and of others, as pictures of a page each."""
    acts = [*(_of_others(one) for one in others), *(_own(one, state) for one in events)]
    acts.sort(key=lambda one: one.at)
    return drawn_rows([replace(one, number=number) for number, one in enumerate(acts, 1)])


def drawn_rows(acts: Sequence[Happening]) -> DiagramLayout:
    """Return acts in their order, as pictures of a page each."""
    rows = together(acts)
    made = pictures(_Page(), rows) if rows else []
    return DiagramLayout(
        # The printer escapes every text; what it writes around them is its own.
        tuple(mark_safe(to_svg(one, f"-custody-{n}")) for n, one in enumerate(made)),  # noqa: S308
        tuple(lanes_of(rows)),
    )


def _own(view: EventView, state: str) -> Happening:
    return Happening(
        at=view.event.occurred,
        lane=str(view.event.authority),
        title=words.translated(view.title),
        action=view.event.action.value,
        place=f"{state} {view.index + 1}",
        late=view.is_late,
    )


def _of_others(travelled: TravelledEvent) -> Happening:
    """Return an act of others: in no log unless its place there is proved."""
    return Happening(
        at=travelled.event.occurred,
        lane=str(travelled.event.authority),
        title=words.translated(travelled.title),
        action=travelled.event.action.value,
        place="" if travelled.index is None else f"{travelled.log} {travelled.index + 1}",
    )
