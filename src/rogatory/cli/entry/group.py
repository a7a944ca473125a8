# SPDX-License-Identifier: Apache-2.0
"""`rogatory entry`: what a State says of itself in the directory, on a machine of its ministry's own."""

from rogatory.cli.tree import LateGroup

entry = LateGroup(
    "entry",
    epilog="Example:  rogatory entry check entry-xa",
    help="What a State publishes about itself in the directory: its entry, its "
    "register of officers and its card, in a folder on a machine of the "
    "ministry. Nothing leaves it before it is signed.",
    places={
        "new": "rogatory.cli.entry.new:new",
        "fetch": "rogatory.cli.entry.new:fetch",
        "show": "rogatory.cli.entry.show:show",
        "check": "rogatory.cli.entry.show:check",
        "edit": "rogatory.cli.entry.edit:command",
        "add": "rogatory.cli.entry.keys:add",
        "end": "rogatory.cli.entry.keys:end",
        "announce-key": "rogatory.cli.entry.keys:announce_key",
        "officers": "rogatory.cli.entry.officers:officers",
        "card": "rogatory.cli.entry.card:card",
        "sign": "rogatory.cli.entry.sign:sign",
        "submit": "rogatory.cli.entry.sign:submit",
        "list": "rogatory.cli.entry.list:command",
    },
)
