# SPDX-License-Identifier: Apache-2.0
"""JSON for scripts, printed on a terminal that somebody reads."""

import json

from hypothesis import given
from hypothesis import strategies as st

from rogatory.cli.output.reporting import json_text


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_what_is_printed_reads_back_the_same(value):
    assert json.loads(json_text(value, indent=2)) == value


BYTES_OF_A_NAME = st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF, categories=["Cs"])
STEERING = st.characters(categories=["Cc", "Cf", "Zl", "Zp"])


@given(st.text(STEERING | BYTES_OF_A_NAME, min_size=1))
def test_no_character_steers_the_terminal_or_turns_the_text(text):
    printed = json_text({"file": f"invoice{text}.pdf"})
    assert printed.isprintable()
    assert json.loads(printed) == {"file": f"invoice{text}.pdf"}


def test_letters_of_every_script_are_printed_as_they_are():
    names = "Ministère, Министерство, 司法部, وزارة العدل"
    assert names in json_text({"name": names})
