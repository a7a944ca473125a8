# SPDX-License-Identifier: Apache-2.0
"""The checks of the seal in a bundle, where the encrypted package itself does not lie."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from rogatory.directory.view.view import DirectoryView
from rogatory.disk import is_plain_folder
from rogatory.evidence.checks import Checklist, Undecided, judge_each
from rogatory.evidence.sealed.earlier_seals import (
    Announced,
    SealEvents,
    refuse_taken_away,
    refuse_unproved,
    unannounced,
)
from rogatory.evidence.sealed.seal_chain import (
    CHAIN,
    SEALS,
    Chain,
    Link,
    entries_of_earlier,
    judge_chain,
    known_chain,
    read_chain,
)
from rogatory.evidence.sealed.seal_document import Seal, parse_seal
from rogatory.evidence.sealed.sealed_files import NO_SEAL, NOT_HERE, WHO_HAS_LIST, WHO_SEALED
from rogatory.evidence.sealed.segments import check_list
from rogatory.evidence.trust.archive_list import Documents
from rogatory.evidence.trust.claimed_moments import verified_not_ahead
from rogatory.evidence.trust.stamps import StampRules, Stamps
from rogatory.evidence.trust.timestamps import judge_stamps
from rogatory.node.court import layout, names
from rogatory.node.court.checks.signers import verify_as_listed
from rogatory.node.court.reading import BundleFiles
from rogatory.node.workstation.verification.cosigned import Cosigned, proved_moment
from rogatory.node.workstation.verification.listing_judge import Views
from rogatory.seal.signature_moments import SignatureMoments, earliest
from rogatory.seal.signatures import Signatures
from rogatory.seal.timestamping.timestamps import Stamped
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_, FilledText

if TYPE_CHECKING:
    from rogatory.seal.signatures import SignedBy

SEAL_JSON = "seal.json"

NO_DIRECTORY = N_("the directory in the bundle does not hold")
ASK_FOR_DIRECTORY = N_("anyone with the directory of that time")


def need_views(views: Views | None) -> Views:
    """Return the directory of the moment and the newest; undecided where there is none."""
    if views is None:
        raise Undecided(NO_DIRECTORY, ASK_FOR_DIRECTORY)
    return views


def need_view(view: DirectoryView | None) -> DirectoryView:
    """Return the view; a check that cannot be made without one is undecided."""
    if view is None:
        raise Undecided(NO_DIRECTORY, ASK_FOR_DIRECTORY)
    return view


type SealMoment = Callable[[str, str], Cosigned | None]
"""When another State's witness saw the event by which a sender recorded a seal of that digest."""

_P256, _MLDSA65 = f"{SEAL_JSON}.p256.p7s", f"{SEAL_JSON}.mldsa65.p7s"


def _moments(stamps: Stamps, claimed: datetime, sealing: Cosigned | None) -> SignatureMoments:
    seen = proved_moment(sealing)
    return SignatureMoments(
        claimed,
        text=earliest(stamps.proved(SEAL_JSON), seen),
        signatures=earliest(stamps.proved(SEAL_JSON, _P256, _MLDSA65), seen),
    )


class BundleSeal:
    """The documents of the seal.

    a. It is in its form. b. Each timestamp beside it stamps it, by an authority that the directory
    lists, and one still counts (`stamps.judge_stamps`); one that an event records was not taken
    away. c. Its sender signed it, as listed at the stamped time, and in the newest copy; it is not
    dated ahead of the check. d. The list of segments leads to its root. e. Where it replaces
    another: the earlier seals lead to it (`evidence.seal_chain`), each signed by its sender as
    listed at its own time. Else the check is not in the list.

    Without the seal the others cannot be decided; without the list, d cannot.
    """

    def __init__(self, files: BundleFiles) -> None:
        self._files = files
        self.sealing: SealMoment = lambda _digest, _sender: None
        self.announced: Announced = unannounced
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
    def first_digest(self) -> str:
        """SHA-256 of the first seal; empty where no seal could be read."""
        if self.chain and self.chain.links:
            return sha256(self.chain.links[0].data)
        return self.digest if self.seal else ""

    @property
    def proved(self) -> datetime | None:
        """When the bag is proved to have been sealed: by the first seal."""
        return self._earlier_stamps.get(1, self.stamps).proved(SEAL_JSON)

    def earlier(self) -> Iterator[tuple[str, str, datetime | None]]:
        """Yield, of each earlier seal, the path, who signed it, and when that is proved."""
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
        """Return the tokens over the seal itself."""
        return {
            name: data
            for name, data in self._files.files(layout.SEAL).items()
            if name.startswith(f"{SEAL_JSON}.") and name.endswith(layout.STAMP)
        }

    def all_tokens(self) -> dict[str, bytes]:
        """Return the tokens over the seal and over the lists beside it."""
        return {
            name: data
            for name, data in self._files.files(layout.SEAL).items()
            if name.endswith(layout.STAMP)
        }

    def stamped_moments(self, rules: StampRules) -> list[tuple[datetime, bytes]]:
        """Return the moments of the tokens over the seal that hold by these rules, earliest first,
        each with the certificate of its authority. No moment is taken from a token that does not
        hold.
        """
        if not self._files.there(f"{layout.SEAL}/{SEAL_JSON}"):
            return []
        found = judge_stamps(SEAL_JSON, self.documents(), rules).stamped
        return [(one.at, one.certificate) for one in found]

    def read(self) -> None:
        self._data = self._files.read(f"{layout.SEAL}/{SEAL_JSON}")
        self.seal = parse_seal(self._data)

    def run(self, checks: Checklist, views: Views | None, at: datetime, rules: StampRules) -> None:
        rest = (names.STAMPED, names.SEAL_SIGNED, names.SEGMENTS)
        if not checks.run(names.SEAL_FORM, self.read):
            chain = (CHAIN,) if self._has_earlier else ()
            checks.leave((*rest, *chain), NO_SEAL, WHO_SEALED)
            return
        checks.run(names.STAMPED, lambda: self._stamps(views, rules))
        checks.run(names.SEAL_SIGNED, lambda: self._signatures(need_views(views), at, rules.now))
        checks.run(names.SEGMENTS, self._segments)
        assert self.seal is not None
        if self.seal.replaces is not None or self._has_earlier:
            checks.run(CHAIN, lambda: self._chain(need_views(views), at, rules))

    @property
    def _has_earlier(self) -> bool:
        return bool(self._earlier_entries)

    @property
    def _earlier_entries(self) -> tuple[str, ...]:
        folder = self._files.folder / layout.SEAL
        return entries_of_earlier(folder) if is_plain_folder(folder) else ()

    def _stamps(self, views: Views | None, rules: StampRules) -> str:
        need_views(views)
        assert self.seal is not None
        self.stamps = judge_stamps(SEAL_JSON, self.documents(), rules.for_signer(self.seal.sender))
        self._refuse_taken_away(self.stamps, self.digest, named=False)
        return self.stamps.check()

    def _refuse_taken_away(self, stamps: Stamps, digest: str, *, named: bool) -> None:
        events = SealEvents(announced=self.announced)
        refuse_taken_away(stamps, digest, events, named=named)

    def documents(self) -> Documents:
        """Return the documents in the folder of the seal, as the lists name them."""
        found = tuple(self._files.below(layout.SEAL))

        def read(name: str) -> bytes:
            return self._files.read(f"{layout.SEAL}/{name}")

        def sha512(name: str) -> str:
            return hashlib.sha512(read(name)).hexdigest()

        return Documents(found, read, sha512, self._earlier_entries)

    def _signatures(self, views: Views, at: datetime, now: datetime) -> str:
        assert self.seal is not None
        sender = self.seal.sender
        signatures = self._files.signatures(f"{layout.SEAL}/{SEAL_JSON}")
        moments = _moments(self.stamps, at, self.sealing(self.digest, sender))
        self.signed = verified_not_ahead(
            self.seal.sealed,
            now,
            lambda: verify_as_listed(
                views, self._data, signatures, holder=sender, moments=moments, both=True
            ),
        )
        return sender

    def _chain(self, views: Views, at: datetime, rules: StampRules) -> str:
        assert self.seal is not None
        self.chain = known_chain(self.seal, self.documents())
        for link in self.chain.links:
            self._earlier_stamps[link.number] = judge_stamps(
                SEAL_JSON, link.documents, rules.for_signer(link.seal.sender)
            )

        def judge_link(link: Link) -> str | None:
            stamps, digest = self._earlier_stamps[link.number], sha256(link.data)
            found = link.documents
            second = found.read(_MLDSA65) if _MLDSA65 in found.names else None
            sender = link.seal.sender
            sealing = self.sealing(digest, sender)
            moments = _moments(stamps, at, sealing)

            def signed() -> None:
                signatures = Signatures(found.read(_P256), second)
                verified_not_ahead(
                    link.seal.sealed,
                    rules.now,
                    lambda: verify_as_listed(
                        views, link.data, signatures, holder=sender, moments=moments, both=True
                    ),
                )

            # The timestamp of the bundle does not suffice: who exports chooses its moment.
            seen = proved_moment(sealing)
            return judge_each(
                signed,
                lambda: self._refuse_taken_away(stamps, digest, named=True),
                lambda: refuse_unproved(link, stamps, seen, proved=seen is not None),
            )[-1]

        return judge_chain(read_chain(self.seal, self.documents()), judge_link)

    def _segments(self) -> None:
        assert self.seal is not None
        if not self._files.there(f"{layout.SEAL}/segments.b3"):
            raise Undecided(FilledText(NOT_HERE, path="seal/segments.b3"), WHO_HAS_LIST)
        listing = self._files.read(f"{layout.SEAL}/segments.b3")
        check_list(BytesIO(listing), count=self.seal.segments, root=self.seal.root)
