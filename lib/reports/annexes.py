"""What closes a report: how to read, glossary of the indicators used, sources with licences and dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lib.exports.caption import day
from lib.exports.lexicon import formula, source_rows
from lib.formats import NBSP
from lib.model import Indicator
from lib.reports import wording
from lib.reports.document import Bullets, Node, Paragraph, Part, Style, Table
from lib.reports.draft import Audience, Draft
from lib.reports.reading import Reading, has_figure, known


def annexes(draft: Draft, reading: Reading, when: date) -> list[Part]:
    """Return the closing parts that this audience reads."""
    used = _used(draft, reading)
    parts = [_glossary(used, reading)] if used else []
    if reading.audience is not Audience.HABITANTS:
        parts.insert(0, Part("Lire les chiffres", 1, (Bullets(wording.METHOD),), new_page=True))
    return [*parts, _sources(used, reading, when)]


def cautions(indicators: Sequence[Indicator]) -> str:
    """Say what the figures of a block do not allow to say."""
    found = dict.fromkeys(_lowered(one.ne_permet_pas_de_dire.strip().rstrip(".")) for one in indicators)
    lead = "Ces chiffres ne disent pas" if len(indicators) > 1 else "Ce chiffre ne dit pas"
    return f"{lead}{NBSP}: {' ; '.join(found)}."


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _used(draft: Draft, reading: Reading) -> list[Indicator]:
    found = {
        one.id: one
        for chapter in draft.chapitres
        for block in chapter.blocs
        for one in known(block, reading.catalog)
        if has_figure(reading.mine(one))
    }
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


def _sources(used: Sequence[Indicator], reading: Reading, when: date) -> Part:
    seen = [one for _, one in reading.rows(used) if has_figure(one) and one.source and one.millesime]
    found = source_rows((reading.sources[one.source], one.millesime, one.geography) for one in seen)
    rows = tuple((row[1], row[5], row[7], row[3]) for row in found)
    head = ("Jeu de données", "Mention à citer", "Années", "Licence")
    nodes: list[Node] = [Table("Sources", head, rows, 4, (0.3, 0.36, 0.14, 0.2))] if rows else []
    nodes.append(
        Paragraph(
            f"Rapport préparé le {day(when)} avec Boussole sociale. Les producteurs ne répondent pas "
            "de l'usage fait de leurs données.",
            Style.NOTE,
        )
    )
    return Part("Sources et licences", 1, tuple(nodes), new_page=True)
