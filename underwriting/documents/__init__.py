"""The feasibility report and the initiation form (立項審批表): what they say, and the pages it is printed on."""

from underwriting.documents.content import figure_of, figure_row, gather
from underwriting.documents.pages import cover_names, initiation_html, report_html, warnings_of

__all__ = ["cover_names", "figure_of", "figure_row", "gather", "initiation_html", "report_html", "warnings_of"]
