# SPDX-License-Identifier: Apache-2.0
"""The duty desk: what came in, what needs a reply, what waits for a second officer."""
