# SPDX-License-Identifier: Apache-2.0
"""Forms of a certificate: which statements and questions the requesting State wants answered.

A form is a data file, so that each State can have its own. Two general ones are shipped.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.node.certificate import refusals
from rogatory.wire.canonical import is_version
from rogatory.wire.digests import sha256
from rogatory.wire.empty_words import says_something
from rogatory.wire.foreign_files import parse_object
from rogatory.wire.language_tags import is_language_tag
from rogatory.wire.words import P_, FilledText, problem_of

SHIPPED = ("business-records", "forensic-image")

LARGEST_FORM = 256 << 10
"""Some hundred statements in six languages; a larger file is something else."""

MOST_STATEMENTS = 100
"""Statements and questions of one form: an officer answers each, and all are printed."""

LONGEST_ANSWER = 4000
"""Characters; what says more is a report of its own, and goes into the evidence."""

_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class FormItem:
    """One thing that a form asks: a `statement` to be affirmed, or a `question` to be answered."""

    id: str
    kind: str
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CertificateForm:
    id: str
    title: Mapping[str, str]
    statements: tuple[FormItem, ...]
    data: bytes

    @property
    def digest(self) -> str:
        return sha256(self.data)


@dataclass(frozen=True, slots=True)
class FormStatement:
    """The officer's answer to one statement.

    `answer` is None for a statement that the officer affirms; `declined` is the reason for not
    declaring it.
    """

    id: str
    text: str
    answer: str | None = None
    declined: str | None = None


def shipped_form(name: str) -> CertificateForm:
    """Return a form of ours by its id; another name is a fault of the caller (KeyError)."""
    if name not in SHIPPED:
        raise KeyError(name)
    place = files("rogatory.node.certificate").joinpath(f"forms/{name}.json")
    return parse_form(place.read_bytes(), name)


def parse_form(data: bytes, path: str) -> CertificateForm:
    """Return the form in a file; `path` names it in a refusal."""
    try:
        return _form(parse_object(data), data)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        problem = problem_of(error)
        raise Refused(refusals.FORM_FILE.because(path=path, problem=problem)) from error


def _form(found: Any, data: bytes) -> CertificateForm:
    if len(data) > LARGEST_FORM:
        raise ValueError(FilledText(P_("it has more than {limit} bytes"), limit=LARGEST_FORM))
    names = {"version", "id", "title", "statements"}
    if set(found) != names or not is_version(found["version"], 1):
        raise ValueError(
            FilledText(P_("it has other members than version (1), id, title and statements"))
        )
    statements = tuple(_form_item(one) for one in found["statements"])
    if not _ID.match(found["id"]):
        raise ValueError(FilledText(P_("its id is not small letters, digits and hyphens")))
    if not 1 <= len(statements) <= MOST_STATEMENTS or len({one.id for one in statements}) != len(
        statements
    ):
        raise ValueError(
            FilledText(
                P_("it must have 1 to {limit} statements, each with its own id"),
                limit=MOST_STATEMENTS,
            )
        )
    return CertificateForm(found["id"], _texts(found["title"]), statements, data)


def _form_item(found: Any) -> FormItem:
    if set(found) != {"id", "kind", "text"} or not _ID.match(found["id"]):
        raise ValueError(FilledText(P_("a statement has id, kind and text, and nothing else")))
    if found["kind"] not in {"statement", "question"}:
        raise ValueError(
            FilledText(P_("{found} is neither a statement nor a question"), found=found["id"])
        )
    return FormItem(found["id"], found["kind"], _texts(found["text"]))


def _texts(found: Any) -> Mapping[str, str]:
    if not found or not all(isinstance(text, str) and _is_shown(text) for text in found.values()):
        raise ValueError(FilledText(P_("a text is given by language, and not empty")))
    if not all(map(is_language_tag, found)):
        raise ValueError(FilledText(P_("a language is a tag such as en or zh-Hans")))
    return dict(found)


def _is_shown(text: str) -> bool:
    """Decide whether a text has words, in NFC, and can be written as UTF-8."""
    surrogates = any("\ud800" <= one <= "\udfff" for one in text)
    return not surrogates and unicodedata.is_normalized("NFC", text) and is_visible(text)


def is_visible(text: str) -> bool:
    """Decide whether a text has more than spaces, controls and characters of format."""
    return any(unicodedata.category(one) not in _INVISIBLE for one in text)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Return the text in a language, else in English, else in the first there is."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()))


def fill(
    form: CertificateForm, language: str, answers: Mapping[str, str], declined: Mapping[str, str]
) -> tuple[FormStatement, ...]:
    """Return what the officer states, in the form's order.

    Raises:
        Refused: a question that is not answered and not declined; an answer that nothing asks for.
    """
    refuse_if_any(_problems(form, language, answers, declined))
    return tuple(
        FormStatement(
            one.id,
            in_language(one.text, language),
            None if one.id in declined else answers.get(one.id),
            declined.get(one.id),
        )
        for one in form.statements
    )


def _problems(
    form: CertificateForm, language: str, answers: Mapping[str, str], declined: Mapping[str, str]
) -> Iterator[Reason]:
    questions = {one.id for one in form.statements if one.kind == "question"}
    known = {one.id for one in form.statements}
    for name in sorted({*(answers.keys() - questions), *(declined.keys() - known)}):
        yield refusals.UNKNOWN_ANSWER.because(id=ascii(name)[1:-1][:40])
    for one in form.statements:
        reason, given = declined.get(one.id), answers.get(one.id, "")
        if reason is not None and says_something(reason) and len(reason) <= LONGEST_ANSWER:
            continue
        missing = one.kind == "question" and not is_visible(given)
        if missing or len(given) > LONGEST_ANSWER or reason is not None:
            text = in_language(one.text, language)
            yield refusals.NOT_ANSWERED.because(id=one.id, text=text)


def statement_problems(form: CertificateForm, stated: tuple[FormStatement, ...]) -> list[Phrase]:
    """Return how statements differ from what the form asks; none if they do not."""
    found: list[Phrase] = []
    if [one.id for one in stated] != [one.id for one in form.statements]:
        return [P_("its statements are other ones, or in another order")]
    for one, demanded in zip(stated, form.statements, strict=True):
        if len(one.text) > LONGEST_ANSWER:
            found.append(
                FilledText(
                    P_("{id} has no words, or more than {limit} characters"),
                    id=one.id,
                    limit=LONGEST_ANSWER,
                )
            )
        if one.text not in demanded.text.values():
            found.append(FilledText(P_("{id} has another text"), id=one.id))
        answered, declined = one.answer is not None, one.declined is not None
        if declined and answered:
            found.append(FilledText(P_("{id} is both declined and answered"), id=one.id))
        elif not declined and answered != (demanded.kind == "question"):
            found.append(
                FilledText(
                    P_("{id} is not answered, or answered though nothing is asked"), id=one.id
                )
            )
        texts = [text for text in (one.answer, one.declined) if text is not None]
        if not all(is_visible(text) and len(text) <= LONGEST_ANSWER for text in texts):
            found.append(
                FilledText(
                    P_("{id} has no words, or more than {limit} characters"),
                    id=one.id,
                    limit=LONGEST_ANSWER,
                )
            )
    return found
