"""The pages of the application, in the order of the menu: add a page here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lib.model import Theme
from lib.settings import ROOT

FOLDER = ROOT / "pages"


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its file in ``pages/``, its name and section in the menu (a theme page is named after its theme)."""

    name: str
    title: str
    section: str = ""
    home: bool = False

    @property
    def file(self) -> Path:
        """The script of the page."""
        return FOLDER / f"{self.name}.py"

    @property
    def path(self) -> str:
        """The address of the page, from the root of the site."""
        return "/" if self.home else f"/{self.name}"


PEOPLE, MEANS, CARE, LIVING = "Habitants", "Ressources", "Santé et éducation", "Logement et cadre de vie"
MAPS = "Cartes"
PUBLICS = "Par public"
TOOLS = "Outils"
REPORT = "Rapport et fichiers"
PAGES = (
    Entry("accueil", "Accueil", home=True),
    Entry("portrait", "Portrait", PEOPLE),
    Entry("jeunes_enfants", "Jeunes enfants", PEOPLE),
    Entry("vieillesse", "Vieillesse et autonomie", PEOPLE),
    Entry("handicap", "Handicap", PEOPLE),
    Entry("isolement", "Isolement et lien social", PEOPLE),
    Entry("emploi_insertion", "Emploi et insertion", MEANS),
    Entry("revenus_inegalites", "Revenus et inégalités", MEANS),
    Entry("solidarite", "Solidarité", MEANS),
    Entry("endettement", "Endettement", MEANS),
    Entry("sante", "Santé", CARE),
    Entry("education_formation", "Éducation et formation", CARE),
    Entry("logement", "Logement", LIVING),
    Entry("energie", "Énergie", LIVING),
    Entry("transport_mobilite", "Transport et mobilité", LIVING),
    Entry("urgence_hebergement", "Urgence et hébergement", LIVING),
    Entry("public_familles", "Familles", PUBLICS),
    Entry("public_jeunes", "Jeunes", PUBLICS),
    Entry("public_personnes_agees", "Personnes âgées", PUBLICS),
    Entry("public_personnes_handicapees", "Personnes handicapées", PUBLICS),
    Entry("public_personnes_en_difficulte", "Personnes en difficulté", PUBLICS),
    Entry("atlas", "Atlas", MAPS),
    Entry("zones", "Zones à soi", MAPS),
    Entry("couches", "Couches et distances", MAPS),
    Entry("reunion", "Mode réunion", MAPS),
    Entry("rapport", "Rapport ABS", REPORT),
    Entry("emporter", "Emporter", REPORT),
    Entry("synthese", "Ce qui distingue mon territoire", TOOLS),
    Entry("semblables", "Territoires semblables", TOOLS),
    Entry("lexique", "Lexique", TOOLS),
    Entry("sources", "Sources", TOOLS),
)


def by_section() -> dict[str, list[Entry]]:
    """Return the pages under each heading of the menu, in the order of the menu; the home page stands alone."""
    sections: dict[str, list[Entry]] = {}
    for page in PAGES:
        sections.setdefault(page.section, []).append(page)
    return sections


def in_menu_order(themes: Iterable[Theme]) -> list[Theme]:
    """Return the themes that have a page, in the order of the menu."""
    known = {theme.id: theme for theme in themes}
    return [known[page.name] for page in PAGES if page.name in known]


def theme_pages(names: Iterable[str]) -> list[Entry]:
    """Return the pages of these themes, in the order given."""
    known = {page.name: page for page in PAGES}
    return [known[name] for name in names if name in known]
