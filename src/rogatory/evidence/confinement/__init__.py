# SPDX-License-Identifier: Apache-2.0
"""Work on hostile data in a child process with limits."""
