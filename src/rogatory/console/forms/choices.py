# SPDX-License-Identifier: Apache-2.0
"""Choices that a body's schema leaves open and the law's data close: instruments, offences."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from rogatory.console.forms.fields import Option
from rogatory.console.language import words
from rogatory.console.language.citations import full_citation
from rogatory.console.language.languages import colon, comma, with_beside
from rogatory.console.law.choosing import GroundChoice, GroundChoices
from rogatory.node.drafting.beginning import offences
from rogatory.node.drafting.form_body import NULL
from rogatory.treaty.bases import LegalBasis

INSTRUMENT, OFFENCE_ARTICLE = "legal_basis.instrument", "offence.convention_article"
OFFENCE_INSTRUMENT = "offence.articles.instrument"

NO_ARTICLE = _n("no article of the Convention")


GROUND = "ground"


def choices_of(
    found: Sequence[LegalBasis], grounds: GroundChoices | None = None
) -> Mapping[str, Sequence[Option]]:
    """Return by path: the instruments, those that serve first; the Convention's offences; and for a
    decision the grounds of its closed list, those that count in this case first.
    """
    articles = [Option("", "", is_chosen=False, is_ours=False)]
    articles += [
        Option(
            str(article),
            f"{article}{colon()}{words.translated(title)}",
            is_chosen=False,
            is_ours=False,
        )
        for article, title in offences().items()
    ]
    listed = sorted(grounds.listed, key=lambda one: bool(one.against)) if grounds else ()
    denying = {GROUND: [_ground(one) for one in listed]} if listed else {}
    named = [
        Option(one.instrument, words.translated(one.name), is_chosen=False, is_ours=False)
        for one in found
    ]
    return denying | {
        OFFENCE_INSTRUMENT: [Option("", "", is_chosen=False, is_ours=False), *named],
        INSTRUMENT: [
            Option(basis.instrument, _basis(basis), is_chosen=False, is_ours=False)
            for basis in found
        ],
        OFFENCE_ARTICLE: [*articles, Option(NULL, NO_ARTICLE, is_chosen=False)],
    }


def _ground(choice: GroundChoice) -> Option:
    ground = choice.ground
    label = with_beside(words.translated(ground.label), full_citation(ground.citation))
    return Option(ground.id, label, is_chosen=False, is_ours=False, proposes=ground.citation)


def _basis(basis: LegalBasis) -> str:
    if not basis.serves:
        return _("%(instrument)s (does not apply here today)") % {
            "instrument": words.translated(basis.name)
        }
    return comma().join([words.translated(basis.name), *map(full_citation, basis.articles)])
