# SPDX-License-Identifier: Apache-2.0
"""The custody log's rows, epoch by epoch, in the order of its leaves."""
