# SPDX-License-Identifier: Apache-2.0
"""Sealed packages in the node: taken in, served, fetched, handed over, and what may be done with them."""
