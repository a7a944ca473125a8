# SPDX-License-Identifier: Apache-2.0
"""`certificate.json`: what the officer signs."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from rogatory.errors import Phrase, Refused
from rogatory.evidence.member_forms import as_text, as_text_or_none
from rogatory.node.certificate import refusals
from rogatory.node.certificate.facts import Acquired
from rogatory.node.certificate.form import FormStatement
from rogatory.wire import canonical
from rogatory.wire.digests import parse_digest
from rogatory.wire.forbidden_characters import refuse_hidden
from rogatory.wire.identifiers import parse_authority, parse_officer, parse_uuid7
from rogatory.wire.language_tags import is_language_tag
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import P_, FilledText, problem_of

VERSION = 1

CERTIFICATE = "certificate.json"
FORM = "form.json"
SIGNATURES = {"p256": f"{CERTIFICATE}.p256.p7s", "mldsa65": f"{CERTIFICATE}.mldsa65.p7s"}
STAMP = f"{CERTIFICATE}.tst"
PAGE = "certificate.html"
"""The page that people read, which every certificate has."""

PAGES = frozenset({PAGE, "certificate.pdf"})


@dataclass(frozen=True, slots=True)
class Certificate:
    """An officer's declaration on a package.

    `seal` and `request` are digests, None where there is none; `form` is the digest of the form's
    bytes; `renderings` are the digests of the readable pages, by file name.
    """

    network: str | None
    officer: str
    authority: str
    certified: datetime
    package: str
    bag: str
    seal: str | None
    request: str | None
    language: str
    acquired: Acquired
    form: str
    statements: tuple[FormStatement, ...]
    renderings: Mapping[str, str]

    def encode(self) -> bytes:
        return canonical.encode(
            {
                "version": VERSION,
                "network": self.network,
                "officer": self.officer,
                "authority": self.authority,
                "certified": format_moment(self.certified),
                "package": self.package,
                "bag": self.bag,
                "seal": self.seal,
                "request": self.request,
                "language": self.language,
                "acquired": self.acquired.as_json(),
                "form": self.form,
                "statements": [
                    {"id": one.id, "text": one.text, "answer": one.answer, "declined": one.declined}
                    for one in self.statements
                ],
                "renderings": dict(self.renderings),
            }
        )


def parse_certificate(data: bytes) -> Certificate:
    """Return the certificate of these bytes; refuses another form."""
    found: dict[str, Any] = canonical.decode_object(data)
    refuse_hidden(found, CERTIFICATE)
    names = {one.name for one in fields(Certificate)} | {"version"}
    if set(found) != names or not canonical.is_version(found["version"], VERSION):
        differing = ", ".join(sorted(ascii(name) for name in set(found) ^ names)[:5])
        raise _wrong(FilledText(P_("version or members are others ({names})"), names=differing))
    try:
        certificate = _read(found)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _wrong(problem_of(error)) from error
    if certificate.officer[:2] != certificate.authority[:2]:
        raise _wrong(P_("its officer is of another State than its authority"))
    if certificate.encode() != data:
        raise _wrong(P_("it is not as a writer writes it"))
    return certificate


def _read(found: Mapping[str, Any]) -> Certificate:
    return Certificate(
        network=None if found["network"] is None else parse_digest(found["network"]),
        officer=parse_officer(found["officer"]),
        authority=str(parse_authority(found["authority"])),
        certified=parse_moment(found["certified"]),
        package=parse_uuid7(found["package"]),
        bag=parse_digest(found["bag"]),
        seal=None if found["seal"] is None else parse_digest(found["seal"]),
        request=None if found["request"] is None else parse_digest(found["request"]),
        language=_language(found["language"]),
        acquired=Acquired.of_json(found["acquired"]),
        form=parse_digest(found["form"]),
        statements=tuple(
            FormStatement(
                as_text(s["id"]),
                as_text(s["text"]),
                as_text_or_none(s["answer"]),
                as_text_or_none(s["declined"]),
            )
            for s in found["statements"]
        ),
        renderings={as_text(n): parse_digest(d) for n, d in found["renderings"].items()},
    )


def _language(value: object) -> str:
    if not is_language_tag(value):
        raise ValueError(P_("a language is a tag such as en or zh-Hans"))
    return value


def _wrong(problem: Phrase) -> Refused:
    return Refused(refusals.MALFORMED.because(path=CERTIFICATE, problem=problem))
