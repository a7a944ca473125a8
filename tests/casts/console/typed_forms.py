# SPDX-License-Identifier: Apache-2.0
"""Forms as a person sees them in a browser: what can be typed there, and what is in it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import html

LINES = frozenset({"text", "search", "email", "tel", "url", "datetime-local", "date", "number"})
NO_CONTROL = frozenset({"hidden", "submit", "button", "image", "reset", "file", "password"})


@dataclass(frozen=True)
class TypedForm:
    """A form that posts: where to, its hidden values, what can be typed, chosen and ticked."""

    action: str
    hidden: dict
    lines: dict
    texts: dict
    choices: dict
    boxes: dict = field(default_factory=dict)
    invalid: tuple = ()

    @property
    def typed(self):
        return self.lines | self.texts

    @property
    def row(self):
        """Its action and hidden values: others may have the same action."""
        return (self.action, *sorted(self.hidden.items()))


def typed_forms(page, at):
    """The forms of a page that post and into which something can be typed."""
    found = []
    for form in html.fromstring(page).iter("form"):
        if (form.get("method") or "").lower() != "post":
            continue
        hidden, lines, texts, choices, boxes, invalid = {}, {}, {}, {}, {}, []
        for control in form.iter("input", "textarea", "select"):
            name = control.get("name")
            if not name or name == "csrfmiddlewaretoken":
                continue
            sort = control.get("type", "text") if control.tag == "input" else control.tag
            if sort == "hidden" and name != "page-of-form":
                hidden[name] = control.get("value", "")
            elif sort in LINES:
                lines[name] = control.get("value", "")
            elif sort == "textarea":
                texts[name] = (control.text or "").removeprefix("\n")
            elif sort == "select":
                chosen = [
                    one.get("value", one.text)
                    for one in control.iter("option")
                    if "selected" in one.attrib
                ]
                offered = [one.get("value", one.text) for one in control.iter("option")]
                choices[name] = (chosen, offered)
            elif sort in ("checkbox", "radio"):
                boxes.setdefault(name, {})[control.get("value", "on")] = "checked" in control.attrib
            after = control.getnext()
            if after is not None and after.get("class") == "why":
                invalid.append(name)
        if lines or texts:
            buttons = [
                one.get("formaction") for one in form.iter("button") if one.get("formaction")
            ]
            action = urlsplit(form.get("action") or next(iter(buttons), at)).path
            found.append(TypedForm(action, hidden, lines, texts, choices, boxes, tuple(invalid)))
    return found
