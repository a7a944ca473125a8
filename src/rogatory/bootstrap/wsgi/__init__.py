# SPDX-License-Identifier: Apache-2.0
"""The applications that the doors serve, and the peer door's addresses."""
