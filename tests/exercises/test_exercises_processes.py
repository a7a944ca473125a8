# SPDX-License-Identifier: Apache-2.0
import pytest

from casts.steady.patience import PATIENCE
from rogatory.errors import NO_ARTICLE, Unreachable
from rogatory.exercises.processes import Ensemble, _reason


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


@pytest.mark.parametrize(
    ("basis", "shown"),
    [
        ({"article": "27(6)", "certainty": "seen"}, " (article 27(6); certainty: seen)"),
        ({"article": "6, 24", "certainty": "memory"}, " (articles 6, 24; certainty: memory)"),
        ({"article": NO_ARTICLE, "certainty": "practice"}, "do that."),
        ({}, "do that."),
    ],
)
def test_a_reason_from_another_process_is_shown_with_its_provision(basis, shown):
    fields = {"code": "x", "what": "That is wrong.", "remedy": "The officer must do that."}
    assert _reason("XA", "send", fields | basis).fields["output"].endswith(shown)
