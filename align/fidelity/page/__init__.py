"""The report as one self-contained HTML file: pictures, figures, and the texts side by side."""

from align.fidelity.page.document import PAGE_MARK, render_page

__all__ = ["PAGE_MARK", "render_page"]
