# SPDX-License-Identifier: Apache-2.0
"""The check of an order by a provider, who has no account and no node.

An order counts while the certificates that signed it are in force: nothing at hand proves that it was
signed earlier, and its own date is the signer's word.
"""

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from rogatory.directory.entry.card import LARGEST_CARD
from rogatory.errors import Refused, refuse_if_any
from rogatory.evidence.checks import Checklist, Undecided
from rogatory.node.court.checks.identity import check_identity, is_vouched_for
from rogatory.node.provider_orders import refusals
from rogatory.node.provider_orders.call_back_numbers import CallBackNumbers, numbers_to_call
from rogatory.node.provider_orders.directory_inside import directory_inside
from rogatory.node.provider_orders.document import LARGEST_ORDER, OrderDocument, parse_order
from rogatory.node.provider_orders.given_withdrawal import (
    GivenWithdrawal,
    read_withdrawal,
    refuse_other_withdrawal,
)
from rogatory.node.provider_orders.layout import CARD, ORDER, FolderPlace, read_order_folder
from rogatory.node.provider_orders.order_verification import (
    CALL_BACK,
    CURRENT,
    DIRECTORY,
    FORM,
    IN_FORCE,
    LAYOUT,
    NOT_WITHDRAWN,
    SIGNED,
    WITHDRAWAL,
    OrderVerification,
)
from rogatory.node.provider_orders.signed_form import SignedForm, refuse_unsigned
from rogatory.node.workstation.verification.rests_on import (
    COPY_EXPIRED,
    ROOT_ONLY,
    SECRETARIAT,
    RestsOn,
    rests_on,
)
from rogatory.node.workstation.verification.trust import (
    Trusted,
    TrustedCertificates,
    TrustedDirectory,
    TrustedEntry,
    directories_of,
    parts_of,
    refuse_broken_copies,
)
from rogatory.seal.signature_moments import ahead_reasons
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_, FilledText, reasons_text

if TYPE_CHECKING:
    from rogatory.directory.view.view import DirectoryView
    from rogatory.node.provider_orders.withdrawal import WithdrawalDocument

NOT_READ = N_("the order cannot be read")
WHO_ORDERED = N_("the authority, called back by a number that you have from elsewhere")
NONE_GIVEN = N_("no withdrawal was given: only what was given was looked at")
NOT_PROVED = N_("the withdrawal that you gave is not proved")
WITHDRAWAL_UNPROVED = N_("the withdrawal that you gave does not count: {problem}")
NO_DIRECTORY = N_("no copy of the directory is at hand")
NOT_VOUCHED_FOR = N_(
    "nothing that you gave vouches for the directory at hand: its number may be a forger's"
)
NOT_CURRENT = N_("the copy of the directory is not current: the State may have another number now")
WHO_HAS_ROOT = N_(
    "anyone who has the fingerprint of the network's first root by another way than the order (--trust)"
)
RELATIVE = N_(
    "nothing was given to trust: all is relative to the directory that came with the order, which "
    "its sender may have made"
)
NO_CARD = N_("the State's card, which has its numbers, did not come with the order")
NO_NUMBER = N_(
    "the State's card has no number of the authority, or of one that confirms its requests"
)
HOLDS_SIGNED = N_("{authority}, at {at} as it states; snapshot {snapshot} of the directory")


def check_order(
    path: FolderPlace,
    *,
    trusted: Trusted | None,
    now: datetime,
    withdrawal: FolderPlace | None = None,
) -> OrderVerification:
    """Make every check of the order in a folder, beside a withdrawal of it where one was given. Nothing is written, and nothing is fetched.

    1. Nothing lies in the folder but what has a place there.
    2. The order is in its form.
    3. The copy of the directory in it holds, and is of the root that was given.
    4. The newest copy at hand is current.
    5. The authority that the order names signed it by both algorithms, with certificates that the directory
       lists, that are in force now and were when the order says that it was signed, and for its network.
    6. The order is not dated ahead and has not ended.
    7. A withdrawal that was given is by the authority that ordered, of this order, and signed after it. Where it is
       not, that is undecided: a false one must not end a genuine order.
    8. No withdrawal was given that holds. Where none was given, only what was given was looked at.
    9. The State's card is the one that its entry names, and has a number to call back.

    Raises:
        Refused: what was given to trust names no network, or does not hold. A fault of the order is never
            refused: a check reports it.
    """
    refuse_broken_copies(trusted)
    refuse_if_any(
        refusals.TRUST.because(path=one.path)
        for one in parts_of(trusted)
        if isinstance(one, TrustedEntry | TrustedCertificates)
    )
    return _OrderChecks(path, trusted, now, withdrawal).run()


class _OrderChecks:
    """The checks of one order, with what each leaves to the next."""

    def __init__(
        self,
        path: FolderPlace,
        trusted: Trusted | None,
        now: datetime,
        withdrawal: FolderPlace | None,
    ) -> None:
        self._trusted, self._now = trusted, now
        self._withdrawal_path = withdrawal
        self._given: GivenWithdrawal | None = None
        self._withdrawal: WithdrawalDocument | None = None
        self._folder = read_order_folder(path)
        self._list = Checklist()
        self._data = b""
        self._order: OrderDocument | None = None
        self._inside: TrustedDirectory | None = None
        self._brought: DirectoryView | None = None
        self._view: DirectoryView | None = None
        self._call_back = CallBackNumbers()

    def run(self) -> OrderVerification:
        checks = self._list
        checks.run(LAYOUT, self._folder.check_layout)
        checks.run(FORM, self._read)
        vouched = checks.run(DIRECTORY, self._judge_directory)
        self._given = self._read_withdrawal()
        self._view = self._newest()
        current = checks.run(CURRENT, self._check_current)
        signed = checks.run(SIGNED, self._check_signed)
        checks.run(IN_FORCE, self._check_in_force)
        if self._given is not None:
            checks.run(WITHDRAWAL, self._check_withdrawal)
        checks.run(NOT_WITHDRAWN, self._check_not_withdrawn)
        checks.run(CALL_BACK, lambda: self._check_call_back(vouched=vouched, current=current))
        fails = any(one.outcome == "fails" for one in checks.checks)
        shown = vouched and current and not fails
        edition = self._view.edition if self._view else None
        return OrderVerification(
            tuple(checks.checks),
            self._order,
            sha256(self._data),
            self._rests(vouched=vouched),
            self._call_back if shown else CallBackNumbers(),
            self._confirming() if shown else (),
            self._name() if shown and signed else None,
            edition.snapshot if edition else None,
            edition.expires if edition else None,
            None if self._withdrawal is None else self._withdrawal.since,
        )

    def _read(self) -> None:
        self._data = self._folder.bytes_of(ORDER, LARGEST_ORDER)
        self._order = parse_order(self._data)

    def _read_withdrawal(self) -> GivenWithdrawal | None:
        """Return the withdrawal that was given, with its directory where that is of the order's own network."""
        if self._withdrawal_path is None:
            return None
        networks = [one.network for one in directories_of(self._trusted)]
        if self._inside is not None:
            networks.insert(0, self._inside.network)
        return read_withdrawal(self._withdrawal_path, next(iter(networks), None))

    def _judge_directory(self) -> str | None:
        inside = self._inside = directory_inside(self._folder)
        if inside is None:
            if directories_of(self._trusted):
                return None
            raise Undecided(NO_DIRECTORY if self._trusted is None else ROOT_ONLY, WHO_HAS_ROOT)
        brought = inside.newest()
        if self._trusted is None:
            self._brought = brought
            raise Undecided(RELATIVE, WHO_HAS_ROOT)
        try:
            remark = check_identity(inside.read, inside.network, brought, self._trusted)
        except Refused as error:
            problem = reasons_text(error.reasons)
            raise Refused(refusals.OTHER_DIRECTORY.because(problem=problem)) from error
        except Undecided:
            self._brought = brought
            raise
        self._brought = brought
        return remark

    def _newest(self) -> "DirectoryView | None":
        """Return the newest copy of the directory that may be used: those given, and the one inside unless it is
        another network's.
        """
        copies = [one.newest() for one in directories_of(self._trusted)]
        if self._brought is not None:
            copies.append(self._brought)
        if self._given is not None and self._given.brought is not None and copies:
            copies.append(self._given.brought)
        return max(copies, key=lambda one: one.snapshot_version, default=None)

    def _rests(self, *, vouched: bool) -> RestsOn:
        network = self._inside.network if self._inside is not None else None
        if network is None and directories_of(self._trusted):
            return rests_on(self._trusted, self._now)
        return rests_on(
            self._trusted,
            self._now,
            of_bundle=True,
            network=network,
            brought=self._brought,
            vouched=vouched and self._is_vouched_for(),
        )

    def _is_vouched_for(self) -> bool:
        inside = self._inside
        return inside is not None and is_vouched_for(inside.read, inside.network, self._trusted)

    def _check_current(self) -> str:
        edition = self._need_view().edition
        if edition is None:
            raise Undecided(NO_DIRECTORY, FilledText(SECRETARIAT))
        until = format_moment(edition.expires)
        if edition.expires <= self._now:
            remark = FilledText(
                COPY_EXPIRED,
                snapshot=edition.snapshot,
                expires=until,
                whom=FilledText(SECRETARIAT),
            )
            raise Undecided(remark, FilledText(SECRETARIAT))
        return until

    def _check_signed(self) -> str:
        order, view = self._need_order(), self._need_view()
        form = SignedForm(ORDER, self._data, self._folder.signatures(), order)
        refuse_unsigned(form, view, self._trusted, self._now)
        return FilledText(
            HOLDS_SIGNED,
            authority=order.authority,
            at=format_moment(order.signed),
            snapshot=view.snapshot_version,
        )

    def _check_withdrawal(self) -> str:
        """Take the withdrawal that was given, where it is one of this order."""
        order, view = self._need_order(), self._need_view()
        assert self._given is not None
        try:
            self._withdrawal = refuse_other_withdrawal(
                self._given, order, view, self._trusted, self._now
            )
        except Refused as error:
            problem = reasons_text(error.reasons)
            remark = FilledText(WITHDRAWAL_UNPROVED, problem=problem)
            raise Undecided(remark, WHO_ORDERED, error.reasons) from error
        return format_moment(self._withdrawal.since)

    def _check_not_withdrawn(self) -> None:
        if self._withdrawal is not None:
            since = format_moment(self._withdrawal.since)
            raise Refused(refusals.WITHDRAWN.because(since=since))
        raise Undecided(NONE_GIVEN if self._given is None else NOT_PROVED, WHO_ORDERED)

    def _check_in_force(self) -> str:
        order = self._need_order()
        reasons = ahead_reasons(order.signed, self._now)
        if order.ends <= self._now:
            reasons.append(refusals.ENDED.because(at=format_moment(order.ends)))
        refuse_if_any(reasons)
        return format_moment(order.ends)

    def _check_call_back(self, *, vouched: bool, current: bool) -> None:
        """Take the numbers of the State's card, where the card is the one that its entry names."""
        data = self._folder.bytes_of(CARD, LARGEST_CARD)
        if not data:
            raise Undecided(NO_CARD, WHO_ORDERED)
        order, view = self._need_order(), self._need_view()
        entry = view.entry(parse_authority(order.authority).state)
        found = numbers_to_call(entry, data, order.authority)
        if not vouched:
            raise Undecided(NOT_VOUCHED_FOR, WHO_HAS_ROOT)
        if not current:
            raise Undecided(NOT_CURRENT, FilledText(SECRETARIAT))
        if not found.numbers and not found.channels:
            raise Undecided(NO_NUMBER, WHO_ORDERED)
        self._call_back = found

    def _confirming(self) -> tuple[str, ...]:
        if self._order is None or self._view is None:
            return ()
        with suppress(Refused):  # the check of the signatures reports it
            return self._view.entry(parse_authority(self._order.authority).state).call_back
        return ()

    def _name(self) -> str | None:
        order, view = self._order, self._view
        if order is None or view is None:
            return None
        return view.authority(order.authority).names["en"]

    def _need_order(self) -> OrderDocument:
        if self._order is None:
            raise Undecided(NOT_READ, WHO_ORDERED)
        return self._order

    def _need_view(self) -> "DirectoryView":
        if self._view is None:
            raise Undecided(NO_DIRECTORY, WHO_HAS_ROOT)
        return self._view
