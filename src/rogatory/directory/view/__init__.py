# SPDX-License-Identifier: Apache-2.0
"""Reading the directory: a verified copy, whom to trust at a moment, and in what condition it is."""
