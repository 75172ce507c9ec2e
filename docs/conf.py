"""The documentation: ``make docs``. Warnings are errors."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

os.environ["MINGZHANG_LANG"] = "en"  # the reference of commands is in one language, whoever builds it
os.environ["MINGZHANG_LOAD_PLUGINS"] = ""  # and holds what ships, whatever else is installed
sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from importlib.metadata import version as installed

project = "mingzhang 明账"
author = "the mingzhang authors"
copyright = "the mingzhang authors"
version = release = installed("mingzhang")
extensions = ["myst_parser", "sphinx.ext.autodoc", "from_code"]
myst_enable_extensions = ["attrs_block", "colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "_ext"]
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["wide.css"]
html_title = "mingzhang 明账"
html_show_copyright = False
smartquotes = False  # options begin with two hyphens
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 90
autodoc_member_order = "bysource"
autodoc_class_signature = "mixed"
suppress_warnings = ["myst.xref_missing", "autodoc.import_cycle"]


def setup(app: Sphinx) -> None:
    """Docstrings of dataclasses that only repeat the signature say nothing; Chinese has no space where a line ends."""

    def plain(app: object, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
        if what == "class" and lines and lines[0].startswith(f"{name.rpartition('.')[2]}("):
            lines[:] = []

    def joined(app: object, doctree: nodes.document) -> None:
        for text in [t for t in doctree.findall(nodes.Text) if t == "\n"]:
            at = text.parent.index(text)
            around = [n.astext() for n in text.parent[max(at - 1, 0) : at + 2]]
            if len(around) == 3 and ord(around[0][-1:] or " ") > 0x2FFF and ord(around[2][:1] or " ") > 0x2FFF:
                text.parent.remove(text)

    app.connect("autodoc-process-docstring", plain)
    app.connect("doctree-read", joined)
