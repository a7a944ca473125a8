# SPDX-License-Identifier: Apache-2.0
"""A page's form with what was typed put back, so that a refusal loses none of it.

The page was rendered as for somebody who typed nothing; only the tags of its form's controls are
changed, at their place in the text. A password is never put back, and a browser lets nobody put a
file back: there the page says that it must be chosen again.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.http import QueryDict

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of the field, not its value

PAGE = "page-of-form"
"""The field of a form that was shown anew, with the address of the page that it is on: a browser knows
only the one that it posted to."""

_NOT_TYPED = frozenset({"hidden", "submit", "button", "image", "reset", "password"})
"""Types of controls in which nothing is typed that may be shown again."""

_CHOSEN = frozenset({"checkbox", "radio"})

type TagAttributes = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class _Option:
    start: int
    end: int
    attributes: TagAttributes


@dataclass(slots=True)
class _Control:
    """A control: its tag's place in the page, and the place behind all that belongs to it."""

    tag: str
    attributes: TagAttributes
    start: int
    end: int
    behind: int
    options: list[_Option] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.attributes.get("name") or ""

    @property
    def type(self) -> str:
        return (self.attributes.get("type") or "text").lower() if self.tag == "input" else self.tag


@dataclass(slots=True)
class _Form:
    attributes: TagAttributes
    end: int
    """The place behind its tag."""
    folds: tuple[tuple[int, int, TagAttributes], ...]
    """The tags of the `details` around it."""
    controls: list[_Control] = field(default_factory=list)
    other_actions: list[str] = field(default_factory=list)
    """Those that its buttons name."""

    def leads_to(self, page: str) -> frozenset[str]:
        """Return the paths that it posts to: that of its action, without one the page itself, and those of its
        buttons.
        """
        actions = (self.attributes.get("action") or page, *self.other_actions)
        return frozenset(urlsplit(one).path for one in actions)

    def is_of(self, posted: QueryDict) -> bool:
        """Decide whether its hidden values are those that were posted: of rows with one form each
        only one is meant.
        """
        return all(
            one.attributes.get("value", "") in posted.getlist(one.name)
            for one in self.controls
            if one.type == "hidden" and one.name not in {"", TOKEN, PAGE}
        )


class _Forms(HTMLParser):
    """Find the forms that post, with the places of their controls."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Form] = []
        self._lines = [0]
        for at, character in enumerate(page):
            if character == "\n":
                self._lines.append(at + 1)
        self._page = page
        self._folds: list[tuple[int, int, TagAttributes]] = []
        self._form: _Form | None = None
        self._open: _Control | None = None
        self.feed(page)
        self.close()

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._at()
        end, attributes = start + len(self.get_starttag_text() or ""), dict(attrs)
        if tag == "details":
            self._folds.append((start, end, attributes))
        elif tag == "form":
            posts = (attributes.get("method") or "").lower() == "post"
            self._form = _Form(attributes, end, tuple(self._folds)) if posts else None
        elif self._form is None:
            return
        elif action := attributes.get("formaction"):
            self._form.other_actions.append(action)
        elif tag == "option" and self._open is not None:
            self._open.options.append(_Option(start, end, attributes))
        elif tag in {"input", "textarea", "select"}:
            control = _Control(tag, attributes, start, end, end)
            self._form.controls.append(control)
            self._open = control if tag != "input" else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "details" and self._folds:
            self._folds.pop()
        elif tag == "form" and self._form is not None:
            self.found.append(self._form)
            self._form = None
        elif self._open is not None and tag == self._open.tag:
            self._open.behind = self._page.index(">", self._at()) + 1
            self._open = None


@dataclass(frozen=True, slots=True)
class FilledPage:
    """A page with a form filled in again. `is_filled` is false where it has no such form."""

    text: str
    is_filled: bool


def filled_page(
    page: str,
    at: str,
    action: str,
    posted: QueryDict,
    *,
    files: Collection[str] = (),
    problems: Callable[[Sequence[str]], Mapping[str, Sequence[str]]] = lambda _names: {},
    reminder: str = "",
) -> FilledPage:
    """Put what was posted back into the form of the page (at the address `at`) that posts to `action`.

    `problems` finds for the names of the form's fields the sentences that are about them, which are put
    below; `reminder` is the sentence below the field of a file whose name is in `files`.
    """
    forms = [one for one in _Forms(page).found if action in one.leads_to(at)]
    chosen = next((one for one in forms if one.is_of(posted)), None)
    if chosen is None:
        return FilledPage(page, is_filled=False)
    edits = [
        (chosen.end, chosen.end, _tag("input", {"type": "hidden", "name": PAGE, "value": at})),
        *_opened(chosen),
        *_filled(page, chosen, posted),
        *_explained(chosen, problems([one.name for one in chosen.controls]), files, reminder),
    ]
    return FilledPage(_edited(page, edits), is_filled=True)


type _Edit = tuple[int, int, str]


def _opened(form: _Form) -> Iterator[_Edit]:
    for start, end, attributes in form.folds:
        if "open" not in attributes:
            yield start, end, _tag("details", {**attributes, "open": None})


def _filled(page: str, form: _Form, posted: QueryDict) -> Iterator[_Edit]:
    seen: dict[str, int] = {}
    for one in form.controls:
        if one.type in _NOT_TYPED or one.type == "file" or not one.name:
            continue
        values = posted.getlist(one.name)
        if one.tag == "select":
            yield from _selected(page, one, values)
        elif one.type in _CHOSEN:
            is_on = (one.attributes.get("value") or "on") in values
            yield one.start, one.end, _tag(one.tag, _with(one.attributes, "checked", is_on=is_on))
        else:
            number = seen.get(one.name, 0)
            seen[one.name] = number + 1
            if number < len(values):
                yield _typed(one, values[number])


def _typed(control: _Control, value: str) -> _Edit:
    if control.tag == "textarea":
        # A browser drops the first line break of a text area.
        return control.end, control.behind - len("</textarea>"), f"\n{escape(value)}"
    return control.start, control.end, _tag(control.tag, {**control.attributes, "value": value})


def _selected(page: str, control: _Control, values: Sequence[str]) -> Iterator[_Edit]:
    for one in control.options:
        value = one.attributes.get("value")
        if value is None:
            value = unescape(page[one.end : page.index("<", one.end)]).strip()
        with_it = _with(one.attributes, "selected", is_on=value in values)
        yield one.start, one.end, _tag("option", with_it)


def _explained(
    form: _Form, problems: Mapping[str, Sequence[str]], files: Collection[str], reminder: str
) -> Iterator[_Edit]:
    explained: set[str] = set()
    for one in form.controls:
        sentences = [*problems.get(one.name, ())]
        if one.type == "file" and one.name in files:
            sentences.append(reminder)
        if one.type == "hidden" or one.name in explained or not sentences:
            continue
        explained.add(one.name)
        items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
        yield one.behind, one.behind, f'<ul class="why">{items}</ul>'


def _with(attributes: TagAttributes, name: str, *, is_on: bool) -> TagAttributes:
    others = {key: value for key, value in attributes.items() if key != name}
    return {**others, name: None} if is_on else others


def _tag(name: str, attributes: TagAttributes) -> str:
    parts = (
        key if value is None else f'{key}="{escape(value)}"' for key, value in attributes.items()
    )
    return f"<{' '.join([name, *parts])}>"


def _edited(page: str, edits: Sequence[_Edit]) -> str:
    """Return the page with each edit made, the last first, so that the places before it stay."""
    for start, end, text in sorted(edits, reverse=True):
        page = page[:start] + text + page[end:]
    return page
