# SPDX-License-Identifier: Apache-2.0
"""Which authority of this State has a part in a package: what its workstation is given."""

from rogatory.node.context import Node
from rogatory.node.packages.package_documents import recipients_of
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageRecord


def takes_part(node: Node, record: PackageRecord, authority: str) -> bool:
    """Decide whether an authority of this State sealed a package, or has it sealed to it."""
    if record.direction is Direction.OUT:
        return record.sender == authority
    return authority in recipients_of(node, record)
