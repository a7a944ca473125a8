# SPDX-License-Identifier: Apache-2.0
"""Publishing what holders and States have signed, in the one order in which it is accepted."""

from collections.abc import Sequence
from datetime import datetime

from rogatory.directory.ceremony import refusals
from rogatory.directory.publish.ceremony_files import CeremonyStep
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.submission.state_role import Submission
from rogatory.errors import Refused


def publish(
    publisher: Publisher,
    steps: Sequence[CeremonyStep],
    submissions: Sequence[Submission] = (),
    *,
    depositary: bytes | None = None,
    at: datetime,
) -> int:
    """Publish the steps, then what States signed; returns the version of the snapshot.

    A network is founded by a first root and first targets metadata together. Targets metadata
    that go with a new root are published in its tick; else in one tick with the submissions,
    so that a State may sign with the key that they give it.

    Raises:
        Refused: with the reasons of `Publisher`; what was published before stays. Where the
            steps were published and a submission is refused, the steps stay published.
    """
    found = {step.kind: step for step in steps}
    root, targets = found.get("root"), found.get("targets")
    if root is not None and root.proposal.before is None:
        if targets is None:
            raise Refused(refusals.NO_TARGETS_BESIDE.because())
        version = publisher.create(root.data, targets.data, at=at)
    elif root is not None:
        version = publisher.publish_root(root.data, targets.data if targets else None, at=at)
    elif targets is not None:
        return publisher.publish_targets(targets.data, submissions, depositary=depositary, at=at)
    elif not submissions:
        return publisher.tick(at)
    else:
        version = 0
    for submission in submissions:
        version = publisher.accept(submission, at=at)
    return version
