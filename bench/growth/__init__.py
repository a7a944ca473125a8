# SPDX-License-Identifier: Apache-2.0
"""How time, memory and bytes grow with the number of requests, events and items."""
