# SPDX-License-Identifier: Apache-2.0
"""The verdict of both judges on one artifact, which is the same."""

import json

from forge.judges import JUDGES
from forge.resigning import resign

from rogatory.wire import canonical


def edit(place, **changes):
    """Change members of a document, which stays canonical."""
    document = json.loads(place.read_bytes())
    place.write_bytes(canonical.encode(document | changes))


def judged(material, artifact, held, *, trusted=True):
    """Return the outcome of each check, which is that of both judges; no judge changes what is judged."""
    honest = material.artifacts[artifact.kind]
    before = honest.digest()
    if held is not None:
        resign(artifact, honest, held, material.case.clock.now())
    made = artifact.digest()
    ours, independent = (
        judge(artifact, [material.directory] if trusted else [], material.now)
        for judge in JUDGES.values()
    )
    assert (artifact.digest(), honest.digest()) == (made, before)
    differing = {
        check: (outcome, independent.checks.get(check))
        for check, outcome in ours.checks.items()
        if check != "reports" and independent.checks.get(check) != outcome
    }
    assert differing == {}, differing
    return ours.checks
