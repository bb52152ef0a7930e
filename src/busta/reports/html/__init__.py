"""Reports as one page that needs nothing beside itself."""

from busta.reports.html.page import Section, html_page
from busta.reports.html.run_page import RunReport, run_page

__all__ = ["RunReport", "Section", "html_page", "run_page"]
