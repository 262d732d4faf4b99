"""Words of areas alike: what is compared, how the list is made, who is in it and why."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from lib import formats
from lib.formats import LEVEL_PLURAL, NBSP
from lib.model import Indicator, Level, Territory
from lib.peers import by_words
from lib.similarity import INDICATOR, Criterion, Measured, Similar
from lib.ui import resources

NAME = {
    Criterion.SIZE: "Taille",
    Criterion.DENSITY: "Rural ou urbain (densité)",
    Criterion.AGE: "Âge (65 ans ou plus)",
    Criterion.INCOME: "Niveau de vie médian",
    Criterion.HOUSING: "Logement social",
}
SCOPE_WORD = {Level.DEPARTEMENT: "mon département", Level.REGION: "ma région", Level.FRANCE: "toute la France"}
METHOD = (
    "Les territoires semblables sont ceux dont les critères choisis s'écartent le moins, ensemble, de ceux du vôtre. "
    "Chaque écart est compté en écarts habituels (écart absolu médian) entre les territoires du même périmètre, pour "
    "que tous les critères pèsent autant ; la taille et la densité se comparent en proportion. Le calcul est le même "
    "pour tous et redonne toujours la même liste.",
    "Un territoire dont un critère utilisé est secret ou non publié n'est pas classé : il est compté à part, jamais "
    "pris pour un zéro.",
    "Le chiffre du groupe est la médiane de ses territoires, chacun comptant une fois : jamais une moyenne de taux. "
    "Il n'est pas donné quand moins de la moitié d'entre eux ont un chiffre du même millésime, ou quand trop de "
    "valeurs sont secrètes. Pour une structure (âges, ménages, diplômes…), leurs effectifs sont additionnés, puis les "
    "parts calculées.",
)


def sentence(mine: Territory, found: Similar, areas: Sequence[Territory]) -> str:
    """Say who is compared with my territory, and why."""
    plural = LEVEL_PLURAL[mine.level]
    scope = "de France" if found.scope is Level.FRANCE or mine.level is Level.DEPARTEMENT else f"de {_my(found.scope)}"
    if not areas and all(one.mine is None for one in found.criteria):
        return f"Aucun critère n'est publié {formats.at(mine)}{NBSP}: composez le groupe à la main."
    if not areas and not found.used:
        return "Choisissez au moins un critère, ou ajoutez des territoires à la main."
    if not areas:
        return f"Aucun territoire {scope} ne répond à ces critères{NBSP}: élargissez le périmètre ou la taille."
    counted = formats.plural(len(areas), singular(mine.level), plural)
    usual, kept = {area.code for area in found.areas}, {area.code for area in areas}
    if kept != usual:
        changes = [
            formats.plural(len(codes), word)
            for codes, word in ((usual - kept, "retrait"), (kept - usual, "ajout"))
            if codes
        ]
        return f"{counted}{NBSP}: la liste des critères, avec {' et '.join(changes)} à la main."
    sized = any(one.criterion is Criterion.SIZE for one in found.used)
    looked = f"{formats.number(found.looked_at)} {scope}{' de taille comparable' if sized else ''}"
    if len(areas) == found.looked_at:
        return f"{counted}{NBSP}: tout ce qu'il y a {scope}{' de taille comparable' if sized else ''}."
    closest = "la plus proche" if len(areas) == 1 else "les plus proches"
    return f"{counted} parmi les {looked}{NBSP}: {closest} {formats.of(mine)} par {by_words(found)}."


def _my(scope: Level) -> str:
    return SCOPE_WORD[scope].replace("mon ", "votre ").replace("ma ", "votre ")


def singular(level: Level) -> str:
    """Name one area of a level: « commune », « intercommunalité »."""
    return LEVEL_PLURAL[level].removesuffix("s") if level is not Level.EPT else "établissement public territorial"


def covered(mine: Territory, found: Similar, one: Measured) -> str:
    """Say how many areas publish a criterion, when not all of them do."""
    count = formats.plural(one.covered, singular(mine.level), LEVEL_PLURAL[mine.level])
    return f"{NAME[one.criterion]}{NBSP}: publié pour {count} sur {formats.number(found.looked_at)}."


def said(mine: Territory, one: Measured) -> str:
    """Say a criterion with my figure."""
    if one.mine is None:
        return f"{NAME[one.criterion]}{NBSP}: pas de chiffre publié {formats.at(mine)}, critère sans effet"
    indicator = indicator_of(one.criterion)
    people = f"{NBSP}habitants" if one.criterion is Criterion.SIZE else ""
    return f"{NAME[one.criterion]}{NBSP}: {formats.amount(one.mine, indicator.unite)}{people} ({one.millesime})"


def indicator_of(criterion: Criterion) -> Indicator:
    return resources.catalog().resolve(INDICATOR[criterion])


def method() -> str:
    """Return how areas alike are chosen and what the figure of their group is (HTML)."""
    typeset = (one.replace(" :", f"{NBSP}:").replace(" ;", f"{NBSP};") for one in METHOD)
    return "".join(f'<p class="lecture">{escape(one)}</p>' for one in typeset)
