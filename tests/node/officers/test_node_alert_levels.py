# SPDX-License-Identifier: Apache-2.0
"""The level of each alert in the log of the process."""

import logging

import pytest

from rogatory.errors import Code
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alert_levels import LEVELS, level_of
from rogatory.node.officers.alerts import page

CODES = [one for one in vars(alert_codes).values() if isinstance(one, Code)]


def test_few_alerts_are_errors_and_each_level_is_used():
    found = [level_of([code.id]) for code in CODES]
    assert {*found} == {logging.INFO, logging.WARNING, logging.ERROR}
    assert found.count(logging.ERROR) < len(CODES) / 3
    assert LEVELS.keys() <= {code.id for code in CODES}


def test_of_several_reasons_the_gravest_counts_and_what_is_no_alert_is_a_warning():
    assert level_of(["alert-drill", "alert-fault"]) == logging.ERROR
    assert level_of(["directory-clock"]) == logging.WARNING
    assert level_of([]) == logging.WARNING


@pytest.mark.parametrize(
    ("code", "level"),
    [
        (alert_codes.DRILL, "INFO"),
        (alert_codes.TO_COMPARE, "INFO"),
        (alert_codes.HELD, "WARNING"),
        (alert_codes.FAULT, "ERROR"),
    ],
)
def test_an_alert_is_logged_once_at_its_level_with_nothing_of_a_case(world, caplog, code, level):
    node, at = world.node("XB"), world.clock.now()
    fields = dict.fromkeys(("sender", "kind", "state", "job"), "PLANTED")
    with caplog.at_level(logging.INFO, logger="rogatory.node.officers.alerts"):
        for _ in range(2):
            page(node, "PLANTED/1", code.because(problem="PLANTED", **fields), at=at, thread=None)
    (record,) = [one for one in caplog.records if one.name == "rogatory.node.officers.alerts"]
    assert (record.levelname, record.getMessage()) == (level, f"alert: {code.id}")
    assert "PLANTED" not in caplog.text
