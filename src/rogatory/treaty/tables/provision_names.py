# SPDX-License-Identifier: Apache-2.0
"""The subjects of provisions, by the ids that messages, deadlines and questions cite: for a lawyer who reads
the line beside the official text, or who writes a treaty down.
"""

from collections.abc import Mapping

from rogatory.wire.words import N_

PROVISION_NAMES: Mapping[str, str] = {
    "assisting_authority": N_("Coordination of the contact point with other authorities"),
    "case_number": N_("A specific investigation or proceeding as the subject of a request"),
    "channel": N_("Authorities between which requests are sent"),
    "closed_list": N_("Closed list of the grounds for refusal"),
    "conditions_accepted": N_("Conditions bind the State that accepted them"),
    "contact_list": N_("List of contact points"),
    "contact_point": N_("Point of contact at every hour"),
    "custodian_secrecy": N_("Secrecy imposed on the custodian of data"),
    "data_categories": N_("Definitions of the categories of data"),
    "diplomatic_channel": N_("Requests through the diplomatic channel"),
    "direct_channel": N_("Requests sent directly between competent authorities"),
    "direct_execution": N_("Measures that the contact point takes itself"),
    "electronic_evidence": N_("Electronic evidence of serious crimes"),
    "entry_into_force": N_("Entry into force of the instrument"),
    "execution": N_("Execution under the domestic law of the requested State"),
    "help_without_dual_criminality": N_("Assistance without dual criminality"),
    "hold": N_("Shortest period for which data are preserved"),
    "independent_authorisation": N_("Judicial or other independent authorisation"),
    "interception_order": N_("Interception of content data"),
    "interpol": N_("Requests through INTERPOL"),
    "language": N_("Language of a request"),
    "offence_name": N_("Comparison of the conduct, whatever the name of the offence"),
    "onward_transfer": N_("Transfer to a third State or organisation"),
    "own_authorisation": N_("Authorisation that the law of the requested State demands"),
    "partial_disclosure_order": N_("Preservation and partial disclosure of traffic data"),
    "preservation_measure": N_("Domestic measures to preserve stored data"),
    "preservation_order": N_("Longest period of an order to preserve data"),
    "production_order": N_("Production order"),
    "progress": N_("Information on the progress of a request"),
    "realtime_order": N_("Real-time collection of traffic data"),
    "refusal_in_time": N_("Refusal before a time limit ends"),
    "requested_and_custodian_secrecy": N_(
        "Secrecy of the request, and secrecy imposed on the custodian of data"
    ),
    "scope": N_("Offences for which States cooperate"),
    "search_order": N_("Search and seizure of stored data"),
    "secrecy_failure": N_("Notice that secrecy cannot be kept"),
    "secrecy_of_given": N_("Secrecy of what was given"),
    "secrecy_requested": N_("Secrecy that the requesting State asks for"),
    "shielded_material": N_("Protection of victims whose images are in the material"),
    "terms_of_giver": N_("Conditions of the giving State bind the receiving State"),
    "terms_unless_declared": N_("Conditions that do not bind a State that declared so"),
    "transmission": N_("Form in which messages are sent"),
    "treaty": N_("Treaties that apply in the place of the instrument"),
    "use": N_("Use for the stated proceedings alone"),
    "use_of_given": N_("Limits on the use of what was given"),
    "warning": N_("Warning that preservation will not suffice"),
}
"""An id that is a kind of message has its title, and that of a question the text of the question."""
