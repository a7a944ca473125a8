# SPDX-License-Identifier: Apache-2.0
"""The promise of a database server for the case that it is lost, by its settings and standbys."""

import pytest

from rogatory.node.failover import failover_codes as codes
from rogatory.node.failover.promise import remarks_at_start
from rogatory.node.repositories.failover import Replication


def remarked(*fields):
    return [reason.code for reason in remarks_at_start(Replication(*fields))]


def test_a_promise_without_a_remark_is_one_that_is_kept():
    promised = Replication("remote_apply", "second", 1, 1)
    assert list(remarks_at_start(promised)) == []
    assert promised.is_promised
    for commits in ("off", "local", "remote_write"):
        assert not Replication(commits, "second", 1, 1).is_promised
    assert not Replication("on", "", 1, 1).is_promised
    assert list(remarks_at_start(None)) == []


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (("on", "", 0, 0), [codes.ONE_SERVER]),
        (("on", "", 1, None), [codes.COMMITS_UNCOPIED]),
        (("local", "second", 1, 1), [codes.COMMITS_UNCOPIED]),
        (("on", "second", 1, None), [codes.UNSEEN]),
        (("on", "second", 0, 0), [codes.NOT_IN_SYNC]),
        (
            ("off", "second", 1, 1, ("synchronous_commit",)),
            [codes.UNSAFE_SETTINGS, codes.COMMITS_UNCOPIED],
        ),
    ],
)
def test_each_gap_in_the_promise_is_remarked(found, expected):
    assert remarked(*found) == expected


def test_all_settings_that_let_a_commit_return_are_named_at_once():
    (reason,) = remarks_at_start(Replication("remote_write", "", 2, None))
    assert reason.fields == {"names": "synchronous_commit, synchronous_standby_names", "count": 2}
