"""The text layer of PDF files."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import count, pairwise
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from corpus.extras import require
from corpus.model import Metadata
from corpus.reader.builder import phrases
from corpus.reader.characters import clean
from corpus.reader.newlines import Newlines
from corpus.reader.page_lines import join_words, strip_running_headers
from corpus.reader.source import SourceText
from corpus.reader.text import ends_with_stop, find_blocks

if TYPE_CHECKING:
    from pypdf import PageObject

_MAX_OPERATIONS = 5_000_000
"""Maximum number of drawing operations in a file, some minutes of work; a thousand pages have a tenth of it."""

_MAX_PAGE_BYTES = 16 * 2**20
"""Maximum size of the content stream of one page."""

_SHORT_LINE = 0.85
"""Share of the full width, in characters, below which a line counts as short; letters differ in width."""

_NO_TITLE = re.compile(r"\(?anonymous\)?$|untitled|unspecified$|microsoft word - ", re.IGNORECASE)
"""What programs write when the author gave no title."""

_PAGE_END = "\n\ue000\n"
"""Separates pages while the text is cleaned: a line with a character for private use, which texts do not have."""

_OCR = "run a text recognition first, such as ocrmypdf"


_AGAIN = "print it to a new PDF"


class _TooMuchError(Exception):
    """There are more drawing operations than any text needs."""


def read_pdf(data: bytes, where: str, newlines: Newlines) -> SourceText:
    """
    Read the text layer of a PDF into blocks.

    Running headers and page numbers are left out, and words hyphenated at line ends are joined; both are counted. A PDF
    does not mark paragraphs. A paragraph ends at a short line that ends in a stop, or that no small letter follows, so
    two paragraphs may stay together. Columns and notes are in the order in which the file draws them.

    Raises:
        ReadError: pypdf is not installed, or the file is damaged, encrypted, without text or too long to draw.
    """
    require("pypdf", "reading PDF", "formats", ReadError, where=where)
    texts, title = _extract(data, where)
    texts = [text.replace("\0", "\x01") for text in texts]
    text = clean(_PAGE_END.join(texts), where)
    pages = [list(filter(None, map(str.strip, page.split("\n")))) for page in text.split(_PAGE_END)]
    counts = Counter({"textless page": sum(not page for page in pages)})
    if counts["textless page"] == len(pages):
        raise ReadError("has no text layer and is perhaps a scan", where=where, remedy=_OCR)
    pages, recurring = strip_running_headers(pages)
    lines, counts["line-end hyphen"] = join_words([line for page in pages for line in page])
    if newlines in ("auto", "wrap"):
        blocks = find_blocks("\n".join(_with_paragraphs(lines)), "wrap")
    else:
        blocks = find_blocks("\n".join(lines), newlines)
    return SourceText(blocks, Metadata(title=title), omitted=phrases(counts + recurring))


def _extract(data: bytes, where: str) -> tuple[list[str], str]:
    """Return the text of each page and the title of the document."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

    operations = count()

    def meter(*_: object) -> None:
        if next(operations) > _MAX_OPERATIONS:
            raise _TooMuchError

    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        reader = PdfReader(io.BytesIO(data))
        opened = not reader.is_encrypted or bool(reader.decrypt(""))
        texts = [_text(page, meter) for page in reader.pages] if opened else None
        title = (opened and reader.metadata and reader.metadata.title) or ""
    except (DependencyError, FileNotDecryptedError):
        texts = None
    except _TooMuchError:
        raise ReadError("has more drawing operations than any text needs", where=where, remedy=_AGAIN) from None
    except (LimitReachedError, MemoryError):
        # The messages of pypdf speak of its own settings.
        raise ReadError("needs more memory than is allowed for a PDF", where=where, remedy=_AGAIN) from None
    except Exception as error:  # pypdf raises errors of any class on inconsistent files
        problem = f"is a damaged PDF ({type(error).__name__})"
        raise ReadError(problem, where=where, remedy="open it in its program and save it again") from None
    finally:
        logger.setLevel(level)
    if texts is None:
        raise ReadError("is encrypted", where=where, remedy="save it without a password")
    title = clean(_with_pairs_joined(str(title)).replace("\0", ""), where).strip()
    return texts, "" if _NO_TITLE.match(title) else title


def _text(page: PageObject, meter: Callable[..., None]) -> str:
    contents = page.get_contents()
    if contents is not None and len(contents.get_data()) > _MAX_PAGE_BYTES:
        raise _TooMuchError
    return _with_pairs_joined(page.extract_text(visitor_operand_before=meter))


def _with_pairs_joined(text: str) -> str:
    """Return the text with surrogate pairs as single characters; unpaired surrogates become U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _with_paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines, with an empty line between paragraphs."""
    lengths = sorted(map(len, lines))
    width = _SHORT_LINE * lengths[len(lengths) * 9 // 10]
    for line, after in pairwise(lines):
        yield line
        fits = len(line) + 1 + len(after.split(maxsplit=1)[0]) <= width
        if fits and (ends_with_stop(line) or not after[0].islower()):
            yield ""
    yield lines[-1]
