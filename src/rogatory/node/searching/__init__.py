# SPDX-License-Identifier: Apache-2.0
"""Text of requests as it is searched: what is folded, and into what."""
