# SPDX-License-Identifier: Apache-2.0
"""The checks of a bundle: its files, its seal, its custody, its messages, its signers."""
