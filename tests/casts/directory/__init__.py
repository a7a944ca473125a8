# SPDX-License-Identifier: Apache-2.0
"""A directory with its holders, for tests."""
