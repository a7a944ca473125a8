# SPDX-License-Identifier: Apache-2.0
"""A reader's copy of the directory that knows of a theft, and what proves that something is older."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from casts.court.bundle_case import AT, OFFICE, Stamps
from rogatory.directory.entry.period import COMPROMISED, PeriodEnd
from rogatory.disk import Beneath
from rogatory.evidence.sealing.restamp import stamp_anew
from rogatory.node.court.reading import BundleFiles
from rogatory.node.court.verify import unlisted_documents
from rogatory.node.workstation.verification.trust import TrustedDirectory, read_trust

STOLEN = AT + timedelta(days=200)
NOW = AT + timedelta(days=400)
THEFT = PeriodEnd(STOLEN, COMPROMISED)


def _as_it_was(listed):
    return listed


@dataclass(frozen=True)
class Later(TrustedDirectory):
    """The reader's copy, with an edition that was published later: one State's part is another."""

    state: str = "XB"
    change: Callable = field(default=_as_it_was)

    def newest(self):
        view = super().newest()
        listed = {**view.listed, self.state: self.change(view.listed[self.state])}
        return replace(view, snapshot_version=view.snapshot_version + 1, listed=listed)


def stolen_key(case, use="authority", holder=f"xb/{OFFICE}", ended=THEFT):
    """The copy in which these certificates of a holder have ended."""

    def change(listed):
        certificates = tuple(
            replace(one, period=replace(one.period, ended=ended))
            if (one.use, one.holder) == (use, holder)
            else one
            for one in listed.entry.certificates
        )
        return replace(listed, entry=replace(listed.entry, certificates=certificates))

    return _later(case, holder[:2].upper(), change)


def stolen_passkeys(case, state="XA", ended=THEFT):
    """The copy in which every officer of a State lost his credentials."""

    def change(listed):
        officers = tuple(
            replace(one, period=replace(one.period, ended=ended))
            for one in listed.register.officers
        )
        return replace(listed, register=replace(listed.register, officers=officers))

    return _later(case, state, change)


def _later(case, state, change):
    plain = read_trust(case.federation.repository)
    return Later(plain.path, plain.network, plain.read, state, change)


def stamped_whole(bundle, case):
    """A timestamp over a list of `bundle.json`, its signatures, and all that lies beside it."""
    with Beneath(bundle) as beneath:
        documents = unlisted_documents(BundleFiles(bundle, beneath))
        return stamp_anew(bundle, "bundle.json", documents, [stamper(case)])


def stamper(case):
    return Stamps(case.federation, case.clock, serial=900).stamp


def without_witnesses(journal):
    """Take every cosignature out of the proofs of a journal's folder."""
    for path in journal.glob("*.tlog-proof"):
        lines = [one for one in path.read_text().split("\n") if "/witness " not in one]
        path.write_text("\n".join(lines))
