# SPDX-License-Identifier: Apache-2.0
"""The doctor's facts about entries: the own one's flags, and who was not verified for a year."""

from datetime import UTC, datetime, timedelta

from rogatory.bootstrap.doctor import facts as doctor
from rogatory.bootstrap.doctor.entry_facts import entry_facts
from rogatory.bootstrap.doctor.examination import examine, judge
from rogatory.bootstrap.doctor.finding import FindingLevel
from rogatory.bootstrap.doctor.look import Look
from rogatory.bootstrap.node import build_node

YEAR = timedelta(days=366)


def test_a_well_kept_network_gives_the_doctor_nothing_to_report(home, founded):
    now = datetime.now(UTC)
    build_node(home).register.refresh(now)
    found = doctor.directory(home, now)
    assert (found["standing"], found["unverified"]) == ([], [])


def test_offices_that_nobody_verified_for_a_year_are_advice(home, founded):
    """The copy is read a year later; that it is old by then is another finding."""
    now = datetime.now(UTC)
    build_node(home).register.refresh(now)
    view = build_node(home).register.view()
    found = entry_facts(view, home.state, now + YEAR)
    assert found["unverified"] == ["XA", "XB"]
    assert {one.code.id for one in found["standing"]} == {"directory-verified-long-ago"}
    facts = examine(home, now, Look())
    facts["directory"] |= found
    advice = [one for one in judge(facts, now) if "year" in one.what]
    assert {one.level for one in advice} == {FindingLevel.ADVICE}
    assert any("XA, XB" in one.what for one in advice)
