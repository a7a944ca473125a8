# SPDX-License-Identifier: Apache-2.0
"""Which measures of domestic law reach which category of data, and which kinds may ask for it."""

from collections.abc import Iterable, Mapping

from rogatory.errors import CITES, Reason
from rogatory.treaty import refusals
from rogatory.treaty.law import Law
from rogatory.treaty.regimes import Regime
from rogatory.treaty.tables.powers import DataCategory, DomesticMeasure

PRODUCTION_ORDER = "production-order"


CATEGORIES, ORDERING = "data_categories", "production_order"
"""The provisions on the categories of data and on orders to produce, by their ids in the law's data."""


def data_category(law: Law, name: str) -> DataCategory | None:
    """Return the category of that id (article 2), or None."""
    return next((one for one in law.categories if one.id == name), None)


def domestic_order(law: Law, name: str) -> DomesticMeasure | None:
    return next((one for one in law.orders if one.id == name), None)


def category_reasons(regime: Regime, kind: str, categories: Iterable[str]) -> list[Reason]:
    """Return which categories a request of this kind may not ask for (articles 2, 27, 44 to 46)."""
    reasons, law = [], regime.law
    for name in dict.fromkeys(categories):
        found = data_category(law, name)
        if found is None or kind not in found.kinds:
            reasons.append(
                refusals.CATEGORY_NOT_OF_KIND.because(
                    _rests(regime, found, CATEGORIES), category=ascii(name)[1:-1][:40], kind=kind
                )
            )
    return reasons


def foreign_provider_warnings(regime: Regime, categories: Iterable[str]) -> list[Reason]:
    """Return what a production order does not reach with a provider that has its seat abroad (27)."""
    order = domestic_order(regime.law, PRODUCTION_ORDER)
    if order is None:
        return []
    return [
        refusals.PRODUCTION_ORDER_REACH.because(_rests(regime, order, ORDERING), category=name)
        for name in dict.fromkeys(categories)
        if name not in order.foreign_provider_categories
    ]


def _rests(
    regime: Regime, row: DataCategory | DomesticMeasure | None, cites: str
) -> Mapping[str, str]:
    """Return the article of a row of the Convention, or the id of the provision where the request rests on
    another instrument, or there is no row.
    """
    if row is None or not regime.is_the_convention:
        return {CITES: cites}
    return {"article": row.article, "certainty": row.certainty}
