"""What travels with every exported block: title, territory, millesimes, unit, sources, licence, date, address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lib.catalog import Catalog
from lib.formats import NBSP, UNIT_LABEL
from lib.model import PEER_GROUP, Level, Source, Status, Territory
from lib.observation import Observation
from lib.periods import MONTHS
from lib.territories import LEVEL_WORD
from lib.zones import range_words

Rows = Sequence[tuple[Territory, Observation]]
Sources = Mapping[str, Source]

STATUS_SENTENCE = {
    Status.OK: "publié : chiffre du producteur, sans réserve.",
    Status.FRAGILE: "fragile : petit effectif ou qualité incertaine, à lire comme un ordre de grandeur.",
    Status.ARRONDI: "arrondi : le producteur arrondit ce chiffre pour protéger les personnes.",
    Status.ESTIME: "estimé : calculé par le producteur à partir d'un modèle ou d'une enquête.",
    Status.SECRET: "secret : le chiffre existe, il n'est pas publié pour protéger les personnes.",
    Status.NON_DIFFUSE: "non diffusé : le producteur ne publie pas ce chiffre pour ce territoire.",
    Status.NON_DISPONIBLE: "n.d. : aucun chiffre installé pour ce territoire et cette année.",
    Status.SANS_OBJET: "sans objet : personne ou aucun logement à rapporter, le calcul n'a pas de sens.",
    Status.NON_CALCULABLE: "non calculable : ce chiffre ne s'additionne pas et n'est jamais moyenné ; l'étendue est "
    "celle des morceaux de la zone.",
}


@dataclass(frozen=True, slots=True)
class Caption:
    """How a block is presented outside the application; ``address`` is the permanent address of its view.

    ``drawn`` is the unit of a drawing when it is not that of its figures: a change between two years.
    """

    title: str
    territory: Territory
    address: str
    date: date
    drawn: str = ""


def day(when: date) -> str:
    """Write a date in French words: « 1er février 2027 »."""
    return f"{'1er' if when.day == 1 else when.day} {MONTHS[when.month - 1]} {when.year}"


def code(area: Territory) -> str:
    """Return the official code of an area, the codes of a group; an own zone has none, its key is in the address."""
    if area.kind == PEER_GROUP:
        return "+".join(one.partition("-")[2] for one in area.pieces)
    return "" if area.level is Level.ZONE else area.code


def level_word(area: Territory) -> str:
    """Say what an area is: « commune », « groupe de comparaison »."""
    return "groupe de comparaison" if area.kind == PEER_GROUP else LEVEL_WORD[area.level]


def named(area: Territory) -> str:
    """Name an area so that nobody takes it for another: « Échirolles (commune, code 38151) »."""
    if area.level is not Level.ZONE:
        return f"{area.name} ({LEVEL_WORD[area.level]}, code {area.code})"
    pieces = ", ".join(one.partition("-")[2] for one in area.pieces)
    made = "composé de" if area.kind == PEER_GROUP else "composée de"
    return f"{area.name} ({level_word(area)}, {made}{NBSP}: {pieces})"


def status_word(status: Status) -> str:
    """Name a status in one or two words: « publié », « secret », « n.d. »."""
    return STATUS_SENTENCE[status].split(" : ")[0]


def told_status(seen: Observation, unit: str) -> str:
    """Name the status of a figure, with the range of the pieces when a zone has no figure of its own."""
    word = status_word(seen.status)
    return f"{word} ({range_words(seen.spread, unit)})" if seen.spread else word


def source_of(seen: Observation, catalog: Catalog, sources: Sources) -> Source:
    """Return the source that gave a figure, or the first of its indicator when there is none."""
    return sources[seen.source or catalog.indicators[seen.indicator].source]


def citations(rows: Rows, catalog: Catalog, sources: Sources) -> list[str]:
    """Cite each source of the figures once, with its licence; a block without figure cites its usual source."""
    known = [seen for _, seen in rows if seen.value is not None and seen.status.has_value] or [seen for _, seen in rows]
    cited: dict[str, str] = {}
    for seen in known:
        source = source_of(seen, catalog, sources)
        mention = source.titre if not seen.millesime else source.cited(seen.millesime, seen.geography)
        cited[mention] = source.licence
    return [f"{mention} ({licence})" for mention, licence in cited.items()]


def millesimes(rows: Rows) -> str:
    """List the millesimes of the figures, oldest first; « aucun » when there is none."""
    return ", ".join(sorted({seen.millesime for _, seen in rows if seen.millesime})) or "aucun"


def unit(rows: Rows, catalog: Catalog) -> str:
    """Say the unit of the figures; several are said with their indicator in the table."""
    found = {catalog.indicators[seen.indicator].unite for _, seen in rows}
    return UNIT_LABEL[found.pop()] if len(found) == 1 else "propre à chaque indicateur"


def precautions(rows: Rows) -> list[str]:
    """Explain each status met other than « publié »."""
    met = {seen.status for _, seen in rows} - {Status.OK}
    return [STATUS_SENTENCE[status] for status in Status if status in met]


def subtitle(caption: Caption, rows: Rows, catalog: Catalog) -> str:
    """Return the line under the title: territory, unit, millesimes."""
    years = millesimes(rows)
    word = "Millésimes" if "," in years else "Millésime"
    return f"{caption.territory.name} – {caption.drawn or unit(rows, catalog)} – {word}{NBSP}: {years}"


def footer(caption: Caption, rows: Rows, catalog: Catalog, sources: Sources) -> list[str]:
    """Return the lines under a figure: sources and licences, then date and permanent address."""
    found = citations(rows, catalog, sources)
    cited = f"Source{'s' if len(found) > 1 else ''}{NBSP}: {' ; '.join(found)}."
    return [cited, f"Boussole sociale, {day(caption.date)}. {caption.address}".strip()]


def notes(caption: Caption, rows: Rows, catalog: Catalog, sources: Sources) -> list[str]:
    """Return all that is written above a table: territory, unit, millesimes, sources, statuses, date, address."""
    area = caption.territory
    return [
        f"Territoire{NBSP}: {named(area)}",
        f"Unité{NBSP}: {unit(rows, catalog)}",
        f"Millésimes{NBSP}: {millesimes(rows)}",
        *(f"Source{NBSP}: {one}" for one in citations(rows, catalog, sources)),
        *(f"Statut « {one.split(' : ')[0]} »{NBSP}: {one.split(' : ', 1)[1]}" for one in precautions(rows)),
        f"Exporté le {day(caption.date)} depuis Boussole sociale",
        *([f"Adresse permanente{NBSP}: {caption.address}"] if caption.address else []),
    ]


def without_figure(rows: Rows) -> str:
    """Name the territories that have no figure in the block and why: « Sans chiffre : Isère (secret) »."""
    known = {area.key for area, seen in rows if seen.value is not None and seen.status.has_value}
    absent = {area.key: f"{area.name} ({status_word(seen.status)})" for area, seen in rows if area.key not in known}
    return f"Sans chiffre{NBSP}: {', '.join(absent.values())}." if absent else ""
