"""What the collection says before it publishes: what each source gave, and what would change on screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from lib.build.lookups import ranked
from lib.build.sums import KEY as VARIABLE_KEY
from lib.build.sums import NAMED, Passage
from lib.formats import LEVEL_PLURAL, number, plural
from lib.model import DataError, Level, Source, Status

KEY = ["niveau", "code", "millesime", "indicateur"]
LARGEST = 5
LISTED = 8
FEW = 3
READ, ABSENT, REFUSED, UNKNOWN = "lu", "non obtenu", "refusé", "non reconnu"
STATUS_WORDS = {
    Status.SECRET: ("secrète", "secrètes"),
    Status.NON_DIFFUSE: ("non diffusée", "non diffusées"),
    Status.ARRONDI: ("arrondie", "arrondies"),
}
COUNTED = "iris comptés"  # IRIS of a source whose communes are the sums of their IRIS
UNKNOWN_WORDS = {
    COUNTED: (
        "IRIS redécoupé ou supprimé depuis, compté dans sa seule commune",
        "IRIS redécoupés ou supprimés depuis, comptés dans leur seule commune",
    ),
    "iris": (
        "IRIS redécoupé ou supprimé depuis, laissé de côté",
        "IRIS redécoupés ou supprimés depuis, laissés de côté",
    ),
    "epci": ("EPCI disparu depuis, laissé de côté", "EPCI disparus depuis, laissés de côté"),
    "ept": ("EPT disparu depuis, laissé de côté", "EPT disparus depuis, laissés de côté"),
    "region": ("région disparue depuis, laissée de côté", "régions disparues depuis, laissées de côté"),
    NAMED: (
        "EPCI connu par son seul nom, qu'aucun EPCI de 2026 ne porte, laissé de côté",
        "EPCI connus par leur seul nom, qu'aucun EPCI de 2026 ne porte, laissés de côté",
    ),
    "": ("code inconnu du découpage 2026, laissé de côté", "codes inconnus du découpage 2026, laissés de côté"),
}


@dataclass
class FileNote:
    """What became of one file; ``problem`` says why it gave nothing, ``remarks`` what it lacks."""

    name: str
    outcome: str
    source: str = ""
    millesime: str = ""
    problem: DataError | None = None
    remarks: tuple[str, ...] = ()


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
    remarks: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """Say it in French, most important first."""
        if self.problem is not None:
            return [f"refusée : {sentence(self.problem)}"]
        said = [f"{plural(self.rows, 'valeur lue', 'valeurs lues')}, {spanned(self.millesimes)}"]
        kept = [
            plural(self.statuses[status.value], *words)
            for status, words in STATUS_WORDS.items()
            if self.statuses[status.value]
        ]
        said += [f"dont {', '.join(kept)}"] if kept else []
        said += self._codes()
        if len(self.passage.partial):
            said.append(_partial(sorted(self.passage.partial)))
        said += [f"hors des bornes plausibles, laissé de côté : {text}" for text in self.outside[:LISTED]]
        if len(self.outside) > LISTED:
            left = plural(len(self.outside) - LISTED, "autre valeur", "autres valeurs")
            said.append(f"… et {left} hors des bornes plausibles")
        return said + [f"à savoir : {text}" for text in self.remarks]

    def _codes(self) -> list[str]:
        """Say what happened to the codes of territories."""
        said = []
        if self.passage.renamed:
            words = "ancien code de commune repassé", "anciens codes de commune repassés"
            said.append(f"{plural(len(self.passage.renamed), *words)} au découpage 2026")
        if self.passage.elsewhere:
            elsewhere = plural(self.passage.elsewhere, "territoire", "territoires")
            left = "laissé" if self.passage.elsewhere < 2 else "laissés"
            said.append(f"{elsewhere} hors des 101 départements, {left} de côté")
        for level, codes in sorted(self.passage.unknown.items()):
            some = sorted(codes)
            shown = ", ".join(some[:LISTED]) + ("…" if len(some) > LISTED else "")
            cause = COUNTED if level == Level.IRIS.value and self.source.iris_complets else level
            said.append(f"{plural(len(some), *UNKNOWN_WORDS.get(cause, UNKNOWN_WORDS['']))} : {shown}")
        return said


def sentence(problem: DataError) -> str:
    """Write a problem on one line: what, where, remedy."""
    return f"{problem.what} ({problem.where}). {problem.remedy}"


def spanned(millesimes: Sequence[str]) -> str:
    """Name millesimes, at length when they are few: « 2010-T1 à 2025-T2, 62 millésimes »."""
    if len(millesimes) <= FEW:
        return f"millésime{'s' if len(millesimes) > 1 else ''} {', '.join(millesimes)}"
    return f"{millesimes[0]} à {millesimes[-1]}, {plural(len(millesimes), 'millésime')}"


def _partial(departments: Sequence[str]) -> str:
    shown = ", ".join(departments[:LISTED]) + ("…" if len(departments) > LISTED else "")
    where = "le département" if len(departments) == 1 else "les départements"
    return (
        f"liste partielle dans {where} {shown} : ce que le fichier n'y liste pas est inconnu, et non nul "
        "(déposez le fichier de la France entière)"
    )


def out_of_bounds(rows: pd.DataFrame, source: Source) -> pd.Series:
    """Tell which rows hold a value outside the plausible bounds of their variable."""
    lows = {v.id: v.bornes[0] for v in source.variables if v.bornes[0] is not None}
    highs = {v.id: v.bornes[1] for v in source.variables if v.bornes[1] is not None}
    low, high = ranked(rows["variable"], lows), ranked(rows["variable"], highs)
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
        counts = (
            (self.added, "valeur nouvelle", "valeurs nouvelles"),
            (self.removed, "valeur retirée", "valeurs retirées"),
            (self.changed, "valeur modifiée", "valeurs modifiées"),
        )
        said = [", ".join(plural(count, one, many) for count, one, many in counts if count)]
        said += [f"apparaît : {text}" for text in self.news]
        said += [f"disparaît : {text}" for text in self.losses]
        return said + [f"plus fort écart : {text}" for text in self.largest]


def difference(theme: str, old: pd.DataFrame, new: pd.DataFrame, titles: Mapping[str, str] | None = None) -> Difference:
    """Compare what is published with what would be; ``titles`` gives the French name of each indicator."""
    titles = titles or {}
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
    found.news, found.losses = _appeared(old, new, titles), _appeared(new, old, titles)
    gap = (moved["valeur_apres"] / moved["valeur_avant"] - 1).abs()
    gap = gap[gap > 0]
    for row in moved.loc[gap.nlargest(LARGEST).index].itertuples():
        place = f"{titles.get(row.indicateur, row.indicateur)} {row.millesime}, {row.niveau} {row.code}"
        found.largest.append(f"{place} : {number(row.valeur_avant, 2)} → {number(row.valeur_apres, 2)}")
    return found


def _appeared(before: pd.DataFrame, after: pd.DataFrame, titles: Mapping[str, str]) -> list[str]:
    """List the (indicator, level, millesimes) of ``after`` that ``before`` lacks, and how many areas they have."""
    group = ["indicateur", "niveau", "millesime"]
    known = set(map(tuple, before[group].drop_duplicates().to_numpy().tolist()))
    counts = after.groupby(group)["code"].nunique()
    fresh: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for (name, level, year), count in counts.items():
        if (name, level, year) not in known:
            fresh.setdefault((name, level), []).append((year, count))
    said = []
    for (name, level), years in fresh.items():
        most = f" ({number(max(count for _, count in years))})" if level != Level.FRANCE.value else ""
        title = titles.get(name, name)
        area = "France" if level == Level.FRANCE.value else LEVEL_PLURAL[Level(level)]
        said.append(f"{title}, {area}{most}, {spanned([year for year, _ in years])}")
    return said[:LISTED] + ([f"et {plural(len(said) - LISTED, 'autre')}"] if len(said) > LISTED else [])


def tell(files: Sequence[FileNote], notes: Sequence[SourceNote], say: Callable[[str], None]) -> None:
    """Say what became of every file and what every source gave."""
    _tell_absent([file for file in files if file.outcome == ABSENT], say)
    for outcome in (REFUSED, UNKNOWN):
        some = [file for file in files if file.outcome == outcome]
        for file in some[:LISTED]:
            say(f"Fichier {outcome} : {file.name}" + (f" — {sentence(file.problem)}" if file.problem else ""))
        if len(some) > LISTED:
            say(f"… et {plural(len(some) - LISTED, f'autre fichier {outcome}', f'autres fichiers {outcome}s')}")
    for note in notes:
        say(f"{note.source.titre_court} ({note.source.id})")
        for line in note.lines():
            say(f"  {line}")


def _tell_absent(files: Sequence[FileNote], say: Callable[[str], None]) -> None:
    """Say which downloads failed, those of one cause together: a machine without network fails a hundred times."""
    causes: dict[tuple[str, str], list[FileNote]] = {}
    for file in files:
        if file.problem is not None:
            causes.setdefault((file.problem.what, file.problem.remedy), []).append(file)
    for (what, remedy), some in causes.items():
        shown = ", ".join(file.name for file in some[:LISTED]) + ("…" if len(some) > LISTED else "")
        say(f"{plural(len(some), 'fichier non obtenu', 'fichiers non obtenus')} : {shown} — {what}. {remedy}")
        if len(some) == 1 and some[0].problem is not None:
            say(f"  {some[0].problem.where}")


_CHANGED = "Le producteur a changé son fichier : signalez-le aux auteurs de l'application. Rien n'a été modifié."
_OURS = "Signalez-le aux auteurs de l'application. Rien n'a été modifié."
