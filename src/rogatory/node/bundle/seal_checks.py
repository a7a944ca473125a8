# SPDX-License-Identifier: Apache-2.0
"""The checks of the seal in a bundle, where the encrypted package itself does not lie."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from rogatory.directory.view import View
from rogatory.errors import Refused
from rogatory.evidence.archive_list import Documents
from rogatory.evidence.checks import Checklist, Undecided
from rogatory.evidence.seal_chain import CHAIN, SEALS, Chain, judge_chain, read_chain
from rogatory.evidence.seal_document import Seal, parse_seal
from rogatory.evidence.sealed_files import NO_SEAL, NOT_HERE, WHO_HAS_LIST, WHO_SEALED
from rogatory.evidence.segments import check_list
from rogatory.evidence.stamps import StampRules, Stamps, judge_stamps
from rogatory.node.bundle import layout, names
from rogatory.node.bundle.reading import BundleFiles
from rogatory.node.bundle.signers import verify_as_listed
from rogatory.node.seal_chain import ListedLinkJudge
from rogatory.seal.timestamp_token import parse_token
from rogatory.seal.timestamps import Stamped
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_, Said

if TYPE_CHECKING:
    from rogatory.seal.signatures import SignedBy

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
    b. Each timestamp beside it stamps it, by an authority that the directory lists, and one still
       counts (`stamps.judge_stamps`).
    c. Its sender signed it, as listed at the stamped time.
    d. The list of segments leads to its root.
    e. Where it replaces another: the earlier seals lead to it (`evidence.seal_chain`), each signed
       by its sender as listed at its own time. Else the check does not stand in the list.

    Without the seal the others cannot be decided, without the list d.
    """

    def __init__(self, files: BundleFiles) -> None:
        self._files = files
        self.seal: Seal | None = None
        self.stamps = Stamps(SEAL_JSON)
        self.chain: Chain | None = None
        self._earlier_stamps: dict[int, Stamps] = {}
        self.signed: tuple[SignedBy, ...] = ()
        self._data = b""

    @property
    def digest(self) -> str:
        return sha256(self._data)

    @property
    def first(self) -> Seal | None:
        """The seal under which the bag was made."""
        return self.chain.first if self.chain else self.seal

    @property
    def proved(self) -> datetime | None:
        """When the bag is proved to have been sealed: by the first seal."""
        return self._earlier_stamps.get(1, self.stamps).proved(SEAL_JSON)

    def earlier(self) -> Iterator[tuple[str, str, datetime | None]]:
        """Of each earlier seal the path, who signed it, and when that is proved."""
        for link in self.chain.links if self.chain else ():
            stamps = self._earlier_stamps.get(link.number)
            path = f"{layout.SEAL}/{SEALS}{link.number}/{SEAL_JSON}"
            yield path, link.seal.sender, stamps.proved(SEAL_JSON) if stamps else None

    @property
    def digests(self) -> tuple[str, ...]:
        """Of this seal and the earlier ones."""
        return (self.digest, *(self.chain.digests() if self.chain else ()))

    @property
    def stamped(self) -> tuple[Stamped, ...]:
        """The timestamps that count."""
        return self.stamps.stamped

    def tokens(self) -> dict[str, bytes]:
        """Those over the seal itself."""
        return {
            name: data
            for name, data in self._files.files(layout.SEAL).items()
            if name.startswith(f"{SEAL_JSON}.") and name.endswith(layout.STAMP)
        }

    def all_tokens(self) -> dict[str, bytes]:
        """Those over the lists beside it, too."""
        return {
            name: data
            for name, data in self._files.files(layout.SEAL).items()
            if name.endswith(layout.STAMP)
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

    def run(self, checks: Checklist, view: View | None, at: datetime, rules: StampRules) -> None:
        rest = (names.STAMPED, names.SEAL_SIGNED, names.SEGMENTS)
        if not checks.run(names.SEAL_FORM, self.read):
            checks.leave(rest, NO_SEAL, WHO_SEALED)
            return
        checks.run(names.STAMPED, lambda: self._stamps(view, rules))
        checks.run(names.SEAL_SIGNED, lambda: self._signatures(need_view(view), at))
        checks.run(names.SEGMENTS, self._segments)
        assert self.seal is not None
        if self.seal.replaces is not None or self._files.there(f"{layout.SEAL}/{SEALS}"):
            checks.run(CHAIN, lambda: self._chain(need_view(view), at, rules))

    def _stamps(self, view: View | None, rules: StampRules) -> str:
        need_view(view)
        self.stamps = judge_stamps(SEAL_JSON, self.documents(), rules)
        return self.stamps.check()

    def documents(self) -> Documents:
        """What lies in the folder of the seal, as the lists name it."""
        found = tuple(self._files.below(layout.SEAL))

        def read(name: str) -> bytes:
            return self._files.read(f"{layout.SEAL}/{name}")

        return Documents(found, read, lambda name: hashlib.sha512(read(name)).hexdigest())

    def _signatures(self, view: View, at: datetime) -> str:
        assert self.seal is not None
        proved = self.stamps.proved(SEAL_JSON)
        self.signed = verify_as_listed(
            view,
            self._data,
            self._files.signatures(f"{layout.SEAL}/{SEAL_JSON}"),
            holder=self.seal.sender,
            at=proved or at,
            proven=proved is not None,
        )
        return self.seal.sender

    def _chain(self, view: View, at: datetime, rules: StampRules) -> str:
        assert self.seal is not None
        self.chain = read_chain(self.seal, self.documents())
        judge_link = ListedLinkJudge(view, at, rules)
        self._earlier_stamps = judge_link.stamps
        return judge_chain(self.chain, judge_link)

    def _segments(self) -> None:
        assert self.seal is not None
        if not self._files.there(f"{layout.SEAL}/segments.b3"):
            raise Undecided(Said(NOT_HERE, path="seal/segments.b3"), WHO_HAS_LIST)
        listing = self._files.read(f"{layout.SEAL}/segments.b3")
        check_list(BytesIO(listing), count=self.seal.segments, root=self.seal.root)
