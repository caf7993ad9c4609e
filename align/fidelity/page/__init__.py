"""The report as one HTML file that needs no network: pictures, figures, and the texts side by side."""

from align.fidelity.page.document import render_page

__all__ = ["render_page"]
