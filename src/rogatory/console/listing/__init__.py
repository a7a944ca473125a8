# SPDX-License-Identifier: Apache-2.0
"""The list of requests: narrowed, searched, kept as views."""
