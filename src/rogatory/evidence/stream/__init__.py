# SPDX-License-Identifier: Apache-2.0
"""The stream of a package: tar, encryption and segments in one pass, out and in."""
