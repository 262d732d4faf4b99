"""Key figures: label, large number, comparison sentence, position strip, status said with a word."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from lib import formats
from lib.charts import strip
from lib.model import Indicator, Level, Status, Territory
from lib.stats import Position, position
from lib.store import Observation, Profile
from lib.ui import markup, resources
from lib.ui.state import View

LOGARITHMIC = frozenset({"habitants", "logements", "personnes", "hab_km2"})


def show_cards(view: View, profile: Profile, indicators: Sequence[Indicator]) -> None:
    """Show how to read a position strip, then one card per indicator, on an even grid."""
    cards = "".join(_card(view, profile, indicator) for indicator in indicators)
    columns = 4 if len(indicators) % 4 in (0, 3) and len(indicators) > 3 else 3
    markup.show(f'{_strip_key(view.territory)}<div class="cartes" style="--colonnes:{columns}">{cards}</div>')


def _strip_key(territory: Territory) -> str:
    peers = _peers_words(territory)
    if not peers:
        return ""
    return (
        '<p class="cle-bandeau"><span><i class="cle-moi"></i>'
        f'{escape(territory.name)}</span><span><i class="cle-mediane"></i>médiane</span>'
        f'<span><i class="cle-boite"></i>moitié centrale des {escape(peers)}</span></p>'
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
    source = resources.SOURCES[indicator.source]
    cited = " ".join(filter(None, (f"{source.producteur}, {source.titre_court}", mine.millesime)))
    parts.append(f'<p class="source">{escape(cited)}</p>')
    return f'<article class="carte">{"".join(parts)}</article>'


def _number(mine: Observation, indicator: Indicator) -> str:
    suffix = formats.SUFFIX.get(indicator.unite, "") if mine.value is not None else ""
    unit = f'<span class="unite">{escape(suffix)}</span>' if suffix else ""
    return f'<p class="nombre">{escape(formats.plain(mine.value, indicator.unite, mine.status))}{unit}</p>'


def _reading(view: View, profile: Profile, indicator: Indicator, mine: Observation) -> list[str]:
    value = mine.value or 0.0
    sentences = []
    for area in view.comparators:
        other = profile.latest(area, indicator.id)
        if other.value is not None:
            sentences.append(formats.comparison(value, other.value, indicator, area))
    said = [sentence for sentence in sentences if sentence]
    shown = said if indicator.unite not in formats.COUNTS else said[:2]
    lines = [f"<li>{escape(sentence[0].upper() + sentence[1:])}</li>" for sentence in shown[:2]]
    parts = [f'<ul class="comparaison">{"".join(lines)}</ul>' if lines else ""]
    parts.append(_strip(view.territory, indicator, value))
    if mine.status is not Status.OK:
        reason = fragile_reason(mine, indicator)
        parts.append(f'<p class="fragile"><strong>{formats.STATUS_WORD[mine.status]}</strong> : {escape(reason)}</p>')
    return parts


def _strip(territory: Territory, indicator: Indicator, value: float) -> str:
    place, peers = place_among_peers(territory, indicator, value)
    if place is None:
        return ""
    marks = strip(place, value, logarithmic=indicator.unite in LOGARITHMIC)
    low, median, high = (formats.amount(v, indicator.unite) for v in (place.quartile_1, place.median, place.quartile_3))
    told = (
        f"Parmi les {formats.number(place.count)} {peers}, la médiane est {median} "
        f"et la moitié centrale va de {low} à {high}."
    )
    box = f"left:{marks.quartile_1:.1f}%;width:{marks.quartile_3 - marks.quartile_1:.1f}%"
    return (
        f'<div class="bandeau" role="img" aria-label="{escape(told)}">'
        f'<span class="boite" style="{box}"></span>'
        f'<span class="mediane" style="left:{marks.median:.1f}%"></span>'
        f'<span class="moi" style="left:{marks.mine:.1f}%"></span></div>'
        f'<p class="position">{escape(rank_words(place))} des {formats.number(place.count)} {escape(peers)}'
        f" (médiane{formats.NBSP}:{formats.NBSP}{escape(median)})</p>"
    )


def place_among_peers(territory: Territory, indicator: Indicator, value: float) -> tuple[Position | None, str]:
    """Return the position of ``value`` among comparable areas and the words naming them (« communes de l'Isère »)."""
    peers, scope = resources.territories().peers(territory)
    if scope is None or territory.level not in indicator.niveaux:
        return None, ""
    codes = [area.code for area in peers]
    values = resources.store().distribution(indicator.id, territory.level, codes)["valeur"]
    return position(value, values), _peers_words(territory)


def _peers_words(territory: Territory) -> str:
    """Name the areas a territory is ranked among: « communes de l'Isère »; empty when it has no peer."""
    _, scope = resources.territories().peers(territory)
    if scope is None:
        return ""
    district = territory.kind == "arrondissement_municipal"
    return f"{'arrondissements' if district else formats.LEVEL_PLURAL[territory.level]} {formats.of(scope)}"


def rank_words(place: Position) -> str:
    """« Valeur la plus élevée », « 12e valeur la plus élevée », « Valeur la plus faible »."""
    if place.rank == 1:
        return "Valeur la plus élevée"
    if place.below == 0:
        return "Valeur la plus faible"
    return f"{formats.number(place.rank)}e valeur la plus élevée"


def why_unknown(mine: Observation, indicator: Indicator, territory: Territory) -> str:
    """Say in one sentence why there is no figure."""
    if territory.level not in indicator.niveaux:
        return f"Cet indicateur n'est pas calculé à ce niveau ({territory.level.value})."
    if mine.status is Status.SANS_OBJET:
        return "Personne ou aucun logement à rapporter : le calcul n'a pas de sens ici."
    if mine.status in (Status.SECRET, Status.NON_DIFFUSE):
        return "Chiffre non publié par le producteur pour protéger les personnes."
    field = resources.SOURCES[indicator.source].champ
    return f"Le fichier du producteur ne couvre pas ce territoire (champ : {field})."


def fragile_reason(mine: Observation, indicator: Indicator) -> str:
    """Say why a figure is fragile: fewer than 200 people or dwellings counted, or an IRIS of doubtful quality."""
    counts = [mine.numerator, mine.denominator if "superficie_km2" not in indicator.denominateur else None]
    smallest = min((count for count in counts if count is not None), default=None)
    if smallest is not None and smallest < 200:
        return f"effectif de {formats.number(smallest)}, inférieur à 200"
    if mine.level is Level.IRIS:
        return "IRIS d'activité ou divers, ou label de qualité réservé par l'Insee"
    return "à lire avec précaution"
