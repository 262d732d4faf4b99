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
    """One page: its file in ``pages/``, its name in the menu, its address (a theme page is named after its theme)."""

    name: str
    title: str
    home: bool = False

    @property
    def file(self) -> Path:
        """The script of the page."""
        return FOLDER / f"{self.name}.py"

    @property
    def path(self) -> str:
        """The address of the page, from the root of the site."""
        return "/" if self.home else f"/{self.name}"


PAGES = (
    Entry("accueil", "Accueil", home=True),
    Entry("portrait", "Portrait"),
    Entry("logement", "Logement"),
)


def in_menu_order(themes: Iterable[Theme]) -> list[Theme]:
    """Return the themes that have a page, in the order of the menu."""
    known = {theme.id: theme for theme in themes}
    return [known[page.name] for page in PAGES if page.name in known]
