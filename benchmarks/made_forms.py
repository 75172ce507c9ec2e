"""Draws disclosures as PDF in the forms that people publish them in: browser prints, word processors, spreadsheets.

What is drawn is a list of blocks as in the samples' truth files (``h``, ``title``, ``unit``, ``p``, ``pb``,
``table`` with ``grid``, ``header_rows``, ``spans``), or a generated disclosure of the testkit. Forms without full
rules are drawn by Chromium (``chromium``), the word processor's and the spreadsheet's by LibreOffice (``soffice``);
a program that is missing leaves its forms out.

    python benchmarks/made_forms.py DIRECTORY [TRUTH.json ...] [--seeds 2] [--form nb --form hl ...]
"""

from __future__ import annotations

import argparse
import html
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mingzhang.core.model.generated.blocks import Block
from mingzhang.core.testkit import Generated, Heading, PageBreak, Para, TableBlock, forms, generate, registered, render_docx, write

Blocks = list[dict[str, Any]]

_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")
_LINES = {
    "solid": "0.5pt solid #000",
    "dotted": "0.5pt dotted #000",
    "dashed": "0.5pt dashed #000",
    "across": "0.5pt solid #000;border-left:none;border-right:none",
    "none": "none",
}
_STAMP = (
    '<div style="position:fixed;top:40%;left:10%;font-size:48pt;color:#ccc;transform:rotate(-35deg);z-index:-1">{words}</div>'
    '<div style="position:fixed;top:30%;left:50%;width:40mm;height:40mm;border:2pt solid red;border-radius:50%"></div>'
)
_FONTS = ("Noto Sans CJK SC", "WenQuanYi Zen Hei", "AR PL UMing CN")


@dataclass(frozen=True, slots=True)
class Style:
    """How a browser draws a disclosure."""

    lines: str = "solid"
    font: str = _FONTS[0]
    size: float = 9.0
    padding: str = "2px 3px"
    amounts: str = "right"
    indents: bool = False
    repeated: bool = True
    """Whether the head is printed again on every page."""
    landscape: bool | None = None
    narrow: bool = False
    """Columns of equal width, so that heads wrap, to one character a line where they are many."""
    top: bool = False
    """Texts at the top of their cells, not in the middle."""
    stamp: str = ""
    tagged: bool = True
    footer: str = "counter(page)"


FORMS: dict[str, Style] = {
    "cr": Style(),
    "seal": Style(stamp="预算公开"),
    "dash": Style("dotted"),
    "hl": Style("across"),
    "nb": Style("none"),
    "dash2": Style("dashed", font=_FONTS[2], size=10.5, amounts="center", padding="4px 5px"),
    "hl2": Style("across", font=_FONTS[1], size=10.5, amounts="center", padding="5px 4px", footer='"- " counter(page) " -"'),
    "hl3": Style("across", narrow=True, indents=True, repeated=False),
    "hl4": Style("across", landscape=True, size=8.0, padding="6px 3px", stamp="预算公开", top=True),
    "nb2": Style("none", font=_FONTS[1], size=10.5, amounts="center", padding="5px 6px", footer='"第 " counter(page) " 页"'),
    "nb3": Style("none", narrow=True, indents=True, repeated=False),
    "nb4": Style("none", landscape=True, font=_FONTS[2], size=8.0, padding="6px 3px", stamp="预算公开"),
    "nb5": Style("none", indents=True, size=7.5, padding="1px 8px"),
    "hlu": Style("across", tagged=False),
    "nbu": Style("none", tagged=False),
    "nbu2": Style("none", tagged=False, font=_FONTS[1], size=10.5, padding="5px 6px"),
}
PRINTED = ("lo",)
"""Forms that LibreOffice prints."""
OTHERS = ("rot", "xl")


def blocks_of(generated: Generated) -> Blocks:
    """A generated disclosure as blocks of a truth file."""
    found: Blocks = []
    for block in generated.blocks:
        if isinstance(block, Heading):
            found.append({"t": "h" if block.level < 2 else "p", "text": block.text})
        elif isinstance(block, Para):
            found.append({"t": "p", "text": block.text})
        elif isinstance(block, TableBlock):
            found.append({"t": "pb", "text": block.number or ""})
            if block.title:
                found.append({"t": "title", "text": block.title})
            found += [{"t": "p", "text": block.subtitle}] if block.subtitle else []
            if block.left or block.unit:
                found.append({"t": "unit", "left": block.left or "", "right": block.unit or ""})
            grid, spans = [list(r) for r in block.grid], [list(s) for s in block.spans]
            found.append({"t": "table", "grid": grid, "header_rows": block.header_rows, "spans": spans, "landscape": block.landscape})
            found += [{"t": "p", "text": note} for note in block.notes]
    return found


def as_generated(blocks: Blocks, like: Generated) -> Generated:
    """Blocks of a truth file as a generated disclosure, for the testkit's own writers."""
    found: list[Block] = []
    caption: dict[str, str] = {}
    for block in blocks:
        kind = block["t"]
        if kind == "table":
            spans = tuple((s[0], s[1], s[2], s[3]) for s in block["spans"])
            grid = tuple(tuple(r) for r in block["grid"])
            found.append(
                TableBlock(grid, block["header_rows"], spans, caption.get("title"), caption.get("pb"), None, caption.get("left"), caption.get("right"))
            )  # fmt: skip
            caption = {}
        elif kind == "unit":
            caption |= {"left": block["left"], "right": block["right"]}
        elif kind in ("title", "pb"):
            caption[kind] = block["text"]
            found += [PageBreak()] if kind == "pb" else []
        else:
            found.append(Heading(block["text"]) if kind == "h" else Para(block["text"]))
    return replace(like, blocks=tuple(found))


def html_of(blocks: Blocks, style: Style) -> str:
    """The disclosure as a web page that prints in the style."""
    return "".join(_page(blocks, style))


def _page(blocks: Blocks, style: Style) -> Iterator[str]:
    yield "<!doctype html><html lang=zh-CN><meta charset=utf-8><style>" + _css(style) + "</style><body>"
    if style.stamp:
        yield _STAMP.format(words=style.stamp)
    is_open = False
    for i, block in enumerate(blocks):
        kind = block["t"]
        if kind == "pb":
            wide = next((b["landscape"] for b in blocks[i:] if b["t"] == "table"), False)
            yield f'{"</div>" if is_open else ""}<div class="{"wide " if wide else ""}pb"><div>{html.escape(block["text"])}</div>'
            is_open = True
        elif kind == "table":
            alone = block["landscape"] and not is_open
            yield f"{'<div class=wide>' if alone else ''}{_table(block, style)}{'</div>' if alone or is_open else ''}"
            is_open = False
        elif kind == "unit":
            yield f"<div class=u><span>{html.escape(block['left'])}</span><span>{html.escape(block['right'])}</span></div>"
        else:
            tag = {"h": "h2", "title": "h3"}.get(kind, "p")
            yield f"<{tag}>{html.escape(block['text'])}</{tag}>"


def _css(style: Style) -> str:
    paper = "A4 landscape" if style.landscape else "A4"
    head = "" if style.repeated else "thead{display:table-row-group}"
    fixed = "table{table-layout:fixed}" if style.narrow else ""
    return (
        f"@page{{size:{paper};margin:22mm 20mm;@bottom-center{{content:{style.footer};font-size:9pt}}}} "
        f'@page wide{{size:A4 landscape;margin:18mm}} body{{font-family:"{style.font}";font-size:12pt;line-height:1.6}} '
        f".wide{{page:wide}} h2,h3{{text-align:center}} p{{text-indent:2em;margin:.3em 0}} {head} "
        f"table{{border-collapse:collapse;margin-bottom:10pt;width:100%;font-size:{style.size}pt;line-height:1.25}} {fixed} "
        f"td,th{{border:{_LINES[style.lines]};padding:{style.padding};font-weight:normal;word-break:break-all"
        f"{';vertical-align:top' if style.top else ''}}} .wide table{{font-size:{style.size - 1}pt}} "
        f"td.n{{text-align:{style.amounts};word-break:keep-all}} th{{text-align:center}} "
        ".u{display:flex;justify-content:space-between;font-size:10pt} tr{break-inside:avoid} .pb{break-before:page}"
    )


def _table(block: dict[str, Any], style: Style) -> str:
    grid, heads = block["grid"], block["header_rows"]
    spans = {(r, c): (rows, columns) for r, c, rows, columns in block["spans"]}
    hidden = {(r + i, c + j) for (r, c), (n, m) in spans.items() for i in range(n) for j in range(m)} - spans.keys()
    rows = []
    for r, row in enumerate(grid):
        cells = []
        codes = len([t for t in row[:3] if t.isdigit()])
        for c, text in enumerate(row):
            if (r, c) in hidden:
                continue
            n, m = spans.get((r, c), (1, 1))
            tag = "th" if r < heads else "td"
            look = " class=n" if tag == "td" and _NUMBER.fullmatch(text) else ""
            if style.indents and tag == "td" and not look and text and codes > 1 and c == codes:
                look = f' style="padding-left:{codes - 1}em"'
            cells.append(f"<{tag}{f' rowspan={n}' if n > 1 else ''}{f' colspan={m}' if m > 1 else ''}{look}>{html.escape(text)}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><thead>{''.join(rows[:heads])}</thead><tbody>{''.join(rows[heads:])}</tbody></table>"


def html_of_sheets(blocks: Blocks) -> str:
    """The tables as a spreadsheet prints them: no titles, columns as wide as their amounts, rows that grow with their
    texts but not with those of merged cells, which spill over their neighbours."""
    pages = []
    caption: list[str] = []
    for block in blocks:
        if block["t"] == "table":
            above = "".join(f"<div>{html.escape(text)}</div>" for text in caption)
            pages.append(f'<div class="{"wide " if block["landscape"] else ""}pb">{above}{_sheet(block)}</div>')
            caption = []
        elif block["t"] == "unit":
            caption.append(block["right"])
        elif block["t"] in ("pb", "title"):
            caption = [block["text"]] if block["text"] else caption
    css = (
        "@page{size:A4;margin:25mm 19mm} @page wide{size:A4 landscape;margin:25mm 19mm} .wide{page:wide} .pb{break-before:page} "
        f'body{{font-family:"{_FONTS[0]}";font-size:9pt;line-height:1.3}} tr{{break-inside:avoid}} '
        "table{border-collapse:collapse;table-layout:fixed;width:100%;font-size:7.5pt} td{border:0.5pt solid #000;padding:0 2px;position:relative;"
        "word-break:break-all;height:11pt} .m{position:absolute;left:1px;right:1px;top:50%;transform:translateY(-50%)}"
    )
    return f"<!doctype html><html lang=zh-CN><meta charset=utf-8><style>{css}</style><body>{''.join(pages)}"


def _sheet(block: dict[str, Any]) -> str:
    grid, heads = block["grid"], block["header_rows"]
    spans = {(r, c): (rows, columns) for r, c, rows, columns in block["spans"]}
    hidden = {(r + i, c + j) for (r, c), (n, m) in spans.items() for i in range(n) for j in range(m)} - spans.keys()
    wide = [max((sum(1.9 if ord(s) > 0x2E80 else 1.0 for s in row[c]) for row in grid[heads:]), default=0.0) for c in range(len(grid[0]))]
    widths = [min(26.0, max(5.0, 1.9 * w if w < 10 else w + 2)) for w in wide]
    columns = "".join(f"<col style='width:{100 * width / sum(widths):.2f}%'>" for width in widths)
    rows = []
    for r, row in enumerate(grid):
        cells = []
        for c, text in enumerate(row):
            if (r, c) in hidden:
                continue
            n, m = spans.get((r, c), (1, 1))
            align = "center" if r < heads else "right" if _NUMBER.fullmatch(text) and "." in text else "left"
            inner = f"<div class=m>{html.escape(text)}</div>" if n * m > 1 else html.escape(text)
            cells.append(f"<td{f' rowspan={n}' if n > 1 else ''}{f' colspan={m}' if m > 1 else ''} style='text-align:{align}'>{inner}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><colgroup>{columns}</colgroup>{''.join(rows)}</table>"


def print_html(text: str, target: Path, *, tagged: bool = True) -> None:
    """Prints a web page with Chromium; ``tagged``: with the structure of the page in the file, as browsers do by default."""
    with tempfile.TemporaryDirectory() as directory:
        page = Path(directory) / "page.html"
        page.write_text(text, "utf-8")
        command = [
            _chromium(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={directory}/profile",
        ]
        command += [] if tagged else ["--disable-pdf-tagging"]
        subprocess.run([*command, f"--print-to-pdf={target}", page.as_uri()], check=True, capture_output=True, timeout=120)


def _chromium() -> str:
    return next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), "")


def print_office(sources: Sequence[Path], target: Path) -> None:
    """Prints files with LibreOffice into a directory."""
    with tempfile.TemporaryDirectory() as profile:
        command = [
            "soffice",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(target),
        ]
        subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=600)


def store_rotated(source: Path, target: Path) -> None:
    """Stores the pages of a file as they are, but turned: those in landscape as portrait pages with a rotation."""
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    document = pdfium.PdfDocument(source)
    for page in document:
        width, height = page.get_size()
        if width > height:
            matrix = raw.FS_MATRIX(0, 1, -1, 0, height, 0)
            raw.FPDFPage_TransFormWithClip(page, matrix, None)
            page.set_mediabox(0, 0, height, width)
            page.set_cropbox(0, 0, height, width)
            page.set_rotation(90)
    document.save(target)
    document.close()


def draw(name: str, blocks: Blocks, forms: Sequence[str], directory: Path, like: Generated | None = None) -> list[Path]:
    """Draws the forms of one disclosure that can be drawn here; returns the files, ``FORM_NAME.pdf``."""
    found = []
    for form in forms:
        if form in FORMS and _chromium():
            target = directory / f"{form}_{name}.pdf"
            print_html(html_of(blocks, FORMS[form]), target, tagged=FORMS[form].tagged)
            found.append(target)
    if "rot" in forms and _chromium():
        wide = directory / f"rot_{name}.pdf"
        print_html(html_of(blocks, Style(landscape=True)), wide)
        store_rotated(wide, turned := wide.with_name("turned.pdf"))
        found.append(turned.replace(wide))
    if "xl" in forms and _chromium():
        sheets = directory / f"xl_{name}.pdf"
        print_html(html_of_sheets(blocks), sheets, tagged=False)
        found.append(sheets)
    if "lo" in forms and shutil.which("soffice"):
        source = render_docx(as_generated(blocks, like or generate(1)), directory / f"lo_{name}.docx")
        print_office([source], directory)
        found.append(source.with_suffix(".pdf"))
        source.unlink()
    return found


def generated_sources(seeds: int) -> Iterator[tuple[str, Generated]]:
    """Fictional disclosures of every region and kind that the testkit writes."""
    for seed in range(11, 11 + seeds):
        for form in {(f.region, f.kind): f for f in forms(registered())}.values():
            yield f"{form.region}-{form.kind}-{seed}", write(seed, form)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("truth", type=Path, nargs="*")
    parser.add_argument("--seeds", type=int, default=0, help="generated disclosures of each kind")
    parser.add_argument("--form", action="append", choices=[*FORMS, *PRINTED, *OTHERS])
    arguments = parser.parse_args()
    arguments.directory.mkdir(parents=True, exist_ok=True)
    sources = [(path.stem, json.loads(path.read_text("utf-8"))) for path in arguments.truth]
    sources += [(name, blocks_of(generated)) for name, generated in generated_sources(arguments.seeds)]
    for name, blocks in sources:
        (arguments.directory / f"{name}.json").write_text(json.dumps(blocks, ensure_ascii=False), "utf-8")
        for path in draw(name, blocks, arguments.form or [*FORMS, *PRINTED, *OTHERS], arguments.directory):
            print(path)


if __name__ == "__main__":
    main()
