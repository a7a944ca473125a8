# SPDX-License-Identifier: Apache-2.0
"""Ports of the store, one of each domain; `ports.Books` joins them."""
