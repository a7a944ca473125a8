# SPDX-License-Identifier: Apache-2.0
"""The law among a node's objects: the laws that decisions name, the regimes and corrections of which they
consist, and the treaties that were loaded from files.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rogatory.errors import Refused
from rogatory.node.ports import Objects
from rogatory.treaty.bilateral.treaty_file import TreatyFile, parse_treaty
from rogatory.treaty.corrections import parse_correction
from rogatory.treaty.law import Law
from rogatory.treaty.sections import TREATIES
from rogatory.treaty.stored.stored_law import CORRECTION, objects_named, open_law

LAW = "law"
"""The name of an object that a decision names."""


@dataclass(frozen=True, slots=True)
class LawObjects:
    """All are equal: a digest names one content."""

    objects: Objects = field(compare=False)

    def keep(self, law: Law) -> str:
        """Keep a law; returns its version, by which `law` finds it again. Its regimes come first, so that a
        law that is here is whole; what is here already is not written again. Its corrections, and the treaties
        from files, were kept when they were proposed.
        """
        for part in law.regimes.values():
            self.objects.put(part.document)
        return self.objects.put(law.document)

    def law(self, version: str) -> Law:
        """Return the law of a version; its regimes are read when they are asked for."""
        return open_law(self.objects.get(version), self.objects.get)

    def treaty(self, digest: str) -> TreatyFile | None:
        """Return the treaty of a digest; None where no object has it."""
        try:
            data = self.objects.get(digest)
        except Refused:
            return None
        return parse_treaty(data)

    def missing(self, laws: Iterable[str], corrections: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield the objects that are missing or damaged of these laws and corrections, each once: what it states,
        and its digest.
        """
        seen: set[str] = set()
        waiting = [*((LAW, one) for one in laws), *((CORRECTION, one) for one in corrections)]
        while waiting:
            name, digest = waiting.pop()
            if digest in seen:
                continue
            seen.add(digest)
            try:
                waiting += self._named_by(name, self.objects.get(digest))
            except Refused:
                yield name, digest

    def _named_by(self, name: str, data: bytes) -> Iterable[tuple[str, str]]:
        if name == LAW:
            return objects_named(data)
        if name == CORRECTION:
            one = parse_correction(data)
            if one.section == TREATIES and one.row is not None:
                return [(str(one.row["id"]), str(one.row["document"]))]
        return ()
