"""Word templates of collectivities: bare, lying flat, .dotx, damaged; the report keeps its structure in each."""

import io
import zipfile
from datetime import date

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm

from lib.model import DataError
from lib.reports.compose import compose
from lib.reports.docx_file import TALLEST, to_docx
from tests.exports.reporting import draft

WHEN = date(2027, 3, 1)


@pytest.fixture
def document(made_store, territories, sources):
    """The shared draft, composed."""
    return compose(draft(), made_store, territories, sources, WHEN)


def content(word) -> bytes:
    """Return a python-docx document as a file."""
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def rewritten(change) -> bytes:
    """Return an ordinary Word file whose parts went through ``change(name, bytes)``; None leaves a part out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content(docx.Document()))) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            part = change(name, source.read(name))
            if part is not None:
                target.writestr(name, part)
    return made.getvalue()


def opened(document, template):
    return docx.Document(io.BytesIO(to_docx(document, template)))


def test_a_template_without_any_style_gets_headings_and_marked_lists(document):
    bare = docx.Document()
    for style in list(bare.styles.element.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) != "Normal":
            bare.styles.element.remove(style)
    word = opened(document, content(bare))
    outlines = [word.styles[f"Heading {level}"].element.find(f".//{qn('w:outlineLvl')}") for level in (1, 2, 3)]
    assert [mark.get(qn("w:val")) for mark in outlines] == ["0", "1", "2"]
    items = [line.text for line in word.paragraphs if line.style.name == "List Bullet"]
    assert items and all(item.startswith("•\u00a0") for item in items)
    plain = opened(document, None)
    assert not [line for line in plain.paragraphs if line.text.startswith("•")]


def test_a_template_lying_flat_keeps_its_page_header_and_footer_and_its_figures_hold(document):
    flat = docx.Document()
    section = flat.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = "Ville", "Document de travail"
    word = opened(document, content(flat))
    section = word.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE and section.header.paragraphs[0].text == "Ville"
    assert section.footer.paragraphs[0].text == "Document de travail"
    room = section.page_height - section.top_margin - section.bottom_margin
    assert word.inline_shapes and all(shape.height <= room * TALLEST + 1 for shape in word.inline_shapes)


def test_a_dotx_gives_an_ordinary_document(document):
    kind = b"wordprocessingml.%s.main+xml"
    template = rewritten(lambda name, part: part.replace(kind % b"document", kind % b"template"))
    made = to_docx(document, template)
    assert kind % b"template" not in zipfile.ZipFile(io.BytesIO(made)).read("[Content_Types].xml")
    assert "En bref" in [line.text for line in docx.Document(io.BytesIO(made)).paragraphs]


def test_a_french_word_whose_styles_have_french_identifiers_keeps_its_headings(document):
    template = rewritten(lambda name, part: part.replace(b'"Heading1"', b'"Titre1"'))
    word = opened(document, template)
    found = [line for line in word.paragraphs if line.style.name == "Heading 1"]
    assert found and {line.style.style_id for line in found} == {"Titre1"}


DAMAGED = {
    "coupé au milieu": content(docx.Document())[:20_000],
    "sans contenu": rewritten(lambda name, part: None if name == "word/document.xml" else part),
    "contenu coupé": rewritten(lambda name, part: part[:200] if name == "word/document.xml" else part),
    "sans styles": rewritten(lambda name, part: None if name == "word/styles.xml" else part),
    "à macros": rewritten(
        lambda name, part: part.replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        )
    ),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_template_is_refused_with_a_remedy(document, case):
    with pytest.raises(DataError, match="modèle Word") as refused:
        to_docx(document, DAMAGED[case])
    assert ".dotx" in refused.value.remedy
