# SPDX-License-Identifier: Apache-2.0
"""The form of a signed document of an order: canonical bytes, each member in its form, no contradiction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from rogatory.directory.entry.fields import read_fields
from rogatory.errors import Code, Phrase, Reason, Refused, refuse_if_any
from rogatory.wire import canonical
from rogatory.wire.fields import Fields
from rogatory.wire.forbidden_characters import refuse_hidden
from rogatory.wire.words import P_, problems_text


class Encodable(Protocol):
    """A document that has one way to be written."""

    def encode(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class DocumentForm[D: Encodable]:
    """How a document is read, and the code with which it is refused."""

    name: str
    """Of its file, as `order.json`."""
    largest: int
    """Bytes that are read."""
    refusal: Code
    read: Callable[[Fields], D]
    contradictions: Callable[[D], Iterator[Phrase]]

    def parse(self, data: bytes) -> D:
        """Return the document of these bytes.

        Raises:
            Refused: the bytes are not canonical, or a text hides characters; else with every member that is missing,
                unknown or not in its form; else with every contradiction.
        """
        with self._refused_by_code():
            found = canonical.decode_object(data, limit=self.largest)
        refuse_hidden(found, self.name)
        with self._refused_by_code():
            document = read_fields(found, self.name.removesuffix(".json"), self.read)
        refuse_if_any(self._wrong(problem) for problem in self.contradictions(document))
        if document.encode() != data:
            raise Refused(self._wrong(P_("it is not as a writer writes it")))
        return document

    @contextmanager
    def _refused_by_code(self) -> Iterator[None]:
        """Refuse with this document's code what a general reader refuses, reason by reason."""
        try:
            yield
        except Refused as error:
            raise Refused([self._wrong(problems_text([one])) for one in error.reasons]) from error

    def _wrong(self, problem: Phrase) -> Reason:
        return self.refusal.because(problem=problem)
