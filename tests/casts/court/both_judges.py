# SPDX-License-Identifier: Apache-2.0
"""The verdict of both judges on one artifact, which is the same."""

import hashlib
import json

from forge.judges import JUDGES
from forge.resigning import resign
from rogatory.seal.timestamping.timestamps import request, token_of
from rogatory.wire import canonical


def edit(place, **changes):
    """Change members of a document, which stays canonical."""
    document = json.loads(place.read_bytes())
    place.write_bytes(canonical.encode(document | changes))


def stamp(document, number, authority, at):
    """Put a token by this authority, of this moment, beside a document."""
    digest = hashlib.sha256(document.read_bytes()).digest()
    token = token_of(authority.reply(request(digest), at, 7))
    document.with_name(f"{document.name}.{number}.tst").write_bytes(token)


def judged(material, artifact, held, *, trusted=True, given=None):
    """Return the outcome of each check, which is that of both judges; no judge changes what is judged. Trusted is
    what was `given`, else the directory as it was when the evidence was exported.
    """
    honest = material.artifacts[artifact.kind]
    before = honest.digest()
    if held is not None:
        resign(artifact, honest, held, material.case.clock.now())
    made = artifact.digest()
    ours, independent = (
        judge(artifact, given or ([material.directory] if trusted else []), material.now)
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
