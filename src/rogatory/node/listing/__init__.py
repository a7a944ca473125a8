# SPDX-License-Identifier: Apache-2.0
"""Lists of requests and packages: filtered, searched, paged by key, kept by officers as views."""
