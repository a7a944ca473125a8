# SPDX-License-Identifier: Apache-2.0
"""The custody log: tree, tiles, checkpoints, cosignatures, proofs, witnesses and tombstones."""
