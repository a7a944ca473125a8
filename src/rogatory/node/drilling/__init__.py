# SPDX-License-Identifier: Apache-2.0
"""Drilling: sent at random moments inside the window that the other State agreed to, and answered."""
