"""The publics point to known indicators, themes and partners; a wrong file is refused with its key."""

import pytest
import yaml

from lib.catalog import load_catalog
from lib.model import DataError
from lib.partner_models import load_partner_models
from lib.publics import load_publics
from lib.ui.navigation import FOLDER, PAGES, PUBLICS

CATALOG = load_catalog()
FOUND = load_publics()
VALID = {
    "titre": "Essai", "page": "public_essai", "description": "Un essai.", "questions": ["Pourquoi ?"],
    "blocs": [{"titre": "Un", "indicateurs": ["population_totale"]}], "themes": ["portrait"], "partenaires": ["caf"],
}  # fmt: skip


@pytest.mark.parametrize("public", FOUND.values(), ids=FOUND)
def test_a_public_points_to_what_exists(public):
    names = [name for part in public.blocs for name in part.indicateurs]
    assert len(names) == len(set(names)), "an indicator is shown once"
    assert all(CATALOG.resolve(name) for name in names)
    assert set(public.themes) <= set(CATALOG.themes)
    assert set(public.partenaires) <= set(load_partner_models())
    assert all(question.endswith("?") for question in public.questions)


def test_each_public_has_its_page_in_the_menu():
    pages = [page for page in PAGES if page.section == PUBLICS]
    assert [page.name for page in pages] == [public.page for public in FOUND.values()]
    assert [page.title for page in pages] == [public.titre for public in FOUND.values()]
    assert all((FOLDER / f"{page.name}.py").exists() for page in pages)


@pytest.mark.parametrize(
    ("change", "word"), [({"couleur": "rouge"}, "couleur"), ({"blocs": []}, "blocs"), ({"id": "a"}, "id")]
)
def test_a_wrong_public_is_refused_with_its_key(tmp_path, change, word):
    path = tmp_path / "publics.yml"
    path.write_text(yaml.safe_dump({"essai": VALID}), encoding="utf-8")
    assert load_publics(path)["essai"].titre == "Essai"
    load_publics.cache_clear()
    path.write_text(yaml.safe_dump({"essai": VALID | change}), encoding="utf-8")
    with pytest.raises(DataError, match=word) as caught:
        load_publics(path)
    assert "publics.yml" in caught.value.where
