# SPDX-License-Identifier: Apache-2.0
"""A package on its way, at a moment of its transfer."""

from dataclasses import replace
from datetime import timedelta

from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import TransferRecord

MIB = 1 << 20


def put(world, package, *, direction=Direction.OUT, segments=30, quiet=0, **more):
    """The same package under way: a segment a second until `quiet` seconds ago."""
    node = world.node("XB")
    last = node.clock.now() - timedelta(seconds=quiet)
    second = int(last.timestamp())
    is_out = direction is Direction.OUT
    record = replace(
        package,
        direction=direction,
        payload_size=100 * MIB,
        segment_size=MIB,
        segments=100,
        present=100 if is_out else segments,
        complete=is_out or segments == 100,
    )
    moving = TransferRecord(
        package.seal,
        "XA",
        direction,
        began=last,
        last=last,
        segments=segments,
        moved=segments * MIB,
        recent=tuple((second - back, MIB) for back in range(20, -1, -1)),
        **more,
    )
    with node.store.transaction():
        node.store.put_package(record)
        node.store.put_transfer(moving)
