# SPDX-License-Identifier: Apache-2.0
"""The worker: which job runs when, and what is done on a schedule."""
