# SPDX-License-Identifier: Apache-2.0
"""The contradictions that the lists of files of a foreign bag may not contain (RFC 8493, 2.1.3 and
2.2.1).
"""

from collections.abc import Iterator, Mapping

from rogatory.errors import Phrase, Reason
from rogatory.evidence import refusals
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.verification.bagit_rules import Manifest
from rogatory.wire.words import P_, FilledText


def faults_of_payload(payload: Mapping[str, Manifest]) -> Iterator[Reason]:
    """Check that all payload manifests list the same files, and payload alone."""
    every = {path for manifest in payload.values() for path in manifest}
    for name, manifest in payload.items():
        for path in manifest:
            if not path.startswith(DATA_FOLDER):
                yield wrong(
                    name,
                    FilledText(
                        P_("it lists {path}, which is not below {folder}"),
                        path=path,
                        folder=DATA_FOLDER,
                    ),
                )
        for path in sorted(every - manifest.keys()):
            yield wrong(
                name, FilledText(P_("it does not list {path}, as another manifest does"), path=path)
            )


def faults_of_tags(
    tags: Mapping[str, Manifest], payload: Mapping[str, Manifest]
) -> Iterator[Reason]:
    """Check that a tag manifest lists every payload manifest, and no payload."""
    for name, manifest in tags.items():
        for path in manifest:
            if path.startswith((DATA_FOLDER, "tagmanifest-")):
                yield wrong(
                    name, FilledText(P_("it lists {path}, which no tag manifest may"), path=path)
                )
        for missing in payload:
            if missing not in manifest:
                yield wrong(name, FilledText(P_("it does not list {missing}"), missing=missing))


def wrong(path: str, problem: Phrase) -> Reason:
    return refusals.BAG_FORM.because(path=path, problem=problem)
