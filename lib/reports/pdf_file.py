"""The report as PDF by typst: tagged, PDF/UA-1, in French, alternative texts, fonts of the application inside."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

import typst

from lib.model import DataError
from lib.reports.document import Bullets, Document, Figure, Heading, Node, Paragraph, Table
from lib.reports.pictures import fonts

TEMPLATE = Path(__file__).with_name("rapport.typ")
UNDRAWN = re.compile(r'the text `"(?P<text>[^`]+)"` could not be displayed')
MISSING = "□"  # stands for a sign that no font can draw, such as an emoji
TRIES = 20
LONG_WORD = re.compile(r"\S{41,}")
EVERY = re.compile(r"(.{30})")
BREAK = "\u200b"  # where a very long word may be cut
LOGO = "logo.png"


def to_pdf(document: Document) -> bytes:
    """Return the report as PDF. Raises DataError when it cannot be laid out."""
    content = json.dumps(_tree(document), ensure_ascii=False)
    with tempfile.TemporaryDirectory(prefix="boussole-rapport-") as name:
        folder = Path(name)
        if document.logo:
            (folder / LOGO).write_bytes(document.logo)
        for _ in range(TRIES):
            (folder / "rapport.json").write_text(content, encoding="utf-8")
            try:
                return _compile(folder)
            except typst.TypstError as error:
                absent = set("".join(UNDRAWN.findall(f"{error.message}\n{error.diagnostic}")))
                if not absent:
                    raise DataError("Le PDF ne peut pas être mis en page", error.message[:200], _REMEDY) from error
                content = content.translate(dict.fromkeys(map(ord, absent), MISSING))
    raise DataError("Le PDF ne peut pas être mis en page", "trop de signes inconnus des polices", _REMEDY)


def _compile(folder: Path) -> bytes:
    main = folder / "rapport.typ"
    main.write_bytes(TEMPLATE.read_bytes())
    compiler = typst.Compiler(str(main), root=str(folder), font_paths=fonts())
    return compiler.compile(format="pdf", pdf_standards=["ua-1"])


def _tree(document: Document) -> dict:
    return {
        "title": document.title,
        "subtitle": _cut(document.subtitle),
        "organisation": _cut(document.organisation),
        "audience": document.audience,
        "date": document.date,
        "footer": _cut(document.title),
        "logo": LOGO if document.logo else "",
        "logo-alt": f"Logo : {document.organisation or document.subtitle}",
        "nodes": [_node(node) for node in document.nodes()],
    }


def _node(node: Node) -> dict:
    match node:
        case Heading(level, text, new_page):
            return {"kind": "heading", "level": level, "text": _cut(text), "page": new_page}
        case Paragraph(text, style):
            return {"kind": "paragraph", "style": style.value, "text": _cut(text)}
        case Bullets(items):
            return {"kind": "bullets", "items": [_cut(item) for item in items]}
        case Figure():
            drawn = {"svg": node.svg, "width": node.width, "alt": node.alt, "caption": _cut(node.caption)}
            return {"kind": "figure"} | drawn
        case Table():
            rows = [[_cut(cell) for cell in row] for row in node.rows]
            head = [_cut(cell) for cell in node.head]
            shape = {
                "from": node.numbers_from,
                "widths": list(node.widths),
                "caption": _cut(node.caption),
                "mine": node.mine,
            }
            return {"kind": "table", "head": head, "rows": rows} | shape


def _cut(text: str) -> str:
    """Let very long words be cut at the end of a line, so that nothing leaves the page."""
    return LONG_WORD.sub(lambda word: EVERY.sub(rf"\1{BREAK}", word[0]), text)


_REMEDY = "Essayez le document Word, et signalez ce défaut aux auteurs de l'application."
