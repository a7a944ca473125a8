# SPDX-License-Identifier: Apache-2.0
"""The sections of the law's data and the fields of their rows, in words; and what a field's value says."""

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _n

from rogatory.console.language import codes, law_names, words
from rogatory.console.language.citations import full_citation
from rogatory.console.language.languages import day_text, listed, written_number
from rogatory.console.language.law_names import SECTIONS
from rogatory.console.law.sources import cites_text, source_text
from rogatory.node.drafting.beginning import instrument_names
from rogatory.requests.contents.labels import VALUES
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.vocabulary import sentences
from rogatory.wire.canonical import Json

FIELDS: Mapping[str, str] = {
    "number": _n("Number"),
    "title": _n("Title"),
    "is_open": _n("Open list of grounds"),
    "by_default": _n("Applies without being stated"),
    "grounds": _n("Grounds"),
    "replies": _n("Decisions"),
    "is_discretionary": _n("Where the State finds it appropriate"),
    "brings": _n("Brings in"),
    "replaces": _n("Takes the place of"),
    "certainty": _n("Certainty"),
    "source": _n("Source"),
    "cites": _n("Articles of treaties"),
    "is_safeguard": _n("Safeguard"),
    "first": _n("First article"),
    "last": _n("Last article"),
    "article": _n("Article"),
    "elements": _n("Elements"),
    "optional": _n("Elements that a State may add"),
    "budapest": _n("Article of the Convention on Cybercrime (Budapest)"),
    "exceptions": _n("Exceptions"),
    "is_sensitive": _n("Material that is protected"),
    "id": _n("Identifier"),
    "rule": _n("Rule"),
    "years": _n("Years"),
    "note": _n("Note"),
    "unsettled": _n("Not settled"),
    "unsettled_certainty": _n("Certainty that it is not settled"),
    "kind": _n("Kind of message"),
    "offences": _n("Offences"),
    "help": _n("Assistance that it concerns"),
    "always": _n("For every kind of request"),
    "effort": _n("How far the requested State is bound"),
    "dual_criminality": _n("Dual criminality"),
    "channels": _n("Channels"),
    "name": _n("Name"),
    "reference": _n("Reference"),
    "membership": _n("States it applies between"),
    "between": _n("Between"),
    "edition": _n("Edition"),
    "document": _n("Digest of the treaty's lines"),
    "addressee": _n("Addressed to"),
    "assistance_treaty": _n("Treaty on mutual legal assistance"),
    "serves": _n("What it applies to"),
    "gap": _n("Gap"),
    "applies_from": _n("Applies from"),
    "instrument": _n("Instrument"),
    "needed": _n("Instruments of ratification needed"),
    "days_after": _n("Days after the last of them"),
    "later_article": _n("Article for a State that joins later"),
    "later_days": _n("Days for a State that joins later"),
    "later_certainty": _n("Certainty for a State that joins later"),
    "later_source": _n("Source for a State that joins later"),
    "later_cites": _n("Articles of treaties for a State that joins later"),
    "code": _n("Code"),
    "is_regional_organisation": _n("Regional organisation"),
    "state": _n("State"),
    "signed": _n("Signed"),
    "ratification_reported": _n("Ratification reported"),
    "deposited": _n("Deposited"),
    "in_force_from": _n("In force from"),
    "ended": _n("Ended"),
    "made": _n("Made"),
    "made_at": _n("Made when"),
    "confirmed": _n("Confirmed"),
    "withdrawn": _n("Withdrawn"),
    "effect": _n("Effect"),
    "element": _n("Element that it adds"),
    "objections": _n("Objections"),
    "precludes": _n("Keeps the instrument from being in force between the two States"),
    "reservations": _n("Rule on reservations"),
    "permits": _n("Reservations that it permits"),
    "listed": _n("Provisions under which reservations are permitted"),
    "declared": _n("Provisions under which elements can be declared"),
    "reciprocity": _n("Provision that makes reservations reciprocal"),
    "what": _n("Figure"),
    "reported": _n("Reported"),
    "count": _n("Count"),
    "most": _n("At most"),
    "label": _n("Title"),
    "notified_to": _n("Notified to"),
    "when": _n("When"),
    "fields": _n("Fields"),
    "kinds": _n("Kinds of message"),
    "reservation": _n("Reservation to the article"),
    "text": _n("Text"),
    "answer": _n("Kind of answer"),
    "blocks": _n("Answers that stop it"),
    "senior_on": _n("Answers that a senior officer reviews"),
    "categories": _n("Categories of data"),
    "days": _n("Days"),
    "bound": _n("Counting of days"),
    "starts": _n("Counted from"),
    "until": _n("Until"),
    "is_renewable": _n("Renewable"),
    "key": _n("Field of the request"),
    "condition": _n("Condition"),
    "intrusiveness": _n("Intrusiveness"),
    "powers": _n("Powers"),
    "needs_independent_authorisation": _n("Needs an independent authorisation"),
    "reaches": _n("Recipients"),
    "most_days": _n("Days at most"),
    "is_secret": _n("Secret"),
    "gives": _n("Result"),
    "foreign_provider_categories": _n("Categories that a foreign provider may give"),
    "matter": _n("On what"),
    "voices": _n("Sources, in order of precedence"),
    "reason": _n("Reason"),
    "as_of": _n("As of"),
    "complete": _n("Complete for"),
    "gaps": _n("Gaps"),
    "articles": _n("Articles"),
    "covers": _n("Offences that it covers"),
    "rank": _n("Rank by speed, the fastest first"),
    "limits": _n("Time limits"),
    "needs": _n("Further elements to show"),
    "ways": _n("Ways in which it is done"),
}
"""A field that is not here, as a newer version may have, is shown by its name."""

REGISTERS: Mapping[str, str] = {
    "world": _n("all States, as the package records them"),
    "federation": _n("the invented States of the exercises"),
}

_COVERED: Mapping[str, str] = {
    "convention": _n("offences of the Convention"),
    "convention-or-serious": _n("offences of the Convention and serious crimes"),
    "serious": _n("serious crimes"),
    "corruption": _n("offences of corruption"),
    "any": _n("any offence"),
}

_PERMITTED: Mapping[str, str] = {
    "listed": _n("only those in its list"),
    "any": _n("any"),
    "none": _n("none"),
    "compatible": _n("those compatible with its object and purpose"),
}

_HELP: Mapping[str, str] = {
    "all": _n("any assistance"),
    "coercive": _n("only coercive measures"),
    "not-coercive": _n("only measures that are not coercive"),
}

_CODES: Mapping[str, Mapping[str, str]] = {
    "help": _HELP,
    "covers": _COVERED,
    "offences": _COVERED,
    "certainty": law_names.CERTAINTY_NAMES,
    "unsettled_certainty": law_names.CERTAINTY_NAMES,
    "later_certainty": law_names.CERTAINTY_NAMES,
    "effect": law_names.RESERVATION_EFFECTS,
    "made_at": law_names.RESERVATION_MOMENTS,
    "permits": _PERMITTED,
    "what": law_names.TOTALS,
    "voices": law_names.VOICES,
    "matter": law_names.STATED_SUBJECTS,
    "categories": codes.PARTS,
}
"""Fields whose values are codes that have names."""

_CITED = {"article", "articles", "budapest", "later_article", "reservation"}
"""Fields whose values are articles."""


def section_name(section: str) -> str:
    return words.called(SECTIONS, section)


KIND_TITLES: Mapping[str, str] = {one.name: one.title for one in KINDS.values()}


def field_name(name: str) -> str:
    """Of a row; some fields have one for each kind of message or category of data."""
    return words.called({**VALUES, **KIND_TITLES, **FIELDS}, name)


def value_text(name: str, value: Json) -> SafeString | str:
    """Return a value in a reader's words: sentences of the law and codes in words, moments and
    counts by the language's rules; a code without a name, and what a lawyer wrote, as it is.
    """
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int):
        return written_number(value)
    if isinstance(value, str):
        return source_text(value) if name.endswith("source") else _marked(name, value)
    if name.endswith("cites"):
        return cites_text(value)
    return _parts_text(name, value) if value else "–"


def _parts_text(name: str, value: Json) -> SafeString | str:
    if isinstance(value, dict):
        parts = (
            (field_name(part), value_text(part, part_value)) for part, part_value in value.items()
        )
        line = '<div class="line"><dt>{}</dt><dd>{}</dd></div>'
        return format_html('<dl class="lines small">{}</dl>', format_html_join("", line, parts))
    items = value if isinstance(value, list) else [value]
    items = [one["text"] if isinstance(one, dict) and "text" in one else one for one in items]
    if all(isinstance(one, str) for one in items):
        return format_html("{}", listed(_text(name, str(one)) for one in items))
    return format_html_join("", "<div>{}</div>", ((value_text(name, one),) for one in items))


def _marked(name: str, value: str) -> SafeString | str:
    marked = _text(name, value)
    return format_html("<bdi>{}</bdi>", value) if marked == value else marked


def _text(name: str, value: str) -> str:
    if name in _CITED and value[:1].isdecimal():
        return full_citation(value)
    if name in _CODES:
        return words.called(_CODES[name], value)
    if value in KINDS:
        return words.translated(KINDS[value].title)
    if value in instrument_names():
        return words.translated(instrument_names()[value])
    return words.translated(value) if value in sentences() else day_text(value)
