# SPDX-License-Identifier: Apache-2.0
"""The page on which a draft's translation is signed."""
