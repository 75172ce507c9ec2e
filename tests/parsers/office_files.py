"""Office files made for tests, and the scoring of what was read against what was drawn."""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from mingzhang import Document, Parser, ReadOptions, Source
from mingzhang.core.model.documents.text import as_typed, squeeze

SAMPLES = Path(os.environ.get("MINGZHANG_SAMPLES") or Path(__file__).resolve().parents[3] / "shared" / "samples") / "rendered"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NUMBER = re.compile(r"^-?[\d,]+(?:\.\d+)?%?$")


def source(path: Path) -> Source:
    data = path.read_bytes()
    return Source(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def read(parser: Parser, path: Path) -> Document:
    made = source(path)
    assert parser.accepts(made)
    return parser.parse(made, ReadOptions())


def samples(folder: str, suffix: str) -> list[Path]:
    """Sample files of a format that have a truth."""
    return sorted(p for p in (SAMPLES / folder).glob(f"*{suffix}") if (SAMPLES / "truth" / f"{p.stem}.json").exists())


def _typed(text: str) -> str:
    return squeeze(unicodedata.normalize("NFKC", as_typed(text)))


def truth(path: Path) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = json.loads((SAMPLES / "truth" / f"{path.stem}.json").read_text("utf-8"))
    return blocks


def _joined(grids: list[tuple[int, list[list[str]]]]) -> list[list[list[str]]]:
    """Tables that follow each other with nothing between and have one width are one."""
    out: list[list[list[str]]] = []
    last = -2
    for position, grid in grids:
        if out and position == last + 1 and len(out[-1][0]) == len(grid[0]):
            out[-1] = out[-1] + grid
        else:
            out.append(grid)
        last = position
    return out


def true_grids(path: Path) -> list[list[list[str]]]:
    return _joined([(i, b["grid"]) for i, b in enumerate(truth(path)) if b["t"] == "table"])


def read_grids(document: Document) -> list[list[list[str]]]:
    tables = {id(t) for t in document.tables}
    return _joined([(i, b.grid()) for i, b in enumerate(document.blocks) if id(b) in tables])  # type: ignore[union-attr]


def true_lines(path: Path) -> list[str]:
    lines = [b["left"] + b["right"] if b["t"] == "unit" else b.get("text") or "" for b in truth(path) if b["t"] != "table"]
    return [t for line in lines if (t := _typed(line))]


def read_lines(document: Document) -> list[str]:
    return [_typed(p.text) for p in document.paragraphs]


def f1(expected: list[list[list[str]]], actual: list[list[list[str]]], *, numbers: bool = False) -> float:
    """Of cells with text, by table, row and column; ``numbers``: of those that print a number."""

    def cells(grids: list[list[list[str]]]) -> Counter[tuple[int, int, int, str]]:
        found = ((n, i, j, _typed(t)) for n, g in enumerate(grids) for i, row in enumerate(g) for j, t in enumerate(row))
        return Counter(c for c in found if c[3] and (not numbers or _NUMBER.match(c[3])))

    a, b = cells(expected), cells(actual)
    assert a, "the truth has no such cell"
    return 2 * sum((a & b).values()) / (sum(a.values()) + sum(b.values()))


def write_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def docx(path: Path, body: str, **parts: str) -> Path:
    """A DOCX with this body; ``styles`` and ``numbering`` give the content of those parts."""
    types = {"styles": "styles", "numbering": "numbering"}
    relations = "".join(f'<Relationship Id="{n}" Type="{R}/{types[n]}" Target="{n}.xml"/>' for n in parts)
    spaces = (
        f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relationships(f'<Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/>'),
        "word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(relations),
    }
    for name, content in parts.items():
        members[f"word/{name}.xml"] = f"<w:{name} {spaces}>{content}</w:{name}>"
    return write_zip(path, members)


def _relationships(content: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{content}</Relationships>'


def xlsx(path: Path, sheets: dict[str, str], *, styles: str = "", strings: str = "", states: dict[str, str] | None = None) -> Path:
    """An XLSX; each sheet is the XML inside ``worksheet``."""
    listed = "".join(
        f'<sheet name="{n}" sheetId="{i}" r:id="s{i}" state="{(states or {}).get(n, "visible")}"/>' for i, n in enumerate(sheets, 1)
    )
    relations = "".join(f'<Relationship Id="s{i}" Type="{R}/worksheet" Target="worksheets/s{i}.xml"/>' for i in range(1, len(sheets) + 1))
    relations += f'<Relationship Id="y" Type="{R}/styles" Target="styles.xml"/>'
    relations += f'<Relationship Id="z" Type="{R}/sharedStrings" Target="strings.xml"/>'
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relationships(f'<Relationship Id="a" Type="{R}/officeDocument" Target="xl/workbook.xml"/>'),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relationships(relations),
        "xl/styles.xml": f'<styleSheet xmlns="{S}">{styles}</styleSheet>',
        "xl/strings.xml": f'<sst xmlns="{S}">{strings}</sst>',
    }
    for i, content in enumerate(sheets.values(), 1):
        members[f"xl/worksheets/s{i}.xml"] = f'<worksheet xmlns="{S}">{content}</worksheet>'
    return write_zip(path, members)


def compound_file(path: Path, *names: str, head: bytes = b"") -> Path:
    """An OLE compound file whose root holds streams of these names, each of one sector that begins with ``head``."""
    end, fat, free = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF

    def entry(name: str, kind: int, *, child: int = free, right: int = free, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        tree = struct.pack("<HBBIII", len(text), kind, 1, free, right, child)
        return text.ljust(64, b"\0") + tree + b"\0" * 36 + struct.pack("<IQ", start, size)

    entries = [entry("Root Entry", 5, child=1 if names else free, start=end, size=0)]
    entries += [entry(n, 2, right=i + 1 if i < len(names) else free, start=i + 1, size=512) for i, n in enumerate(names, 1)]
    directory = b"".join(entries).ljust(512, b"\0")
    assert len(directory) == 512
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0) + struct.pack("<I", free) * 108
    table = [fat, end] + [end] * len(names)
    sectors = struct.pack("<128I", *table, *[free] * (128 - len(table))) + directory + head.ljust(512, b"\0") * len(names)
    path.write_bytes(header + sectors)
    return path


class Biff:
    """A workbook of one sheet in the old binary format, not in a compound file. Cells: (row, column, value, format)."""

    FORMATS = ("General", "#,##0.00", "00", "0.00%")

    def __init__(self, name: str) -> None:
        self._name = name
        self._cells = b""
        self._merges: list[tuple[int, int, int, int]] = []

    @staticmethod
    def _record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    @staticmethod
    def _string(text: str, size: str) -> bytes:
        return struct.pack(size, len(text)) + b"\x01" + text.encode("utf-16-le")

    def cell(self, row: int, column: int, value: str | float | None, *, code: str = "General", ruled: bool = True) -> Biff:
        at = struct.pack("<HHH", row, column, self.FORMATS.index(code) + (len(self.FORMATS) if ruled else 0))
        if value is None:
            self._cells += self._record(0x0201, at)
        elif isinstance(value, str):
            self._cells += self._record(0x0204, at + self._string(value, "<H"))
        else:
            self._cells += self._record(0x0203, at + struct.pack("<d", value))
        return self

    def merge(self, first_row: int, last_row: int, first: int, last: int) -> Biff:
        self._merges.append((first_row, last_row, first, last))
        return self

    def save(self, path: Path) -> Path:
        start = self._record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 0)) + self._record(0x0042, struct.pack("<H", 1200))
        start += self._record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial")
        for i, code in enumerate(self.FORMATS):
            start += self._record(0x041E, struct.pack("<H", 164 + i) + self._string(code, "<H"))
        for border in (0, 0x1111):
            for i in range(len(self.FORMATS)):
                start += self._record(0x00E0, struct.pack("<HHHBBBBIIH", 0, 164 + i, 1, 0, 0, 0, 0, border, 0, 0))
        name = self._string(self._name, "<B")
        offset = len(start) + 4 + 6 + len(name) + 4
        start += self._record(0x0085, struct.pack("<IH", offset, 0) + name) + self._record(0x000A, b"")
        merged = b"".join(struct.pack("<HHHH", *m) for m in self._merges)
        sheet = self._record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 0)) + self._cells
        sheet += self._record(0x00E5, struct.pack("<H", len(self._merges)) + merged) + self._record(0x000A, b"")
        path.write_bytes(start + sheet)
        return path
