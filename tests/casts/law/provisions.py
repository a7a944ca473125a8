# SPDX-License-Identifier: Apache-2.0
"""The provisions of ids, in the packaged law."""

from datetime import date

from rogatory.treaty.citing import basis_of, with_basis
from rogatory.treaty.law import WORLD, packaged_law
from rogatory.treaty.regimes import regime_of

LAW = packaged_law(WORLD)
ON = date(2026, 11, 30)


def under(instrument=None, pair=("DE", "FR"), law=LAW):
    return regime_of(law, instrument, *pair, ON)


def cited(cites, kind="preservation", instrument=None):
    return basis_of(under(instrument), kind, cites)


def with_articles(reasons, kind, instrument=None):
    return list(with_basis(under(instrument), kind, reasons))
