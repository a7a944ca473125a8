# SPDX-License-Identifier: Apache-2.0
"""The settings of a node's operator, each with the default that a small State needs."""

from dataclasses import dataclass, field
from datetime import timedelta

from rogatory.node.limits.bandwidth import Bandwidth
from rogatory.node.limits.fetch_limits import FetchLimits
from rogatory.node.limits.message_limits import MessageLimits


@dataclass(frozen=True, slots=True)
class Drills:
    """The automatic drills of this node, and the minutes within which it expects an answer."""

    send: bool = True
    """True where the node drills; in an exercise it does so only where this is set."""
    minutes: int = 30
    """Within how many minutes it wants an answer."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The operator's settings. Every value has the default that a small State needs."""

    page_undelivered_after: timedelta = timedelta(minutes=10)
    """How long a message may wait for its receipt before a human is called."""

    page_emergency_undelivered_after: timedelta = timedelta(minutes=2)
    """The same in a thread of an emergency: somebody must find the telephone."""

    clock_beat: timedelta = timedelta(minutes=2)
    """How often the clocks of open threads are looked at; the shortest of them runs half an hour."""

    checkpoint_beat: timedelta = timedelta(minutes=1)
    """The interval at which checkpoints are published, whatever happened: the rhythm reveals
    activity, too.
    """

    log_beat: timedelta = timedelta(minutes=10)
    """How often the logs of the other States are followed, and receipts looked for in them."""

    log_patience: timedelta = timedelta(hours=6)
    """How long a receipt may name an entry that no published checkpoint of its log reaches."""

    directory_beat: timedelta = timedelta(minutes=5)
    """How often the directory is refreshed, so that a revocation at night waits for nobody."""

    card_beat: timedelta = timedelta(minutes=10)
    """How often is looked whether a State's entry names a card that is not here yet."""

    segments_at_once: int = 2
    """Segments fetched at the same time, so that one is written while another comes; each takes its size in memory at
    both ends. More where the line is long, fewer where segments are large, see `fetch.MEMORY`."""

    emergencies_a_day: int = 12
    """The most emergencies of one State in the emergency lane within a day.

    The next ones come first in the ordinary queue, an officer is alerted, and only an officer can
    call back for them: a State that floods the desk buries its own need, and blocks no other
    State's second channel.
    """

    law: str = "world"
    """Which register of parties the law is read with: `world`, or `federation` in exercises."""

    drill_beat: timedelta = timedelta(hours=6)
    """How often it is looked whether the next drill of each State is planned."""

    drills: Drills = field(default_factory=Drills)
    """The drills that this node sends; the entry of its State says how it is drilled."""

    witness_policy: str | None = None
    """The text of the policy by which this node's log is to be witnessed, where it is another than
    its State's entry says."""

    witness_beat: timedelta = timedelta(minutes=1)
    """How often witnesses are asked for what they have not cosigned yet."""

    witness_grace: timedelta = timedelta(hours=1)
    """How long the log may be ahead of what its policy covers before a human is called. Nothing
    stops meanwhile or afterwards: silencing witnesses must not silence a State."""

    bandwidth: Bandwidth = field(default_factory=Bandwidth)
    """How fast evidence goes to and comes from each State."""

    fetching: FetchLimits = field(default_factory=FetchLimits)
    """How much evidence is taken from each State."""

    messages: MessageLimits = field(default_factory=MessageLimits)
    """How many messages each State's node may hand over."""

    requests_per_minute: int = 6000
    """Requests of one State's node in a minute, of all kinds: each costs a signature and a commit,
    and a hundred a second fetch evidence faster than any line."""

    requests_at_once: int = 6
    """Of one State's node, in each process of the door: two threads of eight are left to all others, whatever one peer
    does. Threads are what the limit protects, and each process has its own. The requests of a minute are counted for all
    processes and machines together."""
