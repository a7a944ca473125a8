# SPDX-License-Identifier: Apache-2.0
import pytest

from casts.steady.patience import PATIENCE
from rogatory.errors import Unreachable
from rogatory.exercises.processes import Ensemble


def test_a_process_that_ends_is_reported_with_what_it_said_last(tmp_path):
    with Ensemble(tmp_path / "logs") as ensemble:
        process = ensemble.start(
            "node-xt", ["rogatory.bootstrap.processes.supervise", str(tmp_path)]
        )
        with pytest.raises(Unreachable) as caught:
            process.read_line(60)
    message = str(caught.value)
    assert "[exercise-process-ended] node-xt ended by itself (exit status 1)" in message
    assert "[home-absent]" in message


def test_a_process_that_ends_silently_is_reported_as_such(tmp_path):
    with Ensemble(tmp_path / "logs") as ensemble:
        process = ensemble.start("silent", ["this"])
        assert process.read_line(60)
        process.child.wait(PATIENCE)
        with pytest.raises(Unreachable, match="ends with: nothing"):
            process.check()
