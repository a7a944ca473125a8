# SPDX-License-Identifier: Apache-2.0
"""Changes by who holds a State's key and CA: its metadata and its revocation lists signed again."""

from collections.abc import Iterator
from datetime import timedelta

from forge.changes import Change, OwnChanges, both
from forge.directory_changes import renew_directory, renew_metadata_signatures
from forge.making import Kind
from forge.material import JUDGED, Artifact, Material
from forge.taken_states import SINCE
from rogatory.node.workstation.keys.revocation_record import make_lists
from rogatory.node.workstation.keys.state_ca_folder import load_state_ca


def renewed_by_state(code: str, *others: OwnChanges) -> OwnChanges:
    """The documents that a State signs itself, signed again: its part of the directory, and lists that withdraw
    nothing; then the `others`.
    """

    def changes(material: Material, kind: Kind) -> Iterator[Change]:
        federation = material.case.federation
        lists = make_lists(
            load_state_ca(federation.state(code) / "ca"),
            (),
            at=SINCE,
            until=JUDGED + timedelta(days=400),
            number=99,
        )
        for name in material.artifacts[kind].files():
            if name.endswith(f".{code.lower()}.json") and "/metadata/" in name:

                def metadata(artifact: Artifact, name: str = name) -> None:
                    renew_metadata_signatures(artifact.folder / name, [federation.state_key(code)])

                yield Change("metadata-signed-again", name, metadata)
            for family, data in lists.items():
                if not name.endswith(f"{code.lower()}-ca.{family}.crl"):
                    continue

                def listed(artifact: Artifact, name: str = name, data: bytes = data) -> None:
                    (artifact.folder / name).write_bytes(data)

                yield Change("list-signed-again", name, listed)
        if kind == "bundle":

            def renewed(artifact: Artifact) -> None:
                renew_directory(artifact, material.taken[code].directory, material.case.clock.now())

            yield Change("directory-renewed", "bundle/directory", renewed)
        yield from both(*others)(material, kind)

    return changes
