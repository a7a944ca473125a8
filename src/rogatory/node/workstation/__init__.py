# SPDX-License-Identifier: Apache-2.0
"""An examiner's workstation: keys, collecting, sealing, opening, checking, the journal.

It works without a node and without a network; the journal beside the object records each act and is
handed to the node's log at once or later.
"""
