"""What stands in the place of a chart that has no figure yet: what it would show, from which file, how it comes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

import streamlit as st

from lib import formats
from lib.model import Level, Source, Territory
from lib.ui import block_frame, markup, resources
from lib.ui.missing import LEVEL_WORD, collection_command
from lib.ui.state import View


def show_absent(key: str, title: str, view: View, shown: str, sources: Sequence[str], used: Collection[str]) -> None:
    """Show the title of a chart and one plain sentence in its place.

    ``shown`` says what it would show, « Ici paraîtront… » ; ``used`` are the base quantities it is made of.
    """
    official = [resources.SOURCES[name] for name in sources if not name.startswith("releve_")]
    with st.container(key=f"bloc-{key}"):
        st.header(title, anchor=key)
        block_frame.show_empty(f"{shown} {_why(view.territory, official, _levels(used, sources))}")
        if official:
            markup.show(f'<p class="precision">{_origin(_file_of(official, view.territory.level))}</p>')


def _file_of(official: Sequence[Source], level: Level) -> Source:
    """Return the source to name: the one of the IRIS for an IRIS, else the first."""
    by_iris = [one for one in official if one.id.endswith("_iris")]
    return by_iris[0] if level is Level.IRIS and by_iris else official[0]


def _levels(used: Collection[str], sources: Sequence[str]) -> list[Level]:
    """Return the levels at which all these quantities are published, as the indicators made of them say."""
    levels: dict[str, set[Level]] = {}
    for one in resources.catalog().indicators.values():
        if not set(sources).isdisjoint(one.sources):
            for name in set(used).intersection(one.numerateur):
                levels.setdefault(name, set()).update(one.niveaux)
    return [level for level in Level if levels and all(level in found for found in levels.values())]


def _why(territory: Territory, official: Sequence[Source], levels: Sequence[Level]) -> str:
    if territory.level is Level.ZONE:
        return (
            f"Rien à additionner pour {formats.the(territory)} dans les fichiers installés{formats.NBSP}: un morceau "
            "n'a pas ces chiffres, ou ils ne s'additionnent pas."
        )
    here = not levels or territory.level in levels
    return _how_it_comes(official, territory) if here else _not_here(territory, levels)


def _how_it_comes(official: Sequence[Source], territory: Territory) -> str:
    if not official:
        return (
            f"Aucun fichier officiel que l'application sait lire ne donne ces chiffres pour {formats.the(territory)}."
        )
    return (
        f"Aucun fichier installé ne donne ces chiffres pour {formats.the(territory)}. La personne qui gère "
        "l'installation les ajoute, là où ils sont publiés, par la commande "
        f"«{formats.NBSP}{collection_command(territory)}{formats.NBSP}»."
    )


def _not_here(territory: Territory, levels: Sequence[Level]) -> str:
    scale = ", ".join(LEVEL_WORD[level] for level in levels)
    return (
        f"Le producteur ne publie pas ces chiffres à l'échelle de votre territoire ({LEVEL_WORD[territory.level]}). "
        f"Échelles publiées, à choisir en haut de la page{formats.NBSP}: {scale}."
    )


def _origin(source: Source) -> str:
    link = f'<a href="{escape(source.page)}" target="_blank" rel="noopener">{escape(source.titre)}</a>'
    return (
        f"Fichier officiel{formats.NBSP}: {escape(source.producteur)}, {link} "
        f"(champ{formats.NBSP}: {escape(source.champ)})."
    )
