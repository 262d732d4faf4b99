"""The draft and its logo: kept without loss, refused with an explanation; what changed since is said."""

import io
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lib.model import DataError
from lib.reports.changes import Kind, changed_since, freeze
from lib.reports.draft import Audience, Block, Chapter, Draft, from_json
from lib.reports.logo import LARGEST_SIDE, prepare_logo
from lib.reports.suggestion import PUBLICS, suggest
from lib.store import Store
from tests.exports.conftest import TOWN
from tests.exports.reporting import draft, png


def test_a_draft_is_read_back_as_it_was_logo_included():
    written = draft()
    assert from_json(written.to_json()) == written
    assert isinstance(json.loads(written.to_json())["logo"], str)


@given(st.text(max_size=200))
def test_any_text_comes_back_without_what_files_refuse(text):
    block = Block(indicateurs=("x",), commentaire=text)
    assert Block.model_validate_json(block.model_dump_json()) == block
    assert not set(block.commentaire) & {"\x00", "\x07", "\x0b", "\r", "\ufffe"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"titre": "x"}', '{"titre": "x", "territoire": "y", "inconnu": 1}'])
def test_what_is_not_a_draft_is_refused_in_french(text):
    with pytest.raises(DataError, match="brouillon"):
        from_json(text)


def test_a_large_logo_is_made_small():
    small = prepare_logo(png(4000, 1000))
    image = Image.open(io.BytesIO(small))
    assert (image.format, image.size) == ("PNG", (LARGEST_SIDE, LARGEST_SIDE // 4))


@pytest.mark.parametrize(
    ("mode", "kind"), [("CMYK", "JPEG"), ("L", "PNG"), ("P", "GIF"), ("RGBA", "WEBP"), ("1", "BMP")]
)
def test_usual_images_are_accepted(mode, kind):
    assert prepare_logo(png(mode=mode, kind=kind)).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", png()[:60], b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
     png(50, 50, kind="JPEG")[:200], b"%PDF-1.7"],
)  # fmt: skip
def test_a_damaged_logo_is_explained(content):
    with pytest.raises(DataError, match="logo"):
        prepare_logo(content)


def test_a_giant_logo_is_refused_before_it_fills_memory():
    header = bytearray(png(1, 1, "1"))
    header[16:24] = (60_000).to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(header[12:29]).to_bytes(4, "big")
    with pytest.raises(DataError, match="trop grand"):
        prepare_logo(bytes(header))
    with pytest.raises(DataError, match="trop lourd"):
        prepare_logo(b"\x00" * (16 * 1024 * 1024))


@pytest.fixture
def frozen(made_store, territories, sources):
    return freeze(draft(), made_store, territories, sources)


def test_freezing_touches_nothing_that_was_written(frozen):
    assert frozen.model_copy(update={"chiffres_vus": ()}) == draft()
    seen = {(one.indicateur, one.territoire): one for one in frozen.chiffres_vus}
    assert seen["part_moins_20", TOWN.key].valeur == 27.3
    assert seen["part_65_plus", TOWN.key].valeur is None


def test_nothing_changed_says_nothing(frozen, made_store, territories, sources):
    assert changed_since(frozen, made_store, territories, sources) == []
    assert changed_since(draft(), made_store, territories, sources) == []
    assert changed_since(from_json(frozen.to_json()), made_store, territories, sources) == []


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([{"valeur": 27.4}], Kind.VALUE),
        ([{"valeur": 27.3}, {"valeur": 26.0, "millesime": "2026"}], Kind.MILLESIME),
        ([{"valeur": 27.3, "statut": "fragile"}], Kind.STATUS),
        ([{"valeur": 27.3, "statut": "secret"}], Kind.GONE),
    ],
)
def test_each_change_is_named(frozen, catalog, write_observations, tmp_path, territories, sources, rows, kind):
    old = {"niveau": "departement", "code": "38", "valeur": 24.4}
    newer = tmp_path / "nouveau"
    write_observations(newer, *rows, old)
    for theme in catalog.themes:
        if theme != "portrait":
            write_observations(newer, {"code": "01001", "indicateur": "aucun"}, theme=theme)
    kept = frozen.model_copy(
        update={
            "chapitres": (Chapter(titre="Portrait", blocs=(Block(indicateurs=("part_moins_20",)),)),),
            "chiffres_vus": tuple(one for one in frozen.chiffres_vus if one.indicateur == "part_moins_20"),
        }
    )
    changes = changed_since(kept, Store(catalog, [newer]), territories, sources)
    mine = [change for change in changes if change.territory == TOWN.key]
    assert [change.kind for change in mine] == [kind]
    assert mine[0].before is not None and mine[0].before.valeur == 27.3


def test_a_new_figure_and_a_retired_indicator_are_said(frozen, made_store, territories, sources):
    seen = frozen.chiffres_vus
    gone = seen[0].model_copy(update={"indicateur": "indicateur_disparu"})
    fewer = frozen.model_copy(update={"chiffres_vus": (*seen[1:], gone)})
    kinds = {change.kind for change in changed_since(fewer, made_store, territories, sources)}
    assert kinds == {Kind.NEW, Kind.RETIRED}


@pytest.mark.parametrize("plan", ["themes", "publics"])
def test_a_suggestion_holds_every_theme_and_only_indicators_with_a_figure(made_store, catalog, territories, plan):
    town = territories.get(TOWN.key)
    found = suggest(town, [territories.get("departement-38")], made_store, plan, essential=False)
    used = [name for chapter in found.chapitres for block in chapter.blocs for name in block.indicateurs]
    assert set(used) == {"part_moins_20", "population_totale"} and len(used) == 2
    questions = {question for chapter in found.chapitres for question in chapter.questions}
    assert questions == {question for theme in catalog.themes.values() for question in theme.questions}
    assert found.chapitres[0].partie == "diagnostic"
    assert isinstance(found, Draft) and found.public is Audience.CONSEIL


def test_every_theme_has_its_public(catalog):
    listed = [name for _, names in PUBLICS for name in names]
    assert sorted(listed) == sorted(catalog.themes)
