# SPDX-License-Identifier: Apache-2.0
"""Messages as files (EML) and mailboxes (mbox): who and when, from the head of each message alone."""

from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses
from typing import BinaryIO

from rogatory.evidence.scope.identifiers import AccountIdentifier
from rogatory.evidence.scope.records import FoundRecord, ItemMark
from rogatory.evidence.scope.times import read_mail_date

LONGEST_PIECE = 1 << 16
"""Bytes of a line that are read at once: one without an end must not fill memory."""

LONGEST_HEAD = 1 << 18
"""Bytes of a message's head: it is kept whole while it is read. Parsers take long with larger ones."""

LONGEST_ADDRESSES = 1 << 14
"""Characters of one field of addresses: the parser's time grows faster than they do."""

_FIELDS = ("From", "To", "Cc")

_KINDS = frozenset({"email", "id"})
"""Accounts that a message can be of: a mailbox, or a provider's account with any mailbox."""


def read_message(file: BinaryIO) -> Iterator[FoundRecord]:
    """Yield the one message of an EML file."""
    head = _Head(1)
    for at_start, piece in _lines(file):
        if at_start and not piece.strip(b"\r\n"):
            break
        head.add(piece)
    yield head.record()


def read_mailbox(file: BinaryIO) -> Iterator[FoundRecord]:
    """Yield the messages of an mbox: each begins with a line `From `, as in Python's mailbox."""
    number, before = 0, False
    head: _Head | None = None
    for at_start, piece in _lines(file):
        if at_start and piece.startswith(b"From "):
            if head is not None:
                yield head.record()
            number += 1
            head = _Head(number)
        elif head is not None:
            if at_start and not piece.strip(b"\r\n"):
                yield head.record()
                head = None
            else:
                head.add(piece)
        elif number == 0 and piece.strip() and not before:
            before = True
            yield FoundRecord("before the first message", problems=("bytes-before-messages",))
    if head is not None:
        yield head.record()


class _Head:
    """The head of one message while it is read, never more of it than `LONGEST_HEAD`."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._pieces: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size <= LONGEST_HEAD:
            self._pieces.append(piece)

    def record(self) -> FoundRecord:
        whole = b"".join(self._pieces) if self._size <= LONGEST_HEAD else None
        return _record(f"message {self.number}", whole)


def _lines(file: BinaryIO) -> Iterator[tuple[bool, bytes]]:
    """Yield the pieces of the lines, each with whether a line begins there."""
    at_start = True
    while piece := file.readline(LONGEST_PIECE):
        yield at_start, piece
        at_start = piece.endswith(b"\n")


def _record(place: str, head: bytes | None) -> FoundRecord:
    if head is None:
        return FoundRecord(place, "content", problems=("head-unreadable",))
    if b"\0" in head:
        return FoundRecord(place, "content", problems=("head-has-nul",))
    try:
        message = BytesHeaderParser(policy=compat32).parsebytes(head)
        return _from_fields(place, message)
    except (MessageError, ValueError, LookupError, RecursionError, TypeError):
        return FoundRecord(place, "content", problems=("head-unreadable",))


def _from_fields(place: str, message: Message) -> FoundRecord:
    problems = []
    identifiers: list[AccountIdentifier] = []
    complete = True
    for name in _FIELDS:
        fields = [str(one) for one in message.get_all(name, [])]
        if len(fields) > 1:
            problems.append("field-repeated")
        found = [address for field in fields for address in _addresses(field)]
        complete = complete and None not in found and (bool(found) or name == "Cc")
        identifiers += [AccountIdentifier("email", one) for one in found if one is not None]
    dates = [str(one) for one in message.get_all("Date", [])]
    span = read_mail_date(dates[0]) if len(dates) == 1 else None
    if len(dates) > 1:
        problems.append("field-repeated")
    elif dates and span is None:
        problems.append("time-unreadable")
    marks = [str(one).strip() for one in message.get_all("Message-ID", [])]
    if len(marks) > 1:
        problems.append("field-repeated")
    if message.defects:
        problems.append("head-damaged")
    kept = tuple(dict.fromkeys(problems))
    items = tuple(ItemMark("message_id", one) for one in marks)
    return FoundRecord(
        place, "content", tuple(identifiers), complete, span, kept, _KINDS, items=items
    )


def _addresses(field: str) -> list[str | None]:
    """Return the addresses of a field, None for each that cannot be read. Nothing encoded in a
    displayed name is an address.
    """
    if len(field) > LONGEST_ADDRESSES:
        return [None]
    found = [address for _, address in getaddresses([field], strict=True)]
    return [one if one.count("@") == 1 and one.isprintable() else None for one in found]
