"""What the collection says before it publishes: what each source gave, and what would change on screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from lib.build.sums import KEY as VARIABLE_KEY
from lib.build.sums import Passage
from lib.formats import number, plural
from lib.model import DataError, Source, Status

KEY = ["niveau", "code", "millesime", "indicateur"]
LARGEST = 5
LISTED = 8
READ, REFUSED, UNKNOWN = "lu", "refusé", "non reconnu"


@dataclass
class FileNote:
    """What became of one file."""

    name: str
    outcome: str
    source: str = ""
    millesime: str = ""
    detail: str = ""


@dataclass
class SourceNote:
    """What one source gave, once its files are put together."""

    source: Source
    millesimes: tuple[str, ...] = ()
    rows: int = 0
    statuses: Counter = field(default_factory=Counter)
    outside: list[str] = field(default_factory=list)
    passage: Passage = field(default_factory=Passage)
    problem: DataError | None = None

    def lines(self) -> list[str]:
        """Say it in French, most important first."""
        if self.problem is not None:
            return [f"refusée : {self.problem.what} ({self.problem.where}). {self.problem.remedy}"]
        said = [f"{plural(self.rows, 'valeur lue', 'valeurs lues')}, millésimes {', '.join(self.millesimes)}"]
        words = {Status.SECRET: "secrètes", Status.NON_DIFFUSE: "non diffusées", Status.ARRONDI: "arrondies"}
        kept = [
            f"{number(self.statuses[status.value])} {word}"
            for status, word in words.items()
            if self.statuses[status.value]
        ]
        said += [f"dont {', '.join(kept)}"] if kept else []
        if self.passage.renamed:
            renamed = plural(len(self.passage.renamed), "ancien code repassé", "anciens codes repassés")
            said.append(f"{renamed} au découpage 2026")
        if self.passage.elsewhere:
            elsewhere = plural(self.passage.elsewhere, "territoire", "territoires")
            said.append(f"{elsewhere} hors des 101 départements, laissés de côté")
        if self.passage.unknown:
            shown = ", ".join(self.passage.unknown[:LISTED]) + ("…" if len(self.passage.unknown) > LISTED else "")
            unknown = plural(len(self.passage.unknown), "code inconnu laissé", "codes inconnus laissés")
            said.append(f"{unknown} de côté : {shown}")
        said += [f"hors des bornes plausibles, laissé de côté : {text}" for text in self.outside[:LISTED]]
        return said


def out_of_bounds(rows: pd.DataFrame, source: Source) -> pd.Series:
    """Tell which rows hold a value outside the plausible bounds of their variable."""
    lows = {v.id: v.bornes[0] for v in source.variables if v.bornes[0] is not None}
    highs = {v.id: v.bornes[1] for v in source.variables if v.bornes[1] is not None}
    low, high = rows["variable"].map(lows).astype("float64"), rows["variable"].map(highs).astype("float64")
    return (rows["valeur"] < low) | (rows["valeur"] > high)


def check_contract(rows: pd.DataFrame, source: Source) -> None:
    """Raise DataError when a file gives a figure twice, or a reader a variable that its source does not declare."""
    unknown = sorted(set(rows["variable"]) - {variable.id for variable in source.variables})
    if unknown:
        raise DataError("Une variable n'est pas déclarée par sa source", f"{source.id} : {', '.join(unknown)}", _OURS)
    double = rows.duplicated(VARIABLE_KEY)
    if double.any():
        first = rows[double].iloc[0]
        place = f"{first['variable']} {first['millesime']}, {first['niveau']} {first['code']}"
        where = f"{int(double.sum())} fois, dont {place}"
        raise DataError("Le fichier donne deux fois le même chiffre", where, _CHANGED)


@dataclass
class Difference:
    """What publication would change in one theme."""

    theme: str
    added: int = 0
    removed: int = 0
    changed: int = 0
    news: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    largest: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Say it in French."""
        if not (self.added or self.removed or self.changed):
            return ["rien ne change"]
        said = [
            f"{number(self.added)} valeurs nouvelles, {number(self.removed)} retirées, {number(self.changed)} modifiées"
        ]
        said += [f"apparaît : {text}" for text in self.news]
        said += [f"disparaît : {text}" for text in self.losses]
        return said + [f"plus fort écart : {text}" for text in self.largest]


def difference(theme: str, old: pd.DataFrame, new: pd.DataFrame) -> Difference:
    """Compare what is published with what would be."""
    columns = [*KEY, "valeur", "statut"]
    before, after = (rows[columns].astype({"valeur": "float64"}) for rows in (old, new))  # an empty theme has no types
    both = before.merge(after, on=KEY, how="outer", suffixes=("_avant", "_apres"), indicator=True)
    kept = both[both["_merge"] == "both"]
    moved = kept[
        (kept["statut_avant"] != kept["statut_apres"])
        | ((kept["valeur_avant"] - kept["valeur_apres"]).abs() > 1e-9 * kept["valeur_avant"].abs().clip(lower=1))
    ]
    found = Difference(
        theme, int((both["_merge"] == "right_only").sum()), int((both["_merge"] == "left_only").sum()), len(moved)
    )
    found.news, found.losses = _appeared(old, new), _appeared(new, old)
    gap = (moved["valeur_apres"] / moved["valeur_avant"] - 1).abs()
    gap = gap[gap > 0]
    for row in moved.loc[gap.nlargest(LARGEST).index].itertuples():
        place = f"{row.indicateur} {row.millesime}, {row.niveau} {row.code}"
        found.largest.append(f"{place} : {number(row.valeur_avant, 2)} → {number(row.valeur_apres, 2)}")
    return found


def _appeared(before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    """List the (indicator, millesime, level) of ``after`` that ``before`` lacks, and how many areas each has."""
    group = ["indicateur", "millesime", "niveau"]
    known = set(map(tuple, before[group].drop_duplicates().to_numpy().tolist()))
    counts = after.groupby(group)["code"].nunique()
    fresh = [(key, count) for key, count in counts.items() if key not in known]
    said = [f"{name} {year}, {level} ({number(count)})" for (name, year, level), count in fresh]
    return said[:LISTED] + ([f"et {number(len(said) - LISTED)} autres"] if len(said) > LISTED else [])


def tell(files: Sequence[FileNote], notes: Sequence[SourceNote], say: Callable[[str], None]) -> None:
    """Say what became of every file and what every source gave."""
    for outcome in (REFUSED, UNKNOWN):
        some = [file for file in files if file.outcome == outcome]
        for file in some[:LISTED]:
            say(f"Fichier {outcome} : {file.name}" + (f" — {file.detail}" if file.detail else ""))
        if len(some) > LISTED:
            say(f"… et {plural(len(some) - LISTED, 'autre fichier', 'autres fichiers')} {outcome}s")
    for note in notes:
        say(f"{note.source.titre_court} ({note.source.id})")
        for line in note.lines():
            say(f"  {line}")


_CHANGED = "Le producteur a changé son fichier : signalez-le aux auteurs de l'application. Rien n'a été modifié."
_OURS = "Signalez-le aux auteurs de l'application. Rien n'a été modifié."
