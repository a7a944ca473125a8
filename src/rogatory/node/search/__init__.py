# SPDX-License-Identifier: Apache-2.0
"""Text of requests as it is searched: folded, so that every spelling of a word is found."""
