"""What closes a report: how to read, glossary of the indicators used, sources with licences and dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lib.exports.caption import Rows, day
from lib.exports.lexicon import formula, source_rows
from lib.model import Indicator
from lib.reports import wording
from lib.reports.document import Bullets, Node, Paragraph, Part, Style, Table
from lib.reports.draft import Audience, Block, Draft
from lib.reports.map_block import mapped
from lib.reports.maps import Cartography
from lib.reports.reading import Reading, has_figure, known


def annexes(draft: Draft, reading: Reading, atlas: Cartography, when: date) -> list[Part]:
    """Return the closing parts that this audience reads."""
    blocks = [block for chapter in draft.chapitres for block in chapter.blocs]
    drawn = [found for block in blocks if (found := mapped(block, reading, atlas))]
    used = _used(blocks, reading, [one.indicator for one in drawn])
    parts = [_glossary(used, reading)] if used else []
    if reading.audience is not Audience.HABITANTS:
        parts.insert(0, Part("Lire les chiffres", 1, (Bullets(wording.METHOD),), new_page=True))
    rows = [*reading.rows(used), *(row for one in drawn for row in one.rows(reading))]
    return [*parts, _sources(rows, reading, when, maps=bool(drawn))]


def _used(blocks: Sequence[Block], reading: Reading, drawn: Sequence[Indicator]) -> list[Indicator]:
    every = (one for block in blocks for one in known(block, reading.catalog))
    found = {one.id: one for one in every if has_figure(reading.mine(one))} | {one.id: one for one in drawn}
    return sorted(found.values(), key=lambda one: one.titre.lower())


def _glossary(used: Sequence[Indicator], reading: Reading) -> Part:
    if reading.audience is Audience.HABITANTS:
        rows = tuple((one.titre, one.definition) for one in used)
        table = Table("Les mots du document", ("Chiffre", "Ce qu'il veut dire"), rows, 2, (0.35, 0.65))
        return Part("Glossaire", 1, (table,), new_page=True)
    rows = tuple((one.titre, one.definition, formula(one, reading.sources), one.pieges) for one in used)
    head = ("Indicateur", "Définition", "Calcul", "Pièges")
    table = Table("Indicateurs du rapport", head, rows, 4, (0.2, 0.25, 0.25, 0.3))
    return Part("Glossaire", 1, (table,), new_page=True)


def _sources(figures: Rows, reading: Reading, when: date, *, maps: bool) -> Part:
    seen = [one for _, one in figures if has_figure(one) and one.source and one.millesime]
    found = source_rows((reading.sources[one.source], one.millesime, one.geography) for one in seen)
    rows = tuple((row[1], row[5], row[7], row[3]) for row in found)
    head = ("Jeu de données", "Mention à citer", "Années", "Licence")
    nodes: list[Node] = [Table("Sources", head, rows, 4, (0.3, 0.36, 0.14, 0.2))] if rows else []
    if maps:
        nodes.append(Paragraph(wording.OUTLINES, Style.NOTE))
    nodes.append(
        Paragraph(
            f"Rapport préparé le {day(when)} avec Boussole sociale. Les producteurs ne répondent pas "
            "de l'usage fait de leurs données.",
            Style.NOTE,
        )
    )
    return Part("Sources et licences", 1, tuple(nodes), new_page=True)
