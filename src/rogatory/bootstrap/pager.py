# SPDX-License-Identifier: Apache-2.0
"""The port `Pager`: for now a line in the node's log beside the record in its books.

The record is what the desk shows; a State that wants a telephone called has its monitoring look
for the logger's name.
"""

import logging

from rogatory.node.records import Page
from rogatory.wire.moments import format_moment

_log = logging.getLogger("rogatory.pager")


class LogPager:
    def page(self, page: Page) -> None:
        """Write the call at the level that monitoring looks for. No content of a case is in it."""
        _log.error(
            "page %s at %s thread %s: %s", page.id, format_moment(page.at), page.thread, page.reason
        )
