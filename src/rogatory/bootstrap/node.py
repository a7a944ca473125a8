# SPDX-License-Identifier: Apache-2.0
"""From a home to a node: every port with its real implementation."""

import contextlib
import dataclasses
import functools
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import ProgrammingError

from rogatory.bootstrap.home.certificates import own_certificates
from rogatory.bootstrap.home.folder import Home, read_home
from rogatory.bootstrap.home.keys import (
    log_mldsa44,
    log_signer,
    node_secret,
    own_witness_keys,
)
from rogatory.bootstrap.home.server_file import server_file
from rogatory.bootstrap.node_toml.settings import ELSEWHERE
from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.bootstrap.ports.directory_reading import fetcher_of
from rogatory.bootstrap.ports.object_store import objects_of
from rogatory.bootstrap.ports.pager import ComposedPager
from rogatory.bootstrap.ports.paging import means_of
from rogatory.bootstrap.ports.register import open_register
from rogatory.bootstrap.ports.reloaded_keys import (
    ReloadedAuthorities,
    ReloadedKeys,
    reloaded_line_key,
)
from rogatory.bootstrap.ports.signer import FileSigner
from rogatory.bootstrap.ports.signer_elsewhere import SignerElsewhere
from rogatory.node.completeness.closed import SignerOnceOpen
from rogatory.node.context import Node
from rogatory.node.limits.operator_settings import Drills, Settings
from rogatory.node.peer_health.clock_difference import measure
from rogatory.node.ports import Clock, Register, Store
from rogatory.storage.directory import DatabaseDirectoryCopy
from rogatory.storage.failover.guard import ServerGuard, lift_guard, unchecked, when_accepted
from rogatory.storage.queue.bell import ring
from rogatory.storage.queue.jobs import DatabaseQueue
from rogatory.storage.queue.notices import notify_workers
from rogatory.storage.queue.signing import SigningQueue
from rogatory.storage.store import DatabaseStore
from rogatory.storage.transactions.fence import know_fence
from rogatory.transport.client import HttpPeers
from rogatory.transport.hook_line import HttpHookLine
from rogatory.transport.peer_client import PeerClient
from rogatory.transport.timestamps import HttpTimestamps
from rogatory.wire.randomness import Random

LEFT_TO_OTHERS = 2
"""Threads of the door that one State's node cannot take, however much it asks at once."""


def build_node(
    home: Home,
    *,
    random: Random = os.urandom,
    clock: Clock | None = None,
    directory: str | None = None,
    any_server: bool = False,
) -> Node:
    """Return the node of a home. Django must be set up; nothing is fetched and no thread is
    started.

    `directory` is another copy than the one that the settings name, for this once. With `any_server`
    this process uses the database's server though it may not be accepted: to accept it, or to repair what is missing.

    Raises:
        Refused: a key is missing, others may read it, or it does not fit.
    """
    if any_server:
        lift_guard()
    else:
        ServerGuard(server_file(home)).install()
    clock = clock or SystemClock()
    store = DatabaseStore()
    home = _in_newest_epoch(home, store)
    _know_fence(home)
    shared = DatabaseDirectoryCopy() if home.database_url else None
    register = open_register(home, clock, fetcher_of(directory or home.directory_url), shared)
    signer = SignerOnceOpen(
        _signer_elsewhere(home, register, clock)
        if home.signer == ELSEWHERE
        else FileSigner(
            home.network,
            ReloadedAuthorities(home),
            ReloadedKeys(home),
            log_signer(home),
            register.view,
            own_witness_keys(home),
            log_mldsa44(home),
        ),
        store,
    )
    when_accepted(signer)
    return Node(
        state=home.state,
        network=home.network,
        url=home.node_url,
        log_origin=home.log_origin,
        clock=clock,
        random=random,
        store=store,
        queue=DatabaseQueue(ring=functools.partial(_wake_workers, home.bell)),
        objects=objects_of(home),
        signer=signer,
        register=register,
        peers=_peers(home, register, clock, random, store),
        timestamps=HttpTimestamps(home.timestamp_urls, register.view, clock, random),
        pager=ComposedPager(means_of(home.path, home.paging, home.console_url, clock)),
        settings=settings_of(home),
        certificates=functools.partial(own_certificates, home),
        hook_line=HttpHookLine(clock, random, functools.partial(node_secret, home)),
    )


def _wake_workers(bell: Path) -> None:
    """Wake the workers of this machine, and those of others."""
    ring(bell)
    notify_workers()


def _in_newest_epoch(home: Home, store: Store) -> Home:
    """Return the home of a machine that shares its database in the epoch that another one may have begun."""
    if not home.database_url:
        return home
    with unchecked():
        try:
            newest = store.log_epoch()
        except ProgrammingError:  # its tables are not made yet: no epoch has begun there
            return home
    return dataclasses.replace(home, log_epoch=max(home.log_epoch, newest))


def _signer_elsewhere(home: Home, register: Register, clock: Clock) -> SignerElsewhere:
    """Return a signer that asks the one on the host that has the keys."""

    def cosigns() -> bool:
        return bool(register.view().entry(home.state).witnesses)

    return SignerElsewhere(ReloadedKeys(home), SigningQueue(), cosigns, clock.now)


def _know_fence(home: Home) -> None:
    """Have each transaction of this process compare the fence, on whatever server it is read."""
    with unchecked() if home.database_url else contextlib.nullcontext():
        know_fence()


@functools.cache
def running_node() -> Node:
    """Return the node of the home that ROGATORY_HOME names, one for the whole process."""
    return build_node(read_home(Path(os.environ["ROGATORY_HOME"])))


def settings_of(home: Home) -> Settings:
    """Return the use-cases' settings; `limits` in node.toml gives durations in seconds."""
    given: dict[str, Any] = {}
    for each in dataclasses.fields(Settings):
        if each.name in home.limits:
            value = home.limits[each.name]
            is_duration = isinstance(each.default, timedelta)
            given[each.name] = timedelta(seconds=value) if is_duration else value
    given["law"] = "federation" if home.exercise else "world"
    # In an exercise time is made to jump: a trainer who wants drills asks for them.
    given["drills"] = Drills(**{"send": not home.exercise, **home.drills})
    found = dataclasses.replace(
        Settings(),
        bandwidth=home.bandwidth,
        messages=home.messages,
        fetching=home.fetching,
        witness_policy=home.witness_policy,
        **given,
    )
    share = max(1, home.door_threads - LEFT_TO_OTHERS)
    return dataclasses.replace(found, requests_at_once=min(found.requests_at_once, share))


def _peers(home: Home, register: Register, clock: Clock, random: Random, store: Store) -> HttpPeers:
    key = reloaded_line_key(home)

    def report_contact(state: str, theirs: datetime | None, group: str | None) -> None:
        measure(store, state, theirs, group, clock.now())

    line = PeerClient(
        register.view,
        key,
        clock,
        random,
        loopback_allowed=home.on_loopback,
        report_contact=report_contact,
    )
    return HttpPeers(line)
