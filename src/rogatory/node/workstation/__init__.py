# SPDX-License-Identifier: Apache-2.0
"""What an examiner's machine does: keys, collecting, sealing, opening, checking, the journal.

Works without a node and without a network; what happened stands in the journal beside the
object and is handed to the node's log at once or later.
"""
