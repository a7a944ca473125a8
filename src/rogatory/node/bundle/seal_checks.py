# SPDX-License-Identifier: Apache-2.0
"""The checks of the seal in a bundle, where the encrypted package itself does not lie."""

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from rogatory.directory.view import View
from rogatory.errors import Refused
from rogatory.evidence.checks import Checklist, Undecided
from rogatory.evidence.seal_document import Seal, parse_seal
from rogatory.evidence.segments import check_list
from rogatory.evidence.trust import check_tokens
from rogatory.node.bundle import layout, names
from rogatory.node.bundle.reading import BundleFiles
from rogatory.node.bundle.signers import verify_as_listed
from rogatory.seal.signatures import Anchors, SignedBy
from rogatory.seal.timestamp_token import parse_token
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_

if TYPE_CHECKING:
    from rogatory.seal.timestamps import Stamped

SEAL_JSON = "seal.json"

NO_DIRECTORY = N_("the directory in the bundle does not hold")
ASK_FOR_DIRECTORY = N_("whoever has the directory of that time")


def need_view(view: View | None) -> View:
    """The view; a check that cannot be made without one is undecided."""
    if view is None:
        raise Undecided(NO_DIRECTORY, ASK_FOR_DIRECTORY)
    return view


class BundleSeal:
    """The documents of the seal.

    a. It is in its form.
    b. Each timestamp beside it stamps it, by an authority that the directory lists; there is one.
    c. Its sender signed it, as listed at the stamped time.
    d. The list of segments leads to its root.
    """

    def __init__(self, files: BundleFiles) -> None:
        self._files = files
        self.seal: Seal | None = None
        self.stamped: list[Stamped] = []
        self.signed: tuple[SignedBy, ...] = ()
        self._data = b""

    @property
    def digest(self) -> str:
        return sha256(self._data)

    def tokens(self) -> dict[str, bytes]:
        return {
            name: data
            for name, data in self._files.files(layout.SEAL).items()
            if name.startswith(f"{SEAL_JSON}.") and name.endswith(layout.STAMP)
        }

    def claimed_stamp(self) -> datetime | None:
        """The earliest time that a timestamp names, none of them verified yet."""
        times = []
        for token in self.tokens().values():
            try:
                times.append(parse_token(token).info.at)
            except Refused:
                continue
        return min(times, default=None)

    def read(self) -> None:
        self._data = self._files.read(f"{layout.SEAL}/{SEAL_JSON}")
        self.seal = parse_seal(self._data)

    def run(self, checks: Checklist, view: View | None, at: datetime) -> None:
        if not checks.run(names.SEAL_FORM, self.read):
            return
        checks.run(names.STAMPED, lambda: self._stamps(need_view(view), at))
        checks.run(names.SEAL_SIGNED, lambda: self._signatures(need_view(view), at))
        checks.run(names.SEGMENTS, self._segments)

    def _stamps(self, view: View, at: datetime) -> str:
        anchors = Anchors(view.tsa_certificates(at))
        return check_tokens(self.tokens(), bytes.fromhex(self.digest), anchors, self.stamped)

    def _signatures(self, view: View, at: datetime) -> str:
        assert self.seal is not None
        self.signed = verify_as_listed(
            view,
            self._data,
            self._files.signatures(f"{layout.SEAL}/{SEAL_JSON}"),
            holder=self.seal.sender,
            at=min((one.at for one in self.stamped), default=at),
            proven=bool(self.stamped),
        )
        return self.seal.sender

    def _segments(self) -> None:
        assert self.seal is not None
        listing = self._files.read(f"{layout.SEAL}/segments.b3")
        check_list(BytesIO(listing), count=self.seal.segments, root=self.seal.root)
