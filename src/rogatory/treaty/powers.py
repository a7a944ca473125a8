# SPDX-License-Identifier: Apache-2.0
"""Which measures of domestic law reach which category of data, and which kinds may ask for it."""

from collections.abc import Iterable

from rogatory.errors import Reason
from rogatory.treaty import refusals
from rogatory.treaty.law import Law
from rogatory.treaty.tables.powers import DataCategory, DomesticMeasure

PRODUCTION_ORDER = "production-order"


def data_category(law: Law, name: str) -> DataCategory | None:
    """The category of that id (article 2), or None."""
    return next((one for one in law.categories if one.id == name), None)


def domestic_order(law: Law, name: str) -> DomesticMeasure | None:
    return next((one for one in law.orders if one.id == name), None)


def category_reasons(law: Law, kind: str, categories: Iterable[str]) -> list[Reason]:
    """Which categories a request of this kind may not ask for (articles 2, 27, 44 to 46)."""
    reasons = []
    for name in dict.fromkeys(categories):
        found = data_category(law, name)
        if found is None or kind not in found.kinds:
            article, certainty = (found.article, found.certainty) if found else ("2", "seen")
            reasons.append(
                refusals.CATEGORY_NOT_OF_KIND.because(
                    category=ascii(name)[1:-1][:40], kind=kind, article=article, certainty=certainty
                )
            )
    return reasons


def foreign_provider_warnings(law: Law, categories: Iterable[str]) -> list[Reason]:
    """Return what a production order does not reach with a provider that has its seat abroad (27)."""
    order = domestic_order(law, PRODUCTION_ORDER)
    if order is None:
        return []
    return [
        refusals.PRODUCTION_ORDER_REACH.because(
            category=name, article=order.article, certainty=order.certainty
        )
        for name in dict.fromkeys(categories)
        if name not in order.foreign_provider_categories
    ]
