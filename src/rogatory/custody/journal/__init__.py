# SPDX-License-Identifier: Apache-2.0
"""The journal of events beside an object, and whether it can be relied on."""
