# SPDX-License-Identifier: Apache-2.0
"""The doctor: facts read from a node's home, and the findings drawn from them."""
