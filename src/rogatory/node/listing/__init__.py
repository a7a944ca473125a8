# SPDX-License-Identifier: Apache-2.0
"""Lists of requests: filtered, searched, paged by key, kept by officers as views."""
