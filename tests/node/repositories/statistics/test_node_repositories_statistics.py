# SPDX-License-Identifier: Apache-2.0
"""Figures of a unit: none is asked for without the officer for whom it is counted."""

import inspect
from typing import get_type_hints

from rogatory.node.repositories.statistics.unit_figures import FigureReader, UnitFigureRepository


def test_each_figure_is_counted_for_one_reader():
    """A figure counted for nobody would show the head of a unit requests that are restricted to others."""
    acts = [act for act in vars(UnitFigureRepository).values() if inspect.isfunction(act)]
    named = {act.__name__ for act in acts if get_type_hints(act).get("reader") is FigureReader}
    assert {act.__name__ for act in acts if act.__name__[0] != "_"} == named
    assert "open_counts" in named
