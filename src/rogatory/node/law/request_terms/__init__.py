# SPDX-License-Identifier: Apache-2.0
"""The terms that a request states, beside those of its instrument: holds, filing, channel, articles."""
