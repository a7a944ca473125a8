# SPDX-License-Identifier: Apache-2.0
"""The report of a bundle, in plain words: HTML that prints well, and PDF."""
