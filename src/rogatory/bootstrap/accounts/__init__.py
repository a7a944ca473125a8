# SPDX-License-Identifier: Apache-2.0
"""Accounts of the people who log in: made, changed, their passwords, second factors and log-in service."""
