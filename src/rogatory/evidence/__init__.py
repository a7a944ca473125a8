# SPDX-License-Identifier: Apache-2.0
"""Evidence: collect, describe, package, seal, open, extract, verify. Streams; no network, no clock."""
