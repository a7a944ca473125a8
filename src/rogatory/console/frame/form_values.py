# SPDX-License-Identifier: Apache-2.0
"""Single values out of what was posted: texts, moments, days, boxes, files. What is none is refused."""

from collections.abc import Callable, Mapping, Sequence
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
        refusals.NOT_WRITTEN.because(label=label, field=name)
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
        raise Refused(_unreadable(name, written)) from error
    if found.tzinfo is not None:
        raise Refused(_unreadable(name, written))
    return found.replace(tzinfo=UTC)


def moment_or_none(request: HttpRequest, name: str) -> datetime | None:
    return moment(request, name) if text(request, name) else None


def day(request: HttpRequest, name: str) -> date:
    written = text(request, name)
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise Refused(
            refusals.DAY_UNREADABLE.because(day=ascii(written)[:20], field=name)
        ) from error


def choice[T: StrEnum](
    request: HttpRequest,
    name: str,
    among: type[T],
    label: str,
    titles: Mapping[T, str] | Mapping[str, str],
) -> T:
    """Return one of a field's choices, which a refusal names as the form does: by the field's label
    and by the titles of the choices.
    """
    written = text(request, name)
    if written not in set(among):
        choices = TextsInTurn.of(FilledText(titles[one]) for one in among)
        raise Refused(refusals.NOT_CHOSEN.because(label=label, choices=choices, field=name))
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


class FormReading:
    """The values of one form, read together: what is unreadable is noted, and refused at the end with
    every reason. Until then an early moment, the first choice, or no file takes its place.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._reasons: list[Reason] = []

    def moment(self, name: str) -> datetime:
        return self._read(lambda: moment(self._request, name), _EARLIEST)

    def moment_or_none(self, name: str) -> datetime | None:
        return self._read(lambda: moment_or_none(self._request, name), None)

    def choice[T: StrEnum](
        self, name: str, among: type[T], label: str, titles: Mapping[T, str] | Mapping[str, str]
    ) -> T:
        first = next(iter(among))
        return self._read(lambda: choice(self._request, name, among, label, titles), first)

    def files(self, name: str) -> Sequence[NewAttachment]:
        return self._read(lambda: files(self._request, name), ())

    def one_file(self, name: str, missing: Reason) -> NewAttachment:
        """Read a file that must be there; `missing` is why a form without it is refused."""
        found = self._read(lambda: files(self._request, name), None)
        if found:
            return found[0]
        if found is not None:
            self._reasons.append(missing)
        return NewAttachment("", "", b"")

    def finish(self) -> None:
        """Raise with every reason why a value could not be read.

        Raises:
            Refused: there is one.
        """
        refuse_if_any(self._reasons)

    def _read[T](self, value: Callable[[], T], stand_in: T) -> T:
        try:
            return value()
        except Refused as error:
            self._reasons += error.reasons
            return stand_in


_EARLIEST = datetime.min.replace(tzinfo=UTC)


def _unreadable(name: str, written: str) -> Reason:
    return refusals.MOMENT_UNREADABLE.because(moment=ascii(written)[:40], field=name)
