"""The report as one self-contained HTML file: pictures, figures, and the texts side by side."""

from align.fidelity.page.document import render_page

__all__ = ["render_page"]
