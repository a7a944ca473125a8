# SPDX-License-Identifier: Apache-2.0
"""The node's ports with their real implementations: clock, register, signer, pager, scanner, directory."""
