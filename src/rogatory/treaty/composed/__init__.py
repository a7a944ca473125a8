# SPDX-License-Identifier: Apache-2.0
"""The law of a kind of request, as it is composed: its channels, dual criminality, and the offences that it covers"""
