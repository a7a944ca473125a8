# SPDX-License-Identifier: Apache-2.0
"""The queue: leases on rows of the node's database, and the bell that wakes an idle worker."""
