# SPDX-License-Identifier: Apache-2.0
"""The auditor's view: accesses, refusals and acts, and the verification of the custody log as a
job.
"""
