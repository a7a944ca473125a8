# SPDX-License-Identifier: Apache-2.0
"""A log takes no event in before the one that it follows."""

from casts.court.both_judges import judged
from forge.forgers import FORGERS


def test_a_log_that_is_written_anew_backwards_contradicts_the_events_in_it(material, tmp_path):
    """The log's keys and a witness hide when an act was entered: the signed events say which follows which."""
    [forger] = (one for one in FORGERS if one.name == "log-and-witness")
    log, found = forger.held(material).relogging, {}
    for backwards in (False, True):
        artifact = material.artifacts["package"].copy(tmp_path / f"forged-{backwards}")
        [(origin, proofs)] = log.proofs(artifact.path).items()
        places = [place for place, _ in sorted(proofs, key=lambda one: one[1].index)]
        log.write(origin, places[::-1] if backwards else places, material.case.clock.now())
        found[backwards] = judged(material, artifact, None)["custody-logged"]
    assert found == {False: "holds", True: "fails"}
