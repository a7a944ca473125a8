# SPDX-License-Identifier: Apache-2.0
"""The tables of `node.toml`: what each may hold, and writing them."""
