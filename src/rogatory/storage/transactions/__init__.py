# SPDX-License-Identifier: Apache-2.0
"""When rows may be written, how several writers share one commit, and statements put together once."""
