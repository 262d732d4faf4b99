"""French numbers and words as shown on screen and in exports: narrow spaces, decimal comma, articles."""

from __future__ import annotations

import math

from lib.model import PEER_GROUP, Indicator, Level, Status, Territory
from lib.periods import spelled

THIN = "\u202f"  # narrow no-break space: thousands, before % and €
NBSP = "\u00a0"
MINUS = "\u2212"
MEDIAN_OF, WHOLE_OF = "Médiane des ", "Ensemble des "  # how the name of a group of comparable areas begins

UNIT_LABEL = {
    "habitants": "habitants",
    "logements": "logements",
    "personnes": "personnes",
    "foyers": "foyers",
    "menages": "ménages",
    "enfants": "enfants",
    "naissances": "naissances",
    "deces": "décès",
    "demandeurs": "demandeurs d'emploi",
    "equipements": "équipements",
    "places": "places",
    "dossiers": "dossiers",
    "eleves": "élèves",
    "projets": "projets de recrutement",
    "pourcent": "en %",
    "pour_100": "pour 100",
    "pour_1000": f"pour 1{THIN}000",
    "pour_10000": f"pour 10{THIN}000",
    "pour_100000": f"pour 100{THIN}000",
    "par_an": "en % par an",
    "hab_km2": "habitants par km²",
    "euros": "en euros",
    "euros_m2": "en euros par m²",
    "mwh": "en MWh",
    "indice": "indice",
    "rapport": "rapport",
    "consultations": "consultations par an et par habitant",
    "personnes_par_menage": "personnes par ménage",
    "kilometres": "km",
}
COUNTS = frozenset(
    {"habitants", "logements", "personnes", "foyers", "menages", "enfants", "naissances", "deces", "demandeurs"}
    | {"equipements", "places", "dossiers", "eleves", "projets"}
)
DIFFERENCE_UNITS = frozenset({"indice", "par_an"})  # a ratio means nothing: the gap is told in points
SHARED = COUNTS - {"equipements"}  # counts of which a share of the whole says something
LEAST_SHARED = 20  # below, a share of the whole tells nothing
STEP = {"euros": 10}  # what a value is rounded to
SPARSE = frozenset({"hab_km2"})  # more decimals when small: see ``decimals``
TIE = 1e-9  # halves are rounded up
DECIMALS = dict.fromkeys((*COUNTS, "hab_km2", "euros", "euros_m2", "mwh"), 0)
SUFFIX = {
    "pourcent": f"{THIN}%",
    "par_an": f"{THIN}%{NBSP}par{NBSP}an",
    "euros": f"{THIN}€",
    "euros_m2": f"{THIN}€/m²",
    "mwh": f"{NBSP}MWh",
    "hab_km2": f"{NBSP}hab./km²",
    "consultations": f"{NBSP}consultations{NBSP}par{NBSP}an",
    "personnes_par_menage": f"{NBSP}personnes",
    "pour_100": f"{NBSP}pour{NBSP}100",
    "pour_1000": f"{NBSP}pour{NBSP}1{THIN}000",
    "pour_10000": f"{NBSP}pour{NBSP}10{THIN}000",
    "pour_100000": f"{NBSP}pour{NBSP}100{THIN}000",
    "kilometres": f"{NBSP}km",
}
STATUS_WORD = {
    Status.OK: "",
    Status.FRAGILE: "fragile",
    Status.ARRONDI: "arrondi",
    Status.ESTIME: "estimé",
    Status.SECRET: "secret",
    Status.NON_DIFFUSE: "non diffusé",
    Status.NON_DISPONIBLE: "n.d.",
    Status.SANS_OBJET: "sans objet",
    Status.NON_CALCULABLE: "non calculable",
}
LEVEL_PLURAL = {
    Level.IRIS: "IRIS",
    Level.QPV: "quartiers prioritaires",
    Level.COMMUNE: "communes",
    Level.EPT: "établissements publics territoriaux",
    Level.EPCI: "intercommunalités",
    Level.DEPARTEMENT: "départements",
    Level.REGION: "régions",
    Level.FRANCE: "pays",
    Level.ZONE: "zones",
}


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """Write a number the French way: « 36 847 », « 12,4 », « −3,2 », « +3,2 » when signed."""
    rounded = round(abs(value) + TIE, decimals)
    text = f"{rounded:,.{decimals}f}".replace(",", THIN).replace(".", ",")
    sign = "" if rounded == 0 else MINUS if value < 0 else "+" if signed else ""
    return sign + text


def decimals(value: float, unit: str) -> int:
    """Return how many decimals a value of ``unit`` is written with; a small density keeps a digit: 0,03."""
    if unit in SPARSE:
        size = value + TIE
        if 0.005 <= size < 0.95:
            return 1 if size >= 0.095 else 2
    return DECIMALS.get(unit, 1)


def as_written(value: float, unit: str) -> float:
    """Return a value rounded as ``amount`` writes it."""
    step = STEP.get(unit)
    shown = round(value / step) * step if step else value
    return math.copysign(round(abs(shown) + TIE, decimals(shown, unit)), shown)


def amount(value: float | None, unit: str, status: Status = Status.OK) -> str:
    """Write a value with its unit, or the word of its status when there is no figure to show. Never 0 for unknown."""
    if value is None or math.isnan(value) or not status.has_value:
        return STATUS_WORD[status] or STATUS_WORD[Status.NON_DISPONIBLE]
    return number(as_written(value, unit), decimals(value, unit)) + SUFFIX.get(unit, "")


def plain(value: float | None, unit: str, status: Status = Status.OK) -> str:
    """Write a value without its unit, for table cells under a heading that says the unit."""
    return amount(value, unit, status).removesuffix(SUFFIX.get(unit, ""))


def sentence(indicator: Indicator, value: float, territory: Territory) -> str:
    """Read a figure aloud: « À Échirolles, 25,6 % des habitants ont moins de 20 ans » (no final full stop)."""
    told = indicator.lecture.format(valeur=amount(value, indicator.unite), nombre=plain(value, indicator.unite))
    return f"{opening(territory)}, {told}"


def plural(count: int, singular: str, many: str | None = None) -> str:
    """Write a count and its noun: « 1 commune », « 512 communes ». French plural starts at 2."""
    return f"{number(count)}{NBSP}{singular if count < 2 else many or singular + 's'}"


def the(territory: Territory) -> str:
    """Name a territory with its article inside a sentence: « l'Isère », « le Rhône », « Échirolles »."""
    if territory.level is Level.COMMUNE:
        return territory.name
    return _articled(territory, {"le": "le ", "la": "la ", "les": "les ", "l'": "l'"})


def of(territory: Territory) -> str:
    """« d'Échirolles », « du Rhône », « de l'Isère », « du Havre », « de la CC du Trièves »."""
    return _articled(territory, {"le": "du ", "la": "de la ", "les": "des ", "l'": "de l'"}, bare=("de ", "d'"))


def at(territory: Territory) -> str:
    """« à Échirolles », « au Havre », « dans le Rhône », « en France », « en Martinique », « à Mayotte »."""
    if territory.level is Level.FRANCE:
        return "en France"
    if territory.kind == PEER_GROUP:
        name = territory.name.removeprefix(MEDIAN_OF)
        return f"dans {the(territory)}" if name == territory.name else f"en médiane dans les {name}"
    if _is_island(territory):
        return f"{'à' if territory.name in _BARE_ISLANDS else 'en'} {territory.name}"
    if territory.level is Level.COMMUNE:
        return _articled(territory, {"le": "au ", "la": "à La ", "les": "aux ", "l'": "à L'"}, bare=("à ", "à "))
    return f"dans {the(territory)}" if the(territory) != territory.name else f"à {territory.name}"


def opening(territory: Territory) -> str:
    """Begin a sentence with a place: « À Échirolles », « Dans le Rhône »."""
    place = at(territory)
    return place[0].upper() + place[1:]


def _articled(territory: Territory, forms: dict[str, str], bare: tuple[str, str] = ("", "")) -> str:
    article, name = _split(territory)
    if article:
        return forms[article] + name
    return bare[1 if elides(territory) else 0] + name


# Départements and regions that are islands, and Guyane: « en » or « à », never « dans ».
_BARE_ISLANDS = ("La Réunion", "Mayotte")
_ISLANDS = {"Guadeloupe", "Martinique", "Guyane", "Corse", "Corse-du-Sud", "Haute-Corse", *_BARE_ISLANDS}


def _is_island(territory: Territory) -> bool:
    return territory.level in (Level.DEPARTEMENT, Level.REGION) and territory.name in _ISLANDS


_BY_TNCC = {2: "le", 3: "la", 4: "les", 5: "l'"}
_NAMED = {"Le ": "le", "Les ": "les"}


def _split(territory: Territory) -> tuple[str, str]:
    """Return (article, name without it). Names of communes keep La and L', which never contract."""
    name = territory.name
    if territory.kind == PEER_GROUP:  # « Médiane des communes semblables », « Ensemble des communes semblables »
        return ("la" if name.startswith(MEDIAN_OF) else "l'"), name[0].lower() + name[1:]
    named = {Level.IRIS: ("l'", f"IRIS {name}"), Level.FRANCE: ("la", name), Level.ZONE: ("la", f"zone « {name} »")}
    if territory.level in named:
        return named[territory.level]
    if _is_island(territory):
        return ("", name) if name in _BARE_ISLANDS else ("la", name)
    if territory.level is Level.COMMUNE:
        return next(((a, name.removeprefix(p)) for p, a in _NAMED.items() if name.startswith(p)), ("", name))
    if territory.level in (Level.DEPARTEMENT, Level.REGION):
        return _split_wide(territory)
    if name.startswith("Eurométropole "):
        return "l'", name
    intercommunal = name.startswith(("CC ", "CA ", "CU ", "Métropole ", "Communauté "))
    return ("la", name) if intercommunal else ("", name)


def _split_wide(territory: Territory) -> tuple[str, str]:
    """Return (article, name without it) of a département or a région."""
    name, article = territory.name, _BY_TNCC.get(territory.article, "")
    if article and name.lower().startswith(article):
        name = name[len(article) :].strip()
    if article:
        return article, name
    if territory.level is Level.REGION:
        return "la", f"région {name}"
    return "le", "département " + ("d'" if territory.article == 1 else "de ") + name


def elides(territory: Territory) -> bool:
    """Tell whether « de » and « que » lose their vowel before the name of a territory."""
    if territory.level is Level.COMMUNE:
        return territory.article == 1
    return territory.name[:1].lower() in "aeiouyàâéèêëîïôöûùœ"


def period(millesime: str) -> str:
    """Say when a figure is from: « en 2021 », « au 4e trimestre 2024 », « en décembre 2024 », « en 2024-2025 »."""
    return f"{'au' if ' trimestre ' in spelled(millesime) else 'en'} {spelled(millesime)}"


def short_period(millesime: str) -> str:
    """Write a millesime in a table: « 2021 », « T4 2024 », « 12/2024 »."""
    year, _, part = millesime.partition("-")
    if part.startswith("T"):
        return f"{part} {year}"
    return f"{part}/{year}" if len(part) == 2 else millesime
