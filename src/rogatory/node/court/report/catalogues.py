# SPDX-License-Identifier: Apache-2.0
"""The report's catalogues: `python -m rogatory.node.court.report.catalogues [--check]`.

Finds every fixed text that a report can show, merges it into each language's
`locale/<language>.po`, keeping the translations, and compiles. With --check nothing is written, and
the exit status is 1 when a catalogue is stale, lacks a translation, or has one with other
placeholders.

A report can show the texts that its writer reaches (`node.catalogue_words`), the registries of
other packages that it prints from (kinds, labels, acts), and the pairs with a number.

A tool of the build: at run time the compiled files are read, by Python's own gettext.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from rogatory.custody.events.event import CustodyAction
from rogatory.node.court.report.counting import SINGULAR
from rogatory.node.printing.catalogue_words import TRANSLATED, Catalogues, SourceModules, marked_in
from rogatory.node.workstation.verification.consent_checks import CONSENTS, WHO_HAS_CA, WHO_HAS_THEM
from rogatory.requests.contents import labels
from rogatory.requests.kinds.registry import KINDS

__all__ = ["CATALOGUES", "LOCALE", "TRANSLATED", "sources"]

LOCALE = Path(__file__).parent / "locale"

_WRITERS = ("rogatory.node.court.report.write", "rogatory.node.court.printed_certificate")
_PAGES = "rogatory.node.workstation.verification.consent_checks"
"""Checks that no bundle has: the workstation's pages show them in the report's words."""
_ELSEWHERE = ("rogatory.requests.",)
"""Packages of which the report prints only the texts in their registries."""

_HEADER = """\
# SPDX-License-Identifier: Apache-2.0
# Words of the court's report, to be translated: formal, and in the terms of docs/glossary.md."""


def sources() -> SourceModules:
    """Return every fixed text of a report, those with a number in the form for many."""
    found: SourceModules = {}
    for module, text in [*marked_in(_WRITERS, elsewhere=_ELSEWHERE), *_registered()]:
        found.setdefault(text, set()).add(module)
    for many, one in SINGULAR.items():
        found.setdefault(many, set()).add("rogatory.node.court.report.counting")
        found.pop(one, None)
    return found


def _registered() -> Iterator[tuple[str, str]]:
    module = "rogatory.requests.contents.labels"
    for each in (*labels.FIELDS.values(), *labels.INSIDE.values(), *labels.VALUES.values()):
        yield module, each
    for name, value in vars(labels).items():
        if name.isupper() and isinstance(value, str):
            yield module, value
    for kind in KINDS.values():
        yield "rogatory.requests.kinds.registry", kind.title
    for action in CustodyAction:
        yield "rogatory.custody.events.event", action.title
    for text in (str(CONSENTS), WHO_HAS_THEM, WHO_HAS_CA):
        yield _PAGES, text


CATALOGUES = Catalogues(LOCALE, _HEADER, sources, SINGULAR)


if __name__ == "__main__":
    sys.exit(CATALOGUES.main(sys.argv[1:]))
