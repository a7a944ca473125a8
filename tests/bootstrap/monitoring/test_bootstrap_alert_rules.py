# SPDX-License-Identifier: Apache-2.0
"""The alert rules name metrics that a node serves, and say what to do."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from rogatory.bootstrap.backup.newest import LATE_AFTER
from rogatory.bootstrap.doctor.findings import LONGEST_MAINTENANCE
from rogatory.bootstrap.monitoring import node_metrics

RULES = Path(__file__).parents[3] / "deploy" / "prometheus" / "rogatory.rules.yml"
SERVED = set(re.findall(r'"(rogatory_[a-z_]+)"', Path(node_metrics.__file__).read_text()))


def rules():
    (group,) = yaml.safe_load(RULES.read_text())["groups"]
    return group["rules"]


def test_each_rule_is_of_metrics_that_are_served_and_says_what_to_do():
    found = rules()
    assert len({one["alert"] for one in found}) == len(found) >= 12
    for one in found:
        names = set(re.findall(r"rogatory_[a-z_]+", one["expr"]))
        assert names
        assert {name.removesuffix("_sum").removesuffix("_count") for name in names} <= SERVED
        assert one["expr"].count("(") == one["expr"].count(")")
        assert one["labels"]["severity"] in {"warning", "critical"}
        assert {"summary", "action"} == set(one["annotations"])


def test_every_metric_that_can_be_wrong_has_a_rule():
    named = set(re.findall(r"rogatory_[a-z_]+", RULES.read_text()))
    named = {name.removesuffix("_sum").removesuffix("_count") for name in named}
    counts = {
        "rogatory_jobs",
        "rogatory_backlog_messages",
        "rogatory_key_seconds_left",
        "rogatory_job_seconds",
    }
    assert SERVED - named == counts


def test_maintenance_and_backups_are_reported_when_the_doctor_reports_them():
    found = {one["alert"]: one["expr"] for one in rules()}
    limit = f"rogatory_maintenance_seconds > {LONGEST_MAINTENANCE:.0f}"
    assert found["RogatoryMaintenanceLong"] == limit
    age = "rogatory_backup_age_seconds - rogatory_backup_interval_seconds"
    assert found["RogatoryBackupLate"] == f"{age} > {LATE_AFTER:.0f}"


def test_the_rules_hold_for_prometheus_itself():
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed")
    done = subprocess.run(
        [promtool, "check", "rules", RULES], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
