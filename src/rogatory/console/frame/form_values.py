# SPDX-License-Identifier: Apache-2.0
"""Single values out of what was posted: texts, moments, days, boxes, files. What is none is refused."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum

from django.http import HttpRequest

from rogatory.console.frame import refusals
from rogatory.console.frame.scanning import malicious_reasons
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.drafts.draft import NewAttachment
from rogatory.requests.contents.attachment_types import type_reasons
from rogatory.wire.words import FilledText, TextsInTurn

LARGEST_UPLOAD = 4 << 20
"""4 MiB: a scanned letter. What is larger is evidence, and goes by the workstation."""

MOST_UPLOADS = 20
"""Files of one post: more would make a page an archive."""


def text(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name, "")).replace("\r\n", "\n").strip()


def text_or_none(request: HttpRequest, name: str) -> str | None:
    return text(request, name) or None


def texts(request: HttpRequest, name: str) -> tuple[str, ...]:
    """Return every value posted under a name; of one field with commas, its parts."""
    given = [str(one) for one in request.POST.getlist(name)]
    parts = given[0].split(",") if len(given) == 1 else given
    return tuple(one.strip() for one in parts if one.strip())


def refuse_unwritten(request: HttpRequest, labels: Mapping[str, str]) -> None:
    """Refuse every text that must be written and is not, by its label on the form."""
    refuse_if_any(
        refusals.NOT_WRITTEN.because(label=label)
        for name, label in labels.items()
        if not text(request, name)
    )


def is_yes(request: HttpRequest, name: str) -> bool:
    return text(request, name) == "yes"


def moment(request: HttpRequest, name: str) -> datetime:
    """Return a moment in UTC, as browsers write it (without a zone) or as messages do (with Z)."""
    written = text(request, name)
    try:
        found = datetime.fromisoformat(written.removesuffix("Z"))
    except ValueError as error:
        raise Refused(_unreadable(written)) from error
    if found.tzinfo is not None:
        raise Refused(_unreadable(written))
    return found.replace(tzinfo=UTC)


def moment_or_none(request: HttpRequest, name: str) -> datetime | None:
    return moment(request, name) if text(request, name) else None


def day(request: HttpRequest, name: str) -> date:
    written = text(request, name)
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise Refused(refusals.DAY_UNREADABLE.because(day=ascii(written)[:20])) from error


def choice[T: StrEnum](
    request: HttpRequest, name: str, among: type[T], label: str, titles: Mapping[str, str]
) -> T:
    """Return one of a field's choices, which a refusal names as the form does: by the field's label
    and by the titles of the choices.
    """
    written = text(request, name)
    if written not in set(among):
        choices = TextsInTurn.of(FilledText(titles[one.value]) for one in among)
        raise Refused(refusals.NOT_CHOSEN.because(label=label, choices=choices))
    return among(written)


def files(request: HttpRequest, name: str) -> Sequence[NewAttachment]:
    """Return files of a form; each is read whole, so their size is looked at first, then what each
    is, then what the State's own scanner says of it.
    """
    found = request.FILES.getlist(name)
    if len(found) > MOST_UPLOADS:
        raise Refused(refusals.UPLOADS_MANY.because(count=len(found), limit=MOST_UPLOADS))
    large = [one for one in found if (one.size or 0) > LARGEST_UPLOAD]
    if large:
        raise Refused(
            refusals.UPLOAD_LARGE.because(name=ascii(one.name)[:80], limit=LARGEST_UPLOAD)
            for one in large
        )
    read = [
        NewAttachment(
            name=str(one.name),
            media_type=one.content_type or "application/octet-stream",
            data=one.read(),
        )
        for one in found
    ]
    refuse_if_any(
        reason for one in read for reason in type_reasons(one.name, one.media_type, one.data)
    )
    refuse_if_any(reason for one in read for reason in malicious_reasons(one.name, one.data))
    return read


def _unreadable(written: str) -> Reason:
    return refusals.MOMENT_UNREADABLE.because(moment=ascii(written)[:40])
