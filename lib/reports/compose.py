"""Turns a draft into the neutral document: parts asked by art. R.123-1 CASF, blocks, glossary, sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lib import formats
from lib.exports.caption import Sources, day
from lib.formats import COUNTS, LEVEL_PLURAL, NBSP
from lib.model import Level, Territory
from lib.reports import annexes, wording
from lib.reports.document import BlockPart, Bullets, Document, Node, Paragraph, Part, Style, Table
from lib.reports.draft import Audience, Block, Chapter, Draft
from lib.reports.figures import block_figure, block_table, source_line
from lib.reports.logo import prepare_logo
from lib.reports.map_block import map_block
from lib.reports.maps import Cartography, Outlines
from lib.reports.pictures import Progress, silent
from lib.reports.reading import Reading, has_figure, key_sentence, known, read, read_aloud
from lib.reports.suggestion import DIAGNOSIS
from lib.reports.titles import title_of
from lib.store import Store
from lib.territories import LEVEL_WORD, Territories

MOST_HIGHLIGHTS = 12


def compose(
    draft: Draft,
    store: Store,
    territories: Territories,
    sources: Sources,
    when: date,
    progress: Progress = silent,
    outlines: Outlines | None = None,
) -> Document:
    """Return the document of a draft, charts and maps drawn; ``progress(title, done, total)`` follows each block.

    ``outlines(level, scope)`` gives the shapes of the maps; without it a map keeps its words and its table.
    Raises DataError when a territory is unknown, the logo damaged, or a data file unusable.
    """
    reading = read(draft, store, territories, sources)
    atlas = Cartography(store, territories, outlines)
    total, done = sum(len(chapter.blocs) for chapter in draft.chapitres), 0
    parts: dict[str, list[Part]] = {"diagnostic": [], "thematique": []}
    for chapter in draft.chapitres:
        blocks = []
        for block in chapter.blocs:
            blocks.append((map_block if block.carte else _block)(block, reading, atlas))
            done += 1
            progress(chapter.titre, done, total)
        part = _chapter(chapter, [one for one in blocks if one], reading)
        if part:
            parts[chapter.partie].append(part)
    return Document(
        title=draft.titre,
        subtitle=reading.territory.name,
        organisation=draft.organisation,
        audience=wording.AUDIENCE_WORDS[draft.public],
        date=day(when),
        logo=prepare_logo(draft.logo) if draft.logo else None,
        parts=tuple(_ordered(draft, reading, parts, annexes.annexes(draft, reading, atlas, when))),
    )


def _ordered(draft: Draft, reading: Reading, parts: dict[str, list[Part]], closing: Sequence[Part]) -> list[Part]:
    summary = _summary(draft, [*parts["diagnostic"], *parts["thematique"]])
    ordered = [*([summary] if summary else []), _law(draft, reading)]
    if parts["diagnostic"]:
        ordered += [Part(wording.DIAGNOSIS, 1, new_page=True), *parts["diagnostic"]]
    if draft.partenaires or draft.demarche or draft.public is not Audience.HABITANTS:
        ordered.append(_partners(draft))
    if parts["thematique"]:
        ordered += [Part(wording.THEMES, 1, new_page=True), *parts["thematique"]]
    if draft.conclusion.strip():
        ordered.append(Part("Conclusion", 1, _texts(draft.conclusion)))
    return [*ordered, *closing]


def _summary(draft: Draft, chapters: Sequence[Part]) -> Part | None:
    """Return what must be remembered: one sentence per chapter, then findings and ways forward."""
    highlights = tuple(filter(None, map(_highlight, chapters)))[:MOST_HIGHLIGHTS]
    nodes: list[Node] = [Bullets(highlights)] if highlights else []
    for title, field in (("Constats", "constats"), ("Pistes", "pistes")):
        written = [item for chapter in draft.chapitres for item in _written(getattr(chapter, field))]
        items = tuple(dict.fromkeys(written))
        if items:
            nodes += [Paragraph(f"{title}{NBSP}:", Style.KEY), Bullets(items)]
    return Part("En bref", 1, tuple(nodes), new_page=True) if nodes else None


def _highlight(chapter: Part) -> str:
    """Return the sentence of the chapter's first compared figure; a count alone says little."""
    told = [block.sentence for block in chapter.blocks if block.compared and block.sentence]
    return told[0] if told else ""


def _law(draft: Draft, reading: Reading) -> Part:
    others = ", ".join(f"{one.name} ({_nature(one)})" for one in reading.areas[1:])
    area = reading.territory
    code = "" if area.pieces else f", code {area.code}"
    place = f"Territoire{NBSP}: {area.name} ({_nature(area)}{code})."
    compared = f" Comparé à{NBSP}: {others}." if others else ""
    nodes = [*(Paragraph(line) for line in wording.LAW[draft.public]), Paragraph(place + compared)]
    return Part(wording.LAW_TITLE[draft.public], 1, (*nodes, *_texts(draft.introduction)))


def _nature(area: Territory) -> str:
    """Say what a territory is; an own zone by what it is made of."""
    if not area.pieces:
        return LEVEL_WORD[area.level]
    level = Level(area.pieces[0].partition("-")[0])
    return f"ensemble de {formats.plural(len(area.pieces), LEVEL_WORD[level], LEVEL_PLURAL[level])}"


def _partners(draft: Draft) -> Part:
    nodes: list[Node] = list(_texts(draft.demarche))
    if draft.partenaires:
        rows = tuple((one.nom, one.apport or "—") for one in draft.partenaires)
        nodes.append(Table("Partenaires associés", ("Partenaire", "Apport"), rows, 2, (0.35, 0.65)))
    return Part(wording.PARTNERS, 1, tuple(nodes) or (Paragraph(wording.NO_PARTNER),))


def _chapter(chapter: Chapter, blocks: Sequence[BlockPart], reading: Reading) -> Part | None:
    before: list[Node] = list(_texts(chapter.introduction))
    missing = _missing(chapter, reading)
    if missing and reading.audience is not Audience.HABITANTS:
        before.append(Paragraph(f"Sans chiffre à ce jour{NBSP}: {', '.join(missing)}.", Style.NOTE))
    after: list[Node] = []
    for title, items in (
        ("Questions à se poser", chapter.questions),
        ("Constats", chapter.constats),
        ("Pistes", chapter.pistes),
    ):
        if _written(items):
            after += [Paragraph(f"{title}{NBSP}:", Style.KEY), Bullets(_written(items))]
    if not (before or blocks or after):
        if reading.audience is Audience.HABITANTS:
            return None
        before.append(Paragraph("Aucun chiffre n'est installé pour ce chapitre.", Style.NOTE))
    return Part(chapter.titre, 2, tuple(before), tuple(blocks), tuple(after))


def _missing(chapter: Chapter, reading: Reading) -> list[str]:
    found = {one.id: one for block in chapter.blocs for one in known(block, reading.catalog)}
    return [one.titre for one in found.values() if not has_figure(reading.mine(one))]


def _block(block: Block, reading: Reading, atlas: Cartography) -> BlockPart | None:
    """Return one block; without any figure of the territory only what the user wrote remains."""
    chosen = known(block, reading.catalog)
    shown = [one for one in chosen if has_figure(reading.mine(one))]
    title = title_of(block, reading.catalog, atlas.territories)
    comment = block.commentaire.strip()
    if not shown:
        return BlockPart(title, False, "", None, None, "", comment, (), "") if comment else None
    plain = reading.audience is Audience.HABITANTS
    return BlockPart(
        title=title,
        compared=shown[0].unite not in COUNTS or shown[0].theme == DIAGNOSIS,
        sentence=key_sentence(reading, shown[0]),
        figure=block_figure(reading, shown, title) if block.graphique else None,
        table=block_table(reading, shown, title) if block.tableau and not plain else None,
        reading="" if plain else read_aloud(reading, shown[0]),
        comment=comment,
        notes=() if plain else (wording.cautions(shown),),
        source=source_line(reading.rows(shown), reading),
    )


def _texts(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs a user wrote, blank lines between them."""
    return tuple(Paragraph(part.strip("\n")) for part in text.split("\n\n") if part.strip())


def _written(items: Sequence[str]) -> tuple[str, ...]:
    return tuple(item.strip() for item in items if item.strip())
