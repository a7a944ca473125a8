# SPDX-License-Identifier: Apache-2.0
"""What an auditor reads: accesses, refusals and acts; and the custody log verified as a job."""
