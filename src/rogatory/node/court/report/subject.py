# SPDX-License-Identifier: Apache-2.0
"""The subject of a report, and the way its names are written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from rogatory.disk import Beneath
from rogatory.errors import Refused
from rogatory.node.court import layout, refusals
from rogatory.node.court.checks.contents import ContentsChecks
from rogatory.node.court.hashing import HashedBag
from rogatory.node.court.stock_commands import SignedFile
from rogatory.node.printing.figures import size
from rogatory.node.printing.languages import NAMES, RIGHT_TO_LEFT, DocumentTexts
from rogatory.node.printing.shown_text import PrintableText, shown_text
from rogatory.wire.words import N_, P_


@dataclass(frozen=True, slots=True)
class Report:
    """A bundle whose contents were checked, who exports it, and in which language to say so."""

    contents: ContentsChecks = field(repr=False)
    bag: HashedBag = field(repr=False)
    authority: str
    officer: str | None
    reason: str
    exported: datetime
    signed: SignedFile
    words: DocumentTexts = field(default_factory=DocumentTexts)

    @property
    def language(self) -> str:
        return self.words.language

    @property
    def right_to_left(self) -> bool:
        return self.language in RIGHT_TO_LEFT

    @property
    def sealed(self) -> datetime:
        """Return the time in the PDF: the one that the timestamp proves, else that of the seal."""
        seal = self.contents.seal
        return self.contents.at if seal.stamped or seal.seal is None else seal.seal.sealed

    @property
    def inside(self) -> Beneath:
        """The bag's folder; refuses a bundle that has none."""
        if self.contents.beneath is None:
            raise Refused(
                refusals.UNREADABLE.because(path=layout.BAG, problem=P_("it is not there"))
            )
        return self.contents.beneath

    def say(self, text: str, **fields: object) -> str:
        """Return a fixed text in the report's language; each field is isolated with its own
        direction.
        """
        return self.words.say(text, **fields)

    def count(self, text: str, count: int, **fields: object) -> str:
        """Return a fixed text with a number in it, in the form that goes with the number."""
        values = {"count": size(count), **fields}
        return self.words.filled(self.words.counted(text, count), values)

    def listed(self, texts: Iterable[str]) -> str:
        """Return several sayings as one, in the language's own way of listing."""
        return PrintableText(self.words(N_(", ")).join(shown_text(text) for text in texts))

    def rendered(self, remark: str | None) -> str:
        """Return what a check remarks, in the report's language."""
        return self.words.rendered(remark) if remark else ""

    def name_of(self, authority: str) -> str:
        """Return an authority's own name with its State's, as the directory has them."""
        view = self.contents.view
        if view is None:
            return authority
        try:
            names = view.authority(authority).names
        except Refused:
            return authority
        name = names.get(self.language) or names.get("en") or authority
        return self.say(
            N_("{name}, {state} ({authority})"),
            name=name,
            state=self.state_name(authority[:2].upper()),
            authority=authority,
        )

    def state_name(self, state: str) -> str:
        view = self.contents.view
        if view is None or state not in view.states:
            return state
        names = view.entry(state).names
        return names.get(self.language) or names.get("en") or state

    def language_name(self, language: str) -> str:
        """Return a language that somebody wrote in, by its name where the report has one."""
        return self.say(NAMES[language]) if language in NAMES else language

    def person(self, authority: str, officer: str | None) -> str:
        """Return who acted, by number."""
        if officer is None:
            return authority
        return self.say(
            N_("officer {officer} of {authority}"), officer=officer, authority=authority
        )
