# SPDX-License-Identifier: Apache-2.0
"""The letters' catalogues: `python -m rogatory.node.letters.catalogues [--check]`.

What a letter can say and the court's report does not: the texts that the letters' modules and the
translations' mark, and the labels of the model forms. Kinds, labels and values are in the
report's catalogues.

A tool of the workshop: at run time the compiled files are read, by Python's own gettext.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from rogatory.node.court.report import catalogues as report
from rogatory.node.letters.prose.counting import SINGULAR
from rogatory.node.printing.catalogue_words import Catalogues, SourceModules, marked_in
from rogatory.requests.forms.form import forms

LOCALE = Path(__file__).parent / "locale"

_WRITERS = (
    "rogatory.node.letters.write",
    "rogatory.node.letters.of_node",
    "rogatory.node.letters.form_page",
    "rogatory.node.letters.of_referral",
    "rogatory.node.letters.member_list",
    "rogatory.node.letters.verification_sheet",
    "rogatory.node.letters.of_order",
    "rogatory.node.letters.of_return",
)
_FORMS = "rogatory.requests.forms.form"
_OWN = (
    "rogatory.node.letters.",
    "rogatory.node.served_orders.order_titles",
    "rogatory.node.translations.fields",
    "rogatory.treaty.citation",
    _FORMS,
)

_HEADER = """\
# SPDX-License-Identifier: Apache-2.0
# Words of formal letters, to be translated: in the register of a note between authorities, and in
# the terms of docs/glossary.md."""


def sources() -> SourceModules:
    """Return every fixed text of a letter that the report does not have."""
    found: SourceModules = {}
    known = report.sources()
    for module, text in [*marked_in(_WRITERS), *_of_forms()]:
        if module.startswith(_OWN) and text not in known:
            found.setdefault(text, set()).add(module)
    for many in SINGULAR:
        found.setdefault(many, set()).add("rogatory.node.letters.prose.counting")
    return found


def _of_forms() -> Iterator[tuple[str, str]]:
    for form in forms().values():
        yield _FORMS, form.title
        for field in form.fields:
            yield _FORMS, field.label


CATALOGUES = Catalogues(LOCALE, _HEADER, sources, SINGULAR)


if __name__ == "__main__":
    sys.exit(CATALOGUES.main(sys.argv[1:]))
