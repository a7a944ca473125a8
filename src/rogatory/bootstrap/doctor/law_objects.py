# SPDX-License-Identifier: Apache-2.0
"""The objects of the law that decisions and corrections name: whether each is here, for the doctor."""

from collections.abc import Iterator, Mapping
from typing import Any

from rogatory.bootstrap.doctor.database import query
from rogatory.bootstrap.doctor.finding import Finding
from rogatory.bootstrap.doctor.kinds import home_kinds
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.ports.object_store import objects_of
from rogatory.node.provisions.law_objects import LawObjects

MOST_NAMED = 10
"""Objects in a finding: a store that lost more is restored as a whole."""


def law_objects(home: Home, *, asks: bool = True) -> Mapping[str, Any]:
    """Return the objects of the law that are missing or damaged, each by what it states and its digest; none are
    known where nobody asks.
    """
    if not asks:
        return {"checked": False, "missing": []}
    named = query(home, lambda rows: rows.law_documents())
    missing = [*LawObjects(objects_of(home)).missing(*named)]
    return {"checked": bool(named[0]), "missing": missing}


def of_law_objects(facts: Mapping[str, Any]) -> Iterator[Finding]:
    """Report what is lost of the law under which decisions were taken."""
    missing = sorted(facts["missing"])
    if missing:
        names = tuple(f"{name} ({digest})" for name, digest in missing[:MOST_NAMED])
        yield home_kinds.LAW_MISSING.found(count=len(missing), names=names)
    elif facts["checked"]:
        yield home_kinds.LAW_WHOLE.found()
