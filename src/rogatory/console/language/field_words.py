# SPDX-License-Identifier: Apache-2.0
"""The words for fields of sentences: codes by their names, moments by the reader's calendar and
clock, States and authorities as they are called here. All else is data, and is shown as it is.
"""

import re
from collections.abc import Callable, Mapping

from django.utils.translation import gettext

from rogatory.console.language import codes, law_names
from rogatory.console.language.citations import cited, full_citation
from rogatory.console.language.field_names import place_name
from rogatory.console.language.languages import day_text, listed, named_language, written_moment
from rogatory.console.language.names import authority_called, state_called
from rogatory.console.language.permission_words import PERMISSIONS
from rogatory.console.language.treaty_terms import ground_label
from rogatory.console.language.words import called, translated
from rogatory.console.language.work_words import EXPIRIES
from rogatory.errors import Refused
from rogatory.node.case_files.case_file import STAGE_TITLES
from rogatory.node.printing.languages import NAMES
from rogatory.node.repositories.law import NO_GROUND
from rogatory.node.translations.fields import CAPACITIES
from rogatory.requests.contents.labels import VALUES
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.tables.row_names import SECTION_NAMES
from rogatory.wire.identifiers import spoken_reference
from rogatory.wire.moments import parse_moment

type FieldWording = Callable[[str], str]

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z\Z")
DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
AUTHORITY = re.compile(r"[a-z]{2}/[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_STATE = re.compile(r"[A-Z]{2}\Z")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


def field_text(name: str, value: str) -> str:
    """Return a field by its name, or else by what its value is."""
    wording = _BY_NAME.get(name)
    return wording(value) if wording else _by_form(value)


def field_of_text(name: str, value: str) -> str:
    """Return a field of a text inside a sentence: a request by its reference, or else by what its value is."""
    return _request(value) if name == "thread" else _by_form(value)


def _by_form(value: str) -> str:
    return next((wording(value) for form, wording in _BY_FORM if form.match(value)), value)


def moment(value: str) -> str:
    try:
        return f"{written_moment(parse_moment(value))} UTC"
    except Refused:
        return value


def kind(value: str) -> str:
    """Return the title of a kind of message, in the reader's quotation marks; it is used inside a
    sentence.
    """
    return _quoted(KINDS[value].title) if value in KINDS else value


def each(wording: FieldWording) -> FieldWording:
    """Return several, joined by a comma, as a list of the reader's language."""
    return lambda values: listed(wording(value) for value in values.split(", "))


_GROUNDS: Mapping[str, str] = {**law_names.NEVER_GROUNDS, **VALUES}
"""The grounds that a decision can name, and those that it must not."""


def _quoted(source: str) -> str:
    return _in_quotes(translated(source))


def _in_quotes(text: str) -> str:
    return gettext("“%(title)s”") % {"title": text}


def ground_name(ground: str) -> str:
    """Return the name of the ground that a decision rests on, or that none was given; one that the law here does not
    have as it is written.
    """
    if ground == NO_GROUND:
        return translated(law_names.NO_GROUND_GIVEN)
    return translated(_GROUNDS[ground]) if ground in _GROUNDS else ground_label(ground) or ground


def _ground(value: str) -> str:
    """Return a ground of the law's lists, those of a treaty that this State entered among them,
    with the article where the sentence gives one.
    """
    name, _space, article = value.partition(" ")
    if name in _GROUNDS:
        return f"{_quoted(_GROUNDS[name])} {article}".rstrip()
    own = ground_label(name)
    return f"{_in_quotes(own)} {article}".rstrip() if own else _state(value)


def _state(value: str) -> str:
    return state_called(value) if _STATE.match(value) else value


def _request(value: str) -> str:
    """Return a request, or a policy, by the end of its identifier, as lists of them show it."""
    return spoken_reference(value) if _UUID.match(value) else value


def _language(value: str) -> str:
    return translated(NAMES[value]) if value in NAMES else named_language(value)


def _of(names: Mapping[str, str]) -> FieldWording:
    return lambda code: called(names, code)


def _channel(value: str) -> str:
    """Return how a letter travels. The English sentences have the preposition themselves, the other languages have it
    in the name.
    """
    return called(codes.CHANNELS, value).removeprefix("by ")


_KNOWN: Mapping[str, str] = {
    **{one.value: title for one, title in STAGE_TITLES.items()},
    **VALUES,
    **CAPACITIES,
}
"""Words that an officer can choose elsewhere in the console: stages, categories of data, who
translates."""

_BY_NAME: Mapping[str, FieldWording] = {
    "label": translated,
    "key_use": _of(EXPIRIES),
    "problem": translated,
    "question": translated,
    "instrument": translated,
    "title": translated,
    "element": _quoted,
    "article": cited,
    "offence": cited,
    "established": full_citation,
    "replaced": each(full_citation),
    "field": place_name,
    "permission": _of(PERMISSIONS),
    "certainty": _of(law_names.BADGES),
    "status": _of({**law_names.PARTY, **codes.STATUSES}),
    "stance": _of(codes.STANCES),
    "section": _of(SECTION_NAMES),
    "level": _of({**codes.URGENCIES, **codes.LEVELS}),
    "channel": _channel,
    "answer": _of(law_names.ANSWERS),
    "category": _of(VALUES),
    "categories": each(_of(VALUES)),
    "known": each(lambda value: called(_KNOWN, value) if value in _KNOWN else _by_form(value)),
    "role": _of(codes.ROLES),
    "roles": each(_of(codes.ROLES)),
    "ground": _ground,
    "listed": each(_ground),
    "grounds": each(_ground),
    "chosen": translated,
    "named": translated,
    "decision": translated,
    "kind": kind,
    "kinds": each(kind),
    "allowed": each(
        lambda value: kind(value) if value in KINDS else called(law_names.ANSWERS, value)
    ),
    "language": _language,
    "written": _language,
    "accepted": each(_language),
    "state": _state,
    "states": each(_state),
    "peer": _state,
    "other": _state,
    "one": _state,
    "provider": _state,
    "recipient": _state,
    "authorities": each(authority_called),
    "thread": _request,
    "policy": _request,
}

_BY_FORM: tuple[tuple[re.Pattern[str], FieldWording], ...] = (
    (MOMENT, moment),
    (DAY, day_text),
    (AUTHORITY, authority_called),
)
