"""Where one chart or one map stands alone, under /integrer/: the addresses that « Emporter » gives to other sites."""

from __future__ import annotations

from collections.abc import Sequence

from lib.model import Indicator, Level, Territory
from lib.structure import Structure
from lib.ui import structures

COMPARISON, EVOLUTION, COMPOSITION, MAP = "comparaison", "evolution", "composition", "carte"
PYRAMID, INCOMES = "pyramide/ages", "revenus/niveaux-de-vie"
STRUCTURES = {
    "ages": structures.SIX_AGES,
    "menages": structures.HOUSEHOLDS,
    "activite": structures.ACTIVITY,
    "diplomes": structures.DIPLOMAS,
    "occupation": structures.TENURE,
    "logements": structures.STOCK,
    "trajets": structures.COMMUTING,
    "achevement": structures.PERIODS,
    "chauffage": structures.HEATING,
    "revenus": structures.INCOME_SOURCES,
    "accueil": structures.CHILDCARE,
    "allocataires": structures.RECIPIENTS,
}


def comparison(indicators: Sequence[Indicator]) -> str:
    """Return the address of the bars of a few indicators."""
    return f"{COMPARISON}/{','.join(one.id for one in indicators)}"


def evolution(indicator: Indicator) -> str:
    """Return the address of the curves of an indicator."""
    return f"{EVOLUTION}/{indicator.id}"


def composition(structure: Structure) -> str:
    """Return the address of the parts of a whole; empty for a structure that has none."""
    names = [name for name, one in STRUCTURES.items() if one is structure]
    return f"{COMPOSITION}/{names[0]}" if names else ""


def map_of(indicator: Indicator, level: Level, scope: Territory) -> str:
    """Return the address of a map."""
    return f"{MAP}/{indicator.id}?niveau={level.value}&dans={scope.key}"
