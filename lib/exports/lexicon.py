"""The lexicon and the sources in words: what every workbook, archive and report says of its figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lib.catalog import Catalog
from lib.exports.caption import Sources
from lib.formats import UNIT_LABEL, number
from lib.model import Indicator, Level, Source
from lib.territories import LEVEL_WORD

LEXICON_HEAD = (
    "Identifiant", "Thème", "Titre", "Unité", "Définition", "Calcul", "Sources", "Niveaux", "Millésimes comparables",
    "Sens", "Comprendre", "Utiliser", "Ne permet pas de dire", "Pièges",
)  # fmt: skip
LEXICON_WIDTHS = (26, 24, 44, 16, 50, 50, 40, 26, 24, 14, 50, 50, 50, 50)
SOURCE_HEAD = (
    "Identifiant", "Titre", "Producteur", "Licence", "Adresse officielle", "Mention à citer", "Champ",
    "Millésimes utilisés", "Ruptures de série", "Lecture vérifiée sur",
)  # fmt: skip
SOURCE_WIDTHS = (26, 44, 28, 22, 44, 50, 40, 22, 50, 18)
COMPARABLE = {
    "tous": "tous",
    "ecart_5_ans": "à cinq ans d'écart au moins",
    "aucun": "aucun : le producteur le déconseille",
}
SENSE = {
    "favorable": "une hausse est favorable",
    "defavorable": "une hausse est défavorable",
    "neutre": "ni favorable, ni défavorable",
}
PROOF = {
    "fichier_reel": "le fichier officiel",
    "documentation": "la documentation du producteur",
    "modele": "notre modèle de fichier à remplir ; aucun fichier officiel publié à notre connaissance",
}


def formula(indicator: Indicator, sources: Sources) -> str:
    """Say how an indicator is computed, in the words of its sources: « Habitants de 75 ans ou plus ÷ Habitants »."""
    top = _named(indicator.numerateur, sources)
    if not indicator.is_ratio:
        return top
    times = f" × {number(indicator.facteur)}" if indicator.facteur != 1 else ""
    return f"({top}) ÷ ({_named(indicator.denominateur, sources)}){times}"


def _named(variables: Sequence[str], sources: Sources) -> str:
    known = {variable.id: variable.libelle for source in sources.values() for variable in source.variables}
    words = known | {"superficie_km2": "superficie en km²"}
    return " + ".join(words.get(name, name) for name in variables)


def lexicon_rows(indicators: Iterable[Indicator], catalog: Catalog, sources: Sources) -> list[tuple[str, ...]]:
    """Return one row of LEXICON_HEAD per indicator."""
    return [
        (
            one.id,
            catalog.themes[one.theme].titre,
            one.titre,
            UNIT_LABEL[one.unite],
            one.definition,
            formula(one, sources),
            ", ".join(sources[name].titre_court for name in one.sources if name in sources),
            ", ".join(LEVEL_WORD[level] for level in Level if level in one.niveaux),
            COMPARABLE[one.millesimes_comparables],
            SENSE[one.sens],
            one.comprendre,
            one.utiliser,
            one.ne_permet_pas_de_dire,
            one.pieges,
        )
        for one in indicators
    ]


def source_rows(used: Iterable[tuple[Source, str, int | None]]) -> list[tuple[str, ...]]:
    """Return one row of SOURCE_HEAD per source; ``used`` gives each source with a millesime and its COG year."""
    found: dict[str, tuple[Source, dict[str, int | None]]] = {}
    for source, millesime, geography in used:
        found.setdefault(source.id, (source, {}))[1][millesime] = geography
    rows = []
    for _, (source, years) in sorted(found.items()):
        last = max(years)
        rows.append(
            (
                source.id,
                source.titre,
                source.producteur,
                source.licence,
                source.page,
                source.cited(last, years[last]),
                source.champ,
                ", ".join(sorted(years)),
                " ; ".join(f"{one.jusqu_a} / {one.depuis} : {one.motif}" for one in source.ruptures),
                PROOF[source.verification],
            )
        )
    return rows
