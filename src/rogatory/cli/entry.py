# SPDX-License-Identifier: Apache-2.0
"""`rogatory entry`: what a State says of itself in the directory, on a machine of its ministry's own."""

from rogatory.cli.tree import LateGroup

entry = LateGroup(
    "entry",
    epilog="Example:  rogatory entry check entry-xa",
    help="What a State says of itself in the directory: its entry, its register of officers and its "
    "card, in a folder on a machine of the ministry's own. Nothing leaves it before it is signed.",
    places={
        "new": "rogatory.cli.entry_new:new",
        "fetch": "rogatory.cli.entry_new:fetch",
        "show": "rogatory.cli.entry_show:show",
        "check": "rogatory.cli.entry_show:check",
        "edit": "rogatory.cli.entry_edit:command",
        "add": "rogatory.cli.entry_keys:add",
        "end": "rogatory.cli.entry_keys:end",
        "announce-key": "rogatory.cli.entry_keys:announce_key",
        "officers": "rogatory.cli.entry_officers:officers",
        "card": "rogatory.cli.entry_card:card",
        "sign": "rogatory.cli.entry_sign:sign",
        "submit": "rogatory.cli.entry_sign:submit",
        "list": "rogatory.cli.entry_list:command",
    },
)
