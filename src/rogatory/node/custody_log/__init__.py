# SPDX-License-Identifier: Apache-2.0
"""The node's own custody log: its events, checkpoints and proofs."""
