"""Maps of a report: what each format holds, what words say of them, secrets hatched and never written."""

import io
import re
from datetime import date

import docx
import pytest
import shapely
from odf import svg
from odf.opendocument import load
from odf.teletype import extractText
from pptx import Presentation
from pypdf import PdfReader

from lib.map_values import RANK
from lib.model import DataError, Level
from lib.reports.compose import compose
from lib.reports.document import Figure
from lib.reports.docx_file import to_docx
from lib.reports.draft import Audience, Block, Chapter
from lib.reports.map_text import caution
from lib.reports.maps import Cartography, written
from lib.reports.odp_file import to_odp
from lib.reports.odt_file import to_odt
from lib.reports.pdf_file import to_pdf
from lib.reports.pictures import pictures
from lib.reports.pptx_file import to_pptx
from lib.reports.suggestion import best_map, suggest
from lib.store import Store
from tests.exports.conftest import SECRET_VALUE
from tests.exports.reporting import COMMENT, draft

WHEN = date(2027, 3, 1)
METRO = "epci-200040715"
MAP = Block(indicateurs=("part_moins_20",), carte=f"commune@{METRO}", commentaire=COMMENT)
FORMATS = {"pdf": to_pdf, "docx": to_docx, "odt": to_odt, "pptx": to_pptx, "odp": to_odp}


def outlines(level, scope):
    """Draw every commune of a made-up country as a square, in rows of seven."""
    squares = {}
    for rank, code in enumerate(CODES):
        x, y = 5.5 + rank % 7 / 20, 45 + rank // 7 / 20
        squares[code] = shapely.box(x, y, x + 0.05, y + 0.05)
    return squares


CODES: list[str] = []


@pytest.fixture
def communes(territories):
    """The communes of the métropole, in the order of its outlines."""
    areas = territories.children(territories.get(METRO), Level.COMMUNE)
    CODES[:] = [area.code for area in areas]
    return areas


@pytest.fixture
def store(catalog, write_observations, tmp_path, communes):
    """One figure per commune, from 10 up; two are secret, one is unknown."""
    rows = []
    for rank, area in enumerate(communes[:-1]):
        secret = rank < 2
        status, value = ("secret", SECRET_VALUE) if secret else ("ok", 10.0 + rank)
        row = {"code": area.code, "valeur": value, "statut": status, "source": "insee_rp_iris", "millesime": "2021"}
        rows.append(row | {"numerateur": None, "denominateur": None})
    write_observations(tmp_path / "cartes", *rows)
    for theme in catalog.themes:
        if theme != "portrait":
            write_observations(tmp_path / "cartes", {"code": "01001", "indicateur": "aucun"}, theme=theme)
    return Store(catalog, [tmp_path / "cartes"])


@pytest.fixture
def composed(store, territories, sources):
    """Compose a report of one chapter that holds the map."""

    def make(block=MAP, shapes=outlines, **changes):
        chapter = Chapter(titre="Portrait du territoire", partie="diagnostic", blocs=(block,))
        return compose(
            draft(chapitres=(chapter,), **changes), store, territories, sources, WHEN, outlines=shapes
        )  # fmt: skip

    return make


def part(document):
    """Return the block of the map."""
    return next(block for one in document.parts for block in one.blocks)


def test_a_map_has_sentence_reading_source_year_caption_and_comment(composed):
    block = part(composed())
    assert block.title == "Part des moins de 20 ans, communes de Grenoble-Alpes-Métropole"
    assert "À Échirolles" in block.sentence and "des 46 communes de Grenoble-Alpes-Métropole" in block.sentence
    assert "Plus la couleur est foncée" in block.reading and "Valeur la plus élevée" in block.reading
    assert "2021" in block.figure.caption and "communes de Grenoble-Alpes-Métropole" in block.figure.caption
    assert "Insee" in block.source and block.comment == COMMENT and block.notes


def test_secrets_are_hatched_counted_and_named_never_written(composed, communes):
    figure = part(composed()).figure
    assert 'fill="url(#hachures)"' in figure.svg and ">secret (2)</text>" in figure.svg
    assert ">sans chiffre (1)</text>" in figure.svg and "987" not in figure.svg
    assert f"Secret\u00a0: {communes[0].name}, {communes[1].name}." in figure.alt
    assert all(area.name in figure.alt for area in communes) and "987" not in figure.alt


def test_the_legend_counts_add_up_and_my_territory_is_outlined(composed, communes):
    svg_text = part(composed()).figure.svg
    counts = [int(found) for found in re.findall(r" \((\d+)\)</text>", svg_text)]
    assert sum(counts) == len(communes)
    assert "Contour noir\u00a0: Échirolles." in svg_text and 'stroke-width="2.5"' in svg_text


def test_reserved_figures_are_counted_on_the_map_and_in_words(composed, store, territories):
    assert "fragile" not in part(composed()).figure.svg
    shown = Cartography(store, territories, outlines).figures(
        store.catalog.indicators["part_moins_20"], (Level.COMMUNE, territories.get(METRO))
    )
    shown.statuses[3] = RANK["fragile"]
    assert caution(shown) == "1\u00a0chiffre fragile, à lire comme un ordre de grandeur."


def test_counts_are_drawn_as_circles(composed, store, monkeypatch, catalog):
    counted = catalog.indicators["part_moins_20"].model_copy(update={"unite": "habitants"})
    monkeypatch.setitem(store.catalog.indicators, "part_moins_20", counted)
    figure = part(composed()).figure
    assert figure.svg.count("<circle") == 46 and "plus grand" in figure.svg


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_holds_the_map_and_its_alternative(composed, name):
    document = composed()
    figure = document.figures()[0]
    content = FORMATS[name](document)
    assert figure.alt in alternatives(name, content)


def alternatives(name, content):
    """Return the alternative texts of a file, as an independent tool reads them."""
    if name == "pdf":
        return _tagged(PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"])
    if name == "docx":
        return [shape._inline.docPr.get("descr") for shape in docx.Document(io.BytesIO(content)).inline_shapes]
    if name == "pptx":
        shapes = [shape for page in Presentation(io.BytesIO(content)).slides for shape in page.shapes]
        return [shape._element.nvPicPr.cNvPr.get("descr") for shape in shapes if shape.shape_type == 13]
    return [extractText(node) for node in load(io.BytesIO(content)).getElementsByType(svg.Desc)]


def _tagged(node):
    node = node.get_object()
    if isinstance(node, list):
        return [found for kid in node for found in _tagged(kid)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if "/Alt" in node else []
    return own + (_tagged(node["/K"]) if "/K" in node else [])


def test_the_fonts_of_the_pdf_are_inside(composed):
    fonts = [
        font.get_object()
        for page in PdfReader(io.BytesIO(to_pdf(composed()))).pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]
    described = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
    assert described and all("/FontFile3" in one or "/FontFile2" in one for one in described)


def test_without_outlines_words_and_the_reason_remain(composed):
    def absent(level, scope):
        raise DataError("Les contours ne sont pas installés", "geo", "Réinstallez.")

    block = part(composed(shapes=absent))
    assert block.figure is None and block.sentence
    assert block.notes[0] == "Les contours ne sont pas installés\u00a0: la carte n'est pas dessinée."


@pytest.mark.parametrize(
    "block",
    [
        MAP.model_copy(update={"carte": "commune@epci-000000000"}),
        MAP.model_copy(update={"indicateurs": ("indicateur_disparu",)}),
        MAP.model_copy(update={"carte": "iris@commune-38151"}),
    ],
    ids=["territoire disparu", "indicateur disparu", "aucun chiffre"],
)
def test_a_map_that_cannot_be_made_keeps_what_was_written(composed, block):
    found = part(composed(block))
    assert found.comment == COMMENT and found.figure is None and not found.sentence


def test_residents_read_the_map_without_table_or_precaution(composed):
    found = part(composed(MAP.model_copy(update={"tableau": True}), public=Audience.HABITANTS))
    assert found.figure and not (found.table or found.notes or found.reading)


def test_the_table_lists_every_area_from_the_highest_with_secrets_in_words(composed, communes):
    table = part(composed(MAP)).table
    assert len(table.rows) == len(communes) and table.rows[0][0].startswith("1. ")
    assert [row[1] for row in table.rows[-3:]].count("secret") == 2
    assert "Échirolles" in table.rows[table.mine][0]


def test_sources_and_glossary_hold_what_maps_show(composed):
    titles = {one.title: one for one in composed(territoire="departement-38", comparateurs=()).parts}
    assert "Part des moins de 20 ans" in [row[0] for row in titles["Glossaire"].before[0].rows]
    closing = titles["Sources et licences"].before
    assert closing[0].rows and "Contours des cartes" in closing[1].text


def test_the_suggestion_sets_a_map_under_the_block_of_its_indicator(store, territories):
    town = territories.get("commune-38151")
    atlas = Cartography(store, territories, outlines)
    blocks = suggest(town, (), store, atlas=atlas).chapitres[0].blocs
    maps = [rank for rank, block in enumerate(blocks) if block.carte]
    assert len(maps) == 1 and blocks[maps[0]].carte == f"commune@{METRO}"
    assert set(blocks[maps[0]].indicateurs) <= set(blocks[maps[0] - 1].indicateurs)
    assert not [block for block in suggest(town, (), store).chapitres[0].blocs if block.carte]


def test_the_iris_of_my_commune_come_first_when_they_can_be_drawn(store, territories, catalog, monkeypatch):
    town = territories.get("commune-38151")
    drawable = Cartography(store, territories, outlines, can_draw=lambda frame: True).drawable(town)
    assert written(drawable[0]) == "iris@commune-38151"
    found = best_map(catalog.themes["portrait"], town, Cartography(store, territories, outlines))
    assert written(found[1]) == f"commune@{METRO}"  # no figure by IRIS here


def test_each_frame_is_laid_once(composed, store, territories, sources):
    asked = []

    def counted(level, scope):
        asked.append((level, scope.key))
        return outlines(level, scope)

    chapter = Chapter(titre="Portrait du territoire", partie="diagnostic", blocs=(MAP, MAP, MAP))
    document = compose(draft(chapitres=(chapter,)), store, territories, sources, WHEN, outlines=counted)
    assert asked == [(Level.COMMUNE, METRO)] and len(document.figures()) == 3


def test_progress_of_pictures_is_told_to_the_end():
    square = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20"/></svg>'
    steps = []
    images = pictures([Figure(square, 30, 20, "Carré", "")] * 23, lambda *step: steps.append(step))
    assert len(images) == 23 and all(image.startswith(b"\x89PNG") for image in images)
    assert steps[-1] == ("Images", 23, 23)
    assert (int.from_bytes(images[0][16:20]), int.from_bytes(images[0][20:24])) == (60, 40)
