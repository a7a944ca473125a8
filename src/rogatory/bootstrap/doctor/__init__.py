# SPDX-License-Identifier: Apache-2.0
"""What is wrong with an installation: facts read from a node's home, and the findings drawn from them."""
