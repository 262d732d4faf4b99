"""The collection: from official files to published Parquet, with a report and a difference in between."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from lib import registry
from lib.build.assemble import assembled
from lib.build.disclosure import given_away, hide
from lib.build.files import by_indicator, theme_files, variable_file
from lib.build.harvest import OFFICIAL, Request, Say, from_deposits, from_the_web
from lib.build.indicators import Shelf, theme_rows
from lib.build.merge import merged
from lib.build.packing import packed, plain
from lib.build.places import Places, load_places
from lib.build.points import points_files
from lib.build.publish import Built, finish_interrupted, publish_all
from lib.build.report import ABSENT, REFUSED, difference, tell
from lib.catalog import load_catalog
from lib.formats import plural
from lib.model import OBSERVATION_COLUMNS, DataError, Level
from lib.settings import load_settings


def collect(request: Request, say: Say) -> bool:
    """Read, report, compare, publish. Return False when nothing could be read or a source was refused.

    Raises DataError when the installation itself is unusable; published files are then as they were.
    """
    settings = load_settings()
    finish_interrupted(settings.dossier_donnees)
    places = load_places(settings.dossier_geo)
    check_departments(request.departments, places)
    with tempfile.TemporaryDirectory(prefix="boussole-") as folder:
        harvest = from_deposits(request, Path(folder)) if request.deposits else from_the_web(request, Path(folder), say)
    variables, notes = {}, []
    for name in sorted(harvest.rows):
        source = registry.sources()[name]
        note, rows = assembled(source, harvest.rows.pop(name), places, request.departments)
        note.remarks = tuple(dict.fromkeys(r for file in harvest.files if file.source == name for r in file.remarks))
        notes.append(note)
        if note.problem is None:
            variables[name] = packed(rows.assign(provenance=request.origin(source)))
    tell(harvest.files, notes, say)
    if not variables:
        say("Aucune source n'a pu être lue : ce qui est publié reste en place.")
        return False
    folders = (settings.dossier_donnees, settings.dossier_geo)
    kept = {name: parts for name, parts in harvest.points.items() if name in variables}
    located = points_files(kept, places, folders, request.departments, request.provenance, say)
    _publish(variables, places, settings.dossier_donnees, request, say, located)
    refused = any(note.problem for note in notes) or any(file.outcome in (REFUSED, ABSENT) for file in harvest.files)
    return not refused


def recompute(simulate: bool, say: Say) -> None:
    """Make the indicators again from the published variables, without any file to read: after the catalogue changed.

    Raises DataError when the installation itself is unusable; published files are then as they were.
    """
    settings = load_settings()
    finish_interrupted(settings.dossier_donnees)
    say("Calcul des indicateurs du catalogue à partir des variables installées : une minute environ.")
    _publish({}, load_places(settings.dossier_geo), settings.dossier_donnees, Request(simulate=simulate), say, [])


def _publish(
    variables: dict[str, pd.DataFrame], places: Places, folder: Path, request: Request, say: Say, points: list[Built]
) -> None:
    published = read_variables(folder)
    every = published | {
        name: merged(published[name], rows, places) if name in published else rows for name, rows in variables.items()
    }
    _protect(every, list(variables), places, say)
    shelf = Shelf(every, places, registry.sources())
    built = [*(variable_file(folder, name, every[name]) for name in variables), *points]
    say("Différences avec ce qui est publié :")
    for theme in load_catalog(folder / "catalogue").themes.values():
        path = folder / "indicateurs" / f"{theme.id}.parquet"
        old = pd.read_parquet(path) if path.exists() else pd.DataFrame(columns=list(OBSERVATION_COLUMNS))
        new = theme_rows(theme, shelf)
        gap = difference(theme.id, old, new, {one.id: one.titre_court for one in theme.indicateurs})
        say(f"{theme.titre}")
        for line in gap.lines():
            say(f"  {line}")
        whole = path.exists() and by_indicator(path).exists()
        if gap.added or gap.removed or gap.changed or not whole:
            built += theme_files(path, new, every)
    if request.simulate:
        say("Simulation : rien n'a été publié.")
        return
    publish_all(built, folder)
    say(f"{plural(len(built), 'fichier publié', 'fichiers publiés')}.")


def _protect(every: dict[str, pd.DataFrame], names: Sequence[str], places: Places, say: Say) -> None:
    """Hide the totals transmitted on our model, now or before, that would give a secret away."""
    for name in (one for one in names if registry.sources()[one].verification == "modele"):
        wrong = given_away(every[name], places)
        every[name] = packed(hide(plain(every[name]), wrong))
        if wrong.any():
            hidden = plural(int(wrong.sum()), "total masqué", "totaux masqués")
            say(f"{name} : {hidden}, d'où une soustraction aurait tiré le seul nombre secret de son territoire.")


def check_departments(asked: Sequence[str], places: Places) -> None:
    """Raise DataError when a département asked for is not one of the 101, and say which was probably meant."""
    table = places.territories[places.territories["niveau"] == Level.DEPARTEMENT.value]
    names = dict(zip(table["code"], table["nom"], strict=True))
    for given in asked:
        if given in names:
            continue
        bare = given.strip().casefold()
        close = [
            f"{code} ({name})"
            for code, name in names.items()
            if bare in (name.casefold(), code.casefold(), code.lstrip("0")) or bare.rstrip("dm") == code
        ]
        meant = f"Vouliez-vous dire {' ou '.join(close)} ? " if close else ""
        remedy = f"{meant}Donnez un numéro : 01 à 95, 2A, 2B, 971 à 974, 976. Le 69 couvre le Rhône et la Métropole."
        raise DataError("Ce département n'existe pas", f"--departement {given}", remedy)


def read_variables(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the published variables of every source that is still known. Raises DataError when a file is damaged."""
    found = {}
    for path in sorted((folder / "variables").glob("*.parquet")):
        if path.stem in registry.sources():
            try:
                rows = pd.read_parquet(path)
                found[path.stem] = packed(rows if "provenance" in rows else rows.assign(provenance=OFFICIAL))
            except (OSError, ValueError) as error:
                raise DataError(
                    "Un fichier de variables est abîmé", str(path), "Supprimez-le, puis relancez."
                ) from error
    return found
