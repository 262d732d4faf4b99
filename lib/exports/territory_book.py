"""The workbook of a territory: same sheets, same columns and same order for every commune of France."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lib.catalog import Catalog
from lib.exports.caption import STATUS_SENTENCE, Caption, Sources, day, named, source_of, status_word
from lib.exports.lexicon import LEXICON_HEAD, LEXICON_WIDTHS, SOURCE_HEAD, SOURCE_WIDTHS, lexicon_rows, source_rows
from lib.exports.ods import to_ods
from lib.exports.sheets import LONG_HEAD, LONG_WIDTHS, Cell, Sheet, long_row, shown
from lib.exports.xlsx import to_xlsx
from lib.formats import NBSP, UNIT_LABEL
from lib.model import Indicator, Level, Territory, Theme
from lib.observation import Observation
from lib.store import Profile, Store
from lib.territories import LEVEL_WORD, Territories
from lib.trend import beside

COMPARED = (Level.EPCI, Level.DEPARTEMENT, Level.REGION, Level.FRANCE)


@dataclass(frozen=True)
class Book:
    """The figures of a territory and of the areas that contain it, and all that describes them.

    ``areas`` holds the territory, then one area per level of COMPARED; None where there is none.
    """

    caption: Caption
    areas: tuple[Territory | None, ...]
    profile: Profile
    catalog: Catalog
    sources: Sources

    @property
    def present(self) -> list[Territory]:
        """The areas that exist, the territory first."""
        return [area for area in self.areas if area is not None]

    def observations(self) -> Iterator[tuple[Territory, Observation]]:
        """All observations, by indicator then area then millesime; an indicator without figure has one « n.d. »."""
        for indicator in self.catalog.indicators:
            for area in self.present:
                series = self.profile.series(area, indicator)
                for seen in series or (self.profile.latest(area, indicator),):
                    yield area, seen


def read_book(
    territory: Territory, territories: Territories, store: Store, sources: Sources, when: date, address: str = ""
) -> Book:
    """Read every indicator of ``territory`` and of its comparators. Raises DataError like the store."""
    parents = [territories.parent(territory, level) for level in COMPARED if level is not territory.level]
    areas = (territory, *parents)
    profile = store.profile([area for area in areas if area], store.catalog.indicators)
    caption = Caption(f"Boussole sociale – {territory.name}", territory, address, when)
    return Book(caption, areas, profile, store.catalog, sources)


def sheets(book: Book) -> list[Sheet]:
    """Return the sheets of the workbook, in reading order."""
    themes = [_theme(book, theme) for theme in book.catalog.themes.values()]
    every = [*themes, _lexicon(book), _sources(book)]
    return [_read_me(book, ["Chiffres", *(sheet.name for sheet in every)]), _figures(book), *every]


def book_xlsx(book: Book) -> bytes:
    """Return the workbook as XLSX."""
    return to_xlsx(book.caption, sheets(book))


def book_ods(book: Book) -> bytes:
    """Return the workbook as ODS."""
    return to_ods(book.caption, sheets(book))


def _read_me(book: Book, names: Sequence[str]) -> Sheet:
    area = book.caption.territory
    postal = ", ".join(area.postal_codes)
    rows: list[tuple[Cell, ...]] = [
        ("Territoire", named(area)),
        ("Codes postaux", postal or "sans objet"),
        ("Comparateurs", ", ".join(one.name for one in book.present[1:])),
        ("Date", day(book.caption.date)),
        ("Adresse permanente", book.caption.address or "non communiquée"),
        ("Feuilles", ", ".join(names)),
        ("Chiffres", "Une ligne par indicateur, territoire et millésime. La valeur est vide quand elle n'est "
         "pas connue ou pas publiable : la colonne Statut dit pourquoi. Une case vide ne vaut jamais zéro."),
        ("Feuilles par thème", "Le dernier millésime du territoire, et à côté celui des comparateurs qui s'en "
         "rapproche le plus, sans rupture de série. S'il diffère, la colonne « Autres millésimes » le dit."),
        ("Même structure", "Les feuilles et les colonnes sont les mêmes pour toutes les communes : plusieurs classeurs "
         "s'empilent sans retouche."),
        ("Citer", "Chaque chiffre se cite avec la mention de sa source (feuille Sources) et la date de ce classeur."),
        *((f"Statut « {status_word(one)} »", words.split(" : ", 1)[1]) for one, words in STATUS_SENTENCE.items()),
    ]  # fmt: skip
    return Sheet("Lisez-moi", book.caption.title, (), ("Quoi", "Réponse"), (28, 110), tuple(rows))


def _figures(book: Book) -> Sheet:
    rows = tuple(long_row(area, seen, book.catalog, book.sources) for area, seen in book.observations())
    note = f"Une ligne par indicateur, territoire et millésime{NBSP}; une valeur vide n'est jamais un zéro."
    return Sheet("Chiffres", "Tous les chiffres", (*_origin(book), note), LONG_HEAD, LONG_WIDTHS, rows)


def _theme(book: Book, theme: Theme) -> Sheet:
    levels = [level for level in COMPARED if level is not book.caption.territory.level]
    names = [
        area.name if area else f"{LEVEL_WORD[level]}{NBSP}: aucune"
        for area, level in zip(book.areas[1:], levels, strict=True)
    ]
    head = ("Identifiant", "Indicateur", "Unité", "Millésime", book.caption.territory.name, "Statut", *names)
    rows = tuple(_theme_row(book, indicator) for indicator in theme.indicateurs)
    widths = (24, 46, 18, 11, 16, 13, *(16 for _ in names), 34, 34)
    return Sheet(
        theme.titre,
        theme.titre,
        (*_origin(book), theme.description),
        (*head, "Autres millésimes", "Source"),
        widths,
        rows,
    )


def _origin(book: Book) -> tuple[str, ...]:
    """Return what a sheet copied alone must still say: the territory, the day, the address."""
    area, address = book.caption.territory, book.caption.address
    return (
        f"Territoire{NBSP}: {named(area)}",
        f"Exporté le {day(book.caption.date)} depuis Boussole sociale{f'. {address}' if address else ''}",
    )


def _theme_row(book: Book, indicator: Indicator) -> tuple[Cell, ...]:
    mine = book.profile.latest(book.caption.territory, indicator.id)
    others, differing = [], []
    for area in book.areas[1:]:
        seen = None if area is None else compared(book.profile, area, mine, indicator, book.sources)
        others.append(None if seen is None else _figure(seen, indicator))
        if area and seen and seen.value is not None and mine.value is not None and seen.millesime != mine.millesime:
            differing.append(f"{area.name}{NBSP}: {seen.millesime}")
    return (
        indicator.id,
        indicator.titre,
        UNIT_LABEL[indicator.unite],
        mine.millesime,
        _figure(mine, indicator),
        status_word(mine.status),
        *others,
        ", ".join(differing),
        source_of(mine, book.catalog, book.sources).titre_court,
    )


def compared(
    profile: Profile, area: Territory, mine: Observation, indicator: Indicator, sources: Sources
) -> Observation:
    """Return the figure of ``area`` that may stand beside ``mine``; without mine, the latest; else « n.d. »."""
    series = profile.series(area, indicator.id)
    if mine.value is None:
        return profile.latest(area, indicator.id)
    found = beside(mine, series, indicator, sources)
    if found is None and any(seen.value is None for seen in series[-1:]):
        return series[-1]
    return found or profile.latest(area, "")


def _figure(seen: Observation, indicator: Indicator) -> Cell:
    return shown(seen.value, indicator.unite) or status_word(seen.status)


def _lexicon(book: Book) -> Sheet:
    rows = lexicon_rows(book.catalog.indicators.values(), book.catalog, book.sources)
    return Sheet("Lexique", "Ce que disent les indicateurs", (), LEXICON_HEAD, LEXICON_WIDTHS, tuple(rows))


def _sources(book: Book) -> Sheet:
    rows = source_rows(used_sources(book))
    return Sheet("Sources", "D'où viennent les chiffres", (), SOURCE_HEAD, SOURCE_WIDTHS, tuple(rows))


def used_sources(book: Book) -> list[tuple]:
    """Return (source, millesime, COG year) of every observation that has a source."""
    seen = (one for _, one in book.observations() if one.source and one.millesime)
    return [(book.sources[one.source], one.millesime, one.geography) for one in seen]
