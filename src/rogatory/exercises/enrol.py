# SPDX-License-Identifier: Apache-2.0
"""The keeper of a fictional State's register: lists an officer's console passkey, as asked.

What a ministry does in steps and in person (`rogatory entry officers enrol`, `sign`, `submit`) is
done here at once, since an exercise has the State's key in its folder. Nobody compares any digits:
the player is officer and keeper at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rogatory.bootstrap.accounts.officers import set_up
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.ports.directory_reading import fetcher_of
from rogatory.bootstrap.ports.register import open_register
from rogatory.directory.draft import officers
from rogatory.directory.draft.enrolment import Enrolment, enrolment_reasons
from rogatory.directory.draft.published import fetched
from rogatory.directory.entry.period import LISTED_FOR, Period
from rogatory.directory.entry.register import OfficerRecord, build_register
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.submission.state_role import sign_entry
from rogatory.directory.view.as_of import read_listed, read_role, read_top_level
from rogatory.errors import Refused, refuse_if_any
from rogatory.exercises import refusals
from rogatory.exercises.federation import Federation
from rogatory.node.officers.passkeys import enrolment
from rogatory.node.ports import Clock
from rogatory.wire.digests import sha256


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The result of an enrolment: the register's version in the directory, and the passkeys listed
    now.
    """

    officer: str
    version: int
    passkeys: tuple[Enrolment, ...]


def federation_in(home: Path) -> Federation:
    """Return the network of the demo, or of played cases, in a home; refuses a folder without one."""
    for folder in (home, home / "all", *sorted(home.glob("without-*"))):
        if (folder / "network" / "repository").is_dir():
            return Federation(folder / "network")
    raise Refused(refusals.NO_NETWORK.because(home=str(home)))


def enrol(federation: Federation, officer: str, clock: Clock) -> Enrolled:
    """List every passkey of an officer's account in his State's register, for what he is already.

    1. The network has that State, and its register the officer.
    2. His account at the console has a passkey, made for the relying party that the entry lists.
    3. Entry and register are signed with the State's key, and published like any other.
    4. All nodes of the network bring their copies up to date.

    Raises:
        Refused: with every reason of 1 or 2; nothing is published.
    """
    state, at = officer[:2].upper(), clock.now().replace(microsecond=0)
    folder = federation.node(state)
    if not (folder / SETTINGS_FILE).exists():  # 1
        raise Refused(refusals.NO_SUCH_STATE.because(officer=officer, home=str(federation.folder)))
    publisher = Publisher(federation.repository, federation.online_key())
    publisher.tick_if_due(at)  # an exercise that slept for a week has an old timestamp
    read = fetched(fetcher_of(str(federation.repository)))
    top = read_top_level(read, network=read_home(folder).network, at=at)
    role = read_role(top, read, state, at)
    listed = read_listed(top, read, state, role)
    authorities, roles = officers.roles_of(listed.register, officer, at)
    wanted = _requested(folder, officer, listed.entry.relying_party.id)  # 2
    refuse_if_any(
        [one for each in wanted for one in enrolment_reasons(each, listed.entry, officer, None)]
    )
    known = {one.credential for one in listed.register.officers}
    fresh = tuple(one for one in wanted if one.credential not in known)
    if not fresh:
        raise Refused(refusals.NOTHING_TO_LIST.because(officer=officer))
    register, period = listed.register, Period(at, at + LISTED_FOR)
    for one in fresh:
        record = OfficerRecord(officer, authorities, roles, one.credential, one.key, period)
        register = officers.enrol(register, record)
    entry = replace(listed.entry, officers=sha256(build_register(register)))
    version = role.signed.version + 1
    key = federation.state_key(state)
    submission = sign_entry(
        entry, register, network=federation.network, keys=[key], version=version, at=at
    )
    publisher.accept(submission, at=at)  # 3
    _refresh(federation, at, clock)  # 4
    return Enrolled(officer, version, fresh)


def _requested(folder: Path, officer: str, party: str) -> Sequence[Enrolment]:
    """Return the enrolments that the officer's passkeys at the console ask for."""
    set_up(folder)
    from rogatory.console.accounts.passkeys import public_halves

    found = public_halves(officer)
    if not found:
        url = read_home(folder).console_url
        raise Refused(refusals.NO_PASSKEY.because(officer=officer, console=url))
    return [enrolment(one, officer, party) for one in found]


def _refresh(federation: Federation, at: datetime, clock: Clock) -> None:
    fetch = fetcher_of(str(federation.repository))
    for folder in sorted((federation.folder / "nodes").iterdir()):
        open_register(read_home(folder), clock, fetch).refresh(at)
