"""Key figures: label, large number, comparison, trend, position strip, status said with a word, source and year."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from lib import formats, zones
from lib.charts import strip
from lib.model import Indicator, Level, Status, Territory
from lib.stats import Position
from lib.store import Observation, Profile
from lib.trend import trend
from lib.ui import comparing, markup, resources
from lib.ui.ranked import place, ranked
from lib.ui.state import View
from lib.wording import precaution, trend_words

LOGARITHMIC = formats.COUNTS | {"hab_km2"}
SAID = 2  # comparators told on a card
MANY_EQUAL = 10  # a rank means nothing when more than one area in ten has the same value


def show_cards(view: View, profile: Profile, indicators: Sequence[Indicator]) -> None:
    """Show how to read a position strip, then one card per indicator, on an even grid."""
    cards = "".join(_card(view, profile, indicator) for indicator in indicators)
    columns = 4 if len(indicators) % 4 in (0, 3) and len(indicators) > 3 else 3
    markup.show(f'{_strip_key(view)}<div class="cartes" style="--colonnes:{columns}">{cards}</div>')


def _strip_key(view: View) -> str:
    among = ", ou à défaut des ".join(one.middle for one in ranked(view))
    if not among:
        return ""
    return (
        '<p class="cle-bandeau"><span><i class="cle-moi"></i>'
        f'{escape(view.territory.name)}</span><span><i class="cle-mediane"></i>médiane</span>'
        f'<span><i class="cle-boite"></i>moitié centrale des {escape(among)}</span></p>'
    )


def _card(view: View, profile: Profile, indicator: Indicator) -> str:
    mine = profile.latest(view.territory, indicator.id)
    parts = [
        f'<h3 class="libelle">{escape(indicator.titre)}</h3>',
        _number(mine, indicator),
    ]
    if mine.value is None:
        parts.append(f'<p class="precision">{escape(why_unknown(mine, indicator, view.territory))}</p>')
    else:
        parts += _reading(view, profile, indicator, mine)
    source = resources.SOURCES[mine.source or indicator.source]
    cited = source.short(mine.millesime)
    parts.append(f'<p class="source">{escape(cited)}</p>')
    return f'<article class="carte">{"".join(parts)}</article>'


def _number(mine: Observation, indicator: Indicator) -> str:
    suffix = formats.SUFFIX.get(indicator.unite, "") if mine.value is not None else ""
    unit = f'<span class="unite">{escape(suffix)}</span>' if suffix else ""
    return f'<p class="nombre">{escape(formats.plain(mine.value, indicator.unite, mine.status))}{unit}</p>'


def _reading(view: View, profile: Profile, indicator: Indicator, mine: Observation) -> list[str]:
    parts = [_comparison(view, profile, indicator, mine), _trend(view, profile, indicator)]
    parts.append(_strip(view, indicator, mine))
    if mine.status is not Status.OK:
        reason = fragile_reason(mine, indicator)
        parts.append(f'<p class="fragile"><strong>{formats.STATUS_WORD[mine.status]}</strong> : {escape(reason)}</p>')
    return parts


def _comparison(view: View, profile: Profile, indicator: Indicator, mine: Observation) -> str:
    found = comparing.compared(view, profile, indicator)
    known = [one for one in found[1:] if one.seen.value is not None]
    said = [sentence for one in known if (sentence := comparing.sentence_beside(mine, one, indicator))]
    if not said and comparing.left_out(found, view, profile, indicator):
        said = ["non comparable aux autres territoires : autre année ou autre méthode"]
    lines = [f"<li>{escape(sentence[0].upper() + sentence[1:])}</li>" for sentence in said[:SAID]]
    return f'<ul class="comparaison">{"".join(lines)}</ul>' if lines else ""


def _trend(view: View, profile: Profile, indicator: Indicator) -> str:
    """Say the change over about five years: arrow, word, amount, polarity in words; never colour alone."""
    series = profile.series(view.territory, indicator.id)
    told = trend_words(trend(series, indicator, resources.SOURCES), indicator, resources.SOURCES)
    if not told.arrow:  # nothing to say of time: why, in a discreet line
        return f'<p class="tendance sans">Évolution <strong>{escape(told.word)}</strong>{escape(told.detail)}</p>'
    arrow = f'<span class="fleche" aria-hidden="true">{told.arrow}</span> '
    kind = "favorable" if told.judgement == "favorable" else "defavorable"
    judged = f' <span class="{kind}">({told.judgement})</span>' if told.judgement else ""
    return (
        f'<p class="tendance">{arrow}<span class="cache">Évolution : </span>'
        f"<strong>{escape(told.word)}</strong>{escape(told.detail)}{judged}</p>"
    )


def _strip(view: View, indicator: Indicator, mine: Observation) -> str:
    placed = place(view, indicator, mine)
    if placed is None or mine.value is None:
        return ""
    found, among = placed
    marks = strip(found, mine.value, logarithmic=indicator.unite in LOGARITHMIC)
    low, median, high = (formats.amount(v, indicator.unite) for v in (found.quartile_1, found.median, found.quartile_3))
    told = (
        f"{rank_words(found, among.words)}. La médiane des {among.middle} est {median} "
        f"et leur moitié centrale va de {low} à {high}."
    )
    of_others = " des autres" if among.apart else ""
    box = f"left:{marks.quartile_1:.1f}%;width:{marks.quartile_3 - marks.quartile_1:.1f}%"
    return (
        f'<div class="bandeau" role="img" aria-label="{escape(told)}">'
        f'<span class="boite" style="{box}"></span>'
        f'<span class="mediane" style="left:{marks.median:.1f}%"></span>'
        f'<span class="moi" style="left:{marks.mine:.1f}%"></span></div>'
        f'<p class="position">{escape(rank_words(found, among.words))}'
        f" (médiane{of_others}{formats.NBSP}:{formats.NBSP}{escape(median)})</p>"
    )


def rank_words(place: Position, peers: str) -> str:
    """« 12e valeur la plus élevée des 512 communes de l'Isère », « Même valeur que 301 autres communes de l'Isère »."""
    others = place.count - place.below - place.rank  # same value as mine
    if others >= place.count / MANY_EQUAL:
        return f"Même valeur que {formats.number(others)} des {formats.number(place.count - 1)} autres {peers}"
    of_all = f"des {formats.number(place.count)} {peers}"
    if place.rank == 1:
        return f"Valeur la plus élevée {of_all}"
    if place.below == 0:
        return f"Valeur la plus faible {of_all}"
    return f"{formats.number(place.rank)}e valeur la plus élevée {of_all}"


def why_unknown(mine: Observation, indicator: Indicator, territory: Territory) -> str:
    """Say in one sentence why there is no figure."""
    if mine.status is Status.NON_CALCULABLE:
        told = f" Morceaux{formats.NBSP}: {zones.range_words(mine.spread, indicator.unite)}." if mine.spread else ""
        return f"Ce chiffre ne s'additionne pas et n'est jamais moyenné.{told}"
    if territory.level not in indicator.niveaux and territory.level is not Level.ZONE:
        return f"Cet indicateur n'est pas calculé à ce niveau ({territory.level.value})."
    if resources.SOURCES[mine.source or indicator.source].partenaire and mine.status is Status.SECRET:
        return f"Moins de {formats.number(zones.SMALL)} habitants : les données de partenaires n'y sont pas montrées."
    if mine.status is Status.SANS_OBJET:
        return "Personne ou aucun logement à rapporter : le calcul n'a pas de sens ici."
    if mine.status in (Status.SECRET, Status.NON_DIFFUSE):
        return "Chiffre non publié par le producteur pour protéger les personnes."
    field = resources.SOURCES[indicator.source].champ
    return f"Le fichier du producteur ne couvre pas ce territoire (champ : {field})."


def fragile_reason(mine: Observation, indicator: Indicator) -> str:
    """Say why a figure is fragile, rounded or estimated, according to its source."""
    return precaution(mine, indicator, resources.SOURCES[mine.source or indicator.source])
