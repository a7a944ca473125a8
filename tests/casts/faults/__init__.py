# SPDX-License-Identifier: Apache-2.0
"""A disk that fails at a chosen call."""
