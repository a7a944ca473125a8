# SPDX-License-Identifier: Apache-2.0
"""Case files: the work inside one's own State on a thread, under its own number and orders."""
