"""An open PDF file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

import pypdfium2 as pdfium
from pypdfium2 import raw

from ..... import Source, UnreadableError, said
from .fonts import hide_machine_fonts
from .native import address

_PAGES_AT_ONCE = 100
"""PDFium keeps fonts and pictures of every page it has seen until the document is closed."""


class PdfFile:
    """A PDF opened with PDFium, opened anew every few pages so that memory does not grow with the file.

    Raises UnreadableError if it is empty, damaged or protected by a password.
    """

    def __init__(self, source: Source) -> None:
        hide_machine_fonts()
        self._source = source
        if source.size == 0:
            raise UnreadableError(said("the file is empty (0 bytes)", "文件是空的（0 字节）"))
        self._document = self._open()
        self._pages = len(self._document)
        self._seen = 0
        if self._pages == 0:
            self._document.close()
            raise UnreadableError(said("the PDF is damaged: it has no pages", "PDF 已损坏：没有页面"))

    def _open(self) -> Any:
        try:
            return pdfium.PdfDocument(self._source.path)
        except pdfium.PdfiumError as error:
            reason = str(error).lower()
            if "password" in reason:
                raise UnreadableError(
                    said("the PDF is protected by a password; save it without one and try again", "PDF 有密码保护，请去掉密码后再读取")
                ) from error
            if "security" in reason:
                raise UnreadableError(said("the PDF is encrypted in a way that cannot be read", "PDF 的加密方式不能读取")) from error
            raise UnreadableError(said("the PDF is damaged and cannot be opened", "PDF 已损坏，打不开")) from error
        except OSError as error:
            raise UnreadableError(said(f"the file cannot be opened ({error.strerror})", f"文件打不开（{error.strerror}）")) from error

    def __len__(self) -> int:
        return self._pages

    @contextmanager
    def page(self, index: int) -> Iterator[tuple[int, int]]:
        """Addresses of a page (from 0) and of its text, closed afterwards. Raises PdfiumError if it is damaged."""
        if self._seen >= _PAGES_AT_ONCE:
            self._document.close()
            self._document = self._open()
            self._seen = 0
        self._seen += 1
        page = raw.FPDF_LoadPage(self._document, index)
        if not page:
            raise pdfium.PdfiumError(f"page {index + 1} is damaged")
        try:
            textpage = raw.FPDFText_LoadPage(page)
            if not textpage:
                raise pdfium.PdfiumError(f"the text of page {index + 1} is damaged")
            try:
                yield address(page), address(textpage)
            finally:
                raw.FPDFText_ClosePage(textpage)
        finally:
            raw.FPDF_ClosePage(page)

    def size(self, index: int) -> tuple[float, float]:
        """Width and height of a page that perhaps cannot be opened; A4 if nobody knows."""
        try:
            width, height = self._document.get_page_size(index)
        except (pdfium.PdfiumError, IndexError):
            return (595.0, 842.0)
        return (width, height)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._document.close()
