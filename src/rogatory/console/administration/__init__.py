# SPDX-License-Identifier: Apache-2.0
"""Pages for the administrator: officers' accounts, and the state of the node. No case is on them."""
