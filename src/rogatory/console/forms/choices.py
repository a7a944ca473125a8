# SPDX-License-Identifier: Apache-2.0
"""What a body's schema leaves open and the law's data close: instruments, offences."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from rogatory.console.forms.fields import Option
from rogatory.console.forms.reading import NULL
from rogatory.node.desk_compose import offences
from rogatory.treaty.bases import Basis

INSTRUMENT, OFFENCE_ARTICLE = "legal_basis.instrument", "offence.convention_article"

NO_ARTICLE = _n("no article of the Convention")


def choices_of(found: Sequence[Basis]) -> Mapping[str, Sequence[Option]]:
    """By path: the instruments, those that serve first, and the Convention's offences."""
    articles = [Option("", "", is_chosen=False, is_ours=False)]
    articles += [
        Option(str(article), f"{article}: {title}", is_chosen=False, is_ours=False)
        for article, title in offences().items()
    ]
    return {
        INSTRUMENT: [
            Option(basis.instrument, _basis(basis), is_chosen=False, is_ours=False)
            for basis in found
        ],
        OFFENCE_ARTICLE: [*articles, Option(NULL, NO_ARTICLE, is_chosen=False)],
    }


def _basis(basis: Basis) -> str:
    if not basis.serves:
        return _("%(instrument)s (does not serve here today)") % {"instrument": basis.name}
    articles = ", ".join(basis.articles)
    return _("%(instrument)s, article %(articles)s") % {
        "instrument": basis.name,
        "articles": articles,
    }
