# SPDX-License-Identifier: Apache-2.0
"""Every file and every signed form of the specification is on the bench, or is absent for a reason that is written down."""

import re

import pytest

from forge import ROOT
from forge.tables.file_kinds import SIGNED
from forge.tables.other_layouts import (
    LAYOUTS,
    NOT_IN_EVIDENCE,
    OF_OTHERS,
    SIGNED_FORMS,
    names_in_table,
    signed_forms,
)

EVIDENCE, EXCHANGE = (
    (ROOT / "docs/specification" / name).read_text()
    for name in ("evidence-and-court.md", "exchange.md")
)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.after)
def test_every_name_of_a_layout_is_on_the_bench(material, layout):
    assert names_in_table(EVIDENCE, layout) == layout.forms.keys() | layout.absent.keys()
    assert not layout.forms.keys() & layout.absent.keys()
    files = [name for kind in layout.kinds for name in material.artifacts[kind].files()]
    missing = [
        name
        for name, form in layout.forms.items()
        if not any(re.fullmatch(form, one) for one in files)
    ]
    assert missing == []


def test_a_name_that_a_table_gains_is_missed():
    layout = LAYOUTS[0]
    gained = EVIDENCE.replace("| `bagit.txt` |", "| `bagit.txt`, `bagit.new` |", 1)
    known = layout.forms.keys() | layout.absent.keys()
    assert names_in_table(gained, layout) - known == {"bagit.new"}


def test_every_signed_form_is_signed_again_on_the_bench_or_in_no_evidence():
    assert signed_forms(EXCHANGE) == SIGNED_FORMS.keys() | NOT_IN_EVIDENCE.keys()
    assert not SIGNED_FORMS.keys() & NOT_IN_EVIDENCE.keys()
    assert {name for names in SIGNED_FORMS.values() for name in names} | OF_OTHERS == SIGNED.keys()
    assert all(NOT_IN_EVIDENCE.values())
