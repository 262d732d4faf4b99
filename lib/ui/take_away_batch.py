"""The same file for many communes: progress with what is left, stopped and resumed at will, offered as one archive."""

from __future__ import annotations

import hashlib
import io
import json
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path

import streamlit as st

from lib import formats
from lib.database.connection import LOCAL_DIR
from lib.exports.batch import Step, write_batch
from lib.model import Level, Territory
from lib.ui import markup, resources
from lib.ui.state import View
from lib.ui.take_away import stem

RUNNING = "lot-en-cours"
LIST = "liste"
SCOPES = (Level.EPCI, Level.EPT, Level.DEPARTEMENT)
FOLDER = LOCAL_DIR / "lots"
EDITION = "2"  # to raise when the files of a batch change: those of a batch begun before are written again
Make = Callable[[Territory, str], bytes]


def show_batch(view: View, kinds: Mapping[str, str], make: Make) -> None:
    """Show the choices of a batch, run it, offer what it wrote."""
    chosen = _choose(view)
    kind = st.radio(
        "Fichier par commune", list(kinds), format_func=kinds.__getitem__, horizontal=True, key="lot-fichier"
    )
    if not chosen:
        markup.show('<p class="vide">Choisissez au moins une commune.</p>')
        return
    folder = FOLDER / f"{_name(chosen)}-{kind}"
    done = _done(folder, chosen, kind)
    if st.session_state.get(RUNNING) == folder.name:
        _run(chosen, folder, kind, make)
        done = _done(folder, chosen, kind)
    elif len(done) < len(chosen):
        _start(folder, len(chosen), len(done))
    if len(done) == len(chosen):
        _offer(folder, done, view.territory)


def _choose(view: View) -> list[Territory]:
    known = resources.territories()
    base = known.parent(view.territory, Level.COMMUNE) if view.territory.level is Level.IRIS else view.territory
    areas = [view.territory] if view.territory.level in SCOPES else []
    areas += [area for level in SCOPES if base and (area := known.parent(base, level)) and area not in areas]
    options = {area.key: area for area in areas}
    key = st.radio(
        "Quelles communes ?",
        [*options, LIST],
        format_func=lambda one: f"Toutes celles {formats.of(options[one])}" if one in options else "Une liste",
        horizontal=True,
        key=f"lot-ou-{view.territory.key}",
    )
    if key in options:
        return _communes(options[key])
    offered = {area.key: area for area in _communes(areas[-1] if areas else known.get("france-F"))}
    picked = st.multiselect(
        "Communes",
        list(offered),
        format_func=lambda one: offered[one].name,
        key=f"lot-liste-{view.territory.key}",
        placeholder="Tapez le nom d'une commune",
    )
    return [offered[one] for one in picked]


def _communes(scope: Territory) -> list[Territory]:
    return sorted(resources.territories().children(scope, Level.COMMUNE), key=lambda area: area.name)


def _name(chosen: Sequence[Territory]) -> str:
    keys = ",".join(sorted(area.key for area in chosen))
    return f"{len(chosen)}-communes-{hashlib.sha256(keys.encode()).hexdigest()[:8]}"


def _version() -> str:
    """Name the figures installed and the edition of the files: those of another version are written again."""
    return hashlib.sha256((EDITION + json.dumps(resources.manifest(), sort_keys=True)).encode()).hexdigest()[:16]


def _done(folder: Path, chosen: Sequence[Territory], kind: str) -> list[Path]:
    """Return the files already written with the figures of today."""
    state = folder / "lot.json"
    try:
        found = json.loads(state.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        return []
    if not isinstance(found, dict) or found.get("version") != _version():
        return []
    paths = [folder / f"{area.key}.{kind}" for area in chosen]
    return [path for path in paths if path.name in found.get("fichiers", {}) and path.is_file()]


def _start(folder: Path, total: int, done: int) -> None:
    left = formats.plural(total - done, "commune", "communes")
    if done:
        markup.show(
            f'<p class="precision">Un lot commencé attend{formats.NBSP}: {formats.number(done)} sur '
            f"{formats.number(total)}. Il reprendra où il s'est arrêté.</p>"
        )
    label = f"Reprendre le lot : {left} à faire" if done else f"Préparer le lot : {left}"
    st.button(
        label,
        type="primary",
        icon=":material/play_arrow:",
        on_click=lambda: st.session_state.update({RUNNING: folder.name}),
    )


def _run(chosen: Sequence[Territory], folder: Path, kind: str, make: Make) -> None:
    """Write the batch; any click stops it between two files, « Arrêter » says so."""
    st.button("Arrêter", icon=":material/stop:", on_click=lambda: st.session_state.pop(RUNNING, None))
    bar = st.progress(0.0, f"Lecture des chiffres{formats.NBSP}: {formats.number(len(chosen))} communes")
    began, made = time.monotonic(), 0
    for step in write_batch(chosen, folder, kind, lambda area: make(area, kind), _version()):
        made += not step.already
        bar.progress(step.done / step.total, _said(step, made, time.monotonic() - began))
    st.session_state.pop(RUNNING, None)


def _said(step: Step, made: int, elapsed: float) -> str:
    """Say which commune is done, how many are left and about how long."""
    left = step.total - step.done
    others = formats.plural(left, "commune restante", "communes restantes")
    told = f"{step.territory.name}{formats.NBSP}: fait ; {others}"
    if not made or not left:
        return told
    seconds = round(left * elapsed / made)
    wait = f"{seconds}{formats.NBSP}s" if seconds < 90 else f"{formats.number(seconds / 60)}{formats.NBSP}min"
    return f"{told}, environ {wait}"


def _offer(folder: Path, paths: Sequence[Path], territory: Territory) -> None:
    size = sum(path.stat().st_size for path in paths) / 1_000_000
    st.download_button(
        f"Télécharger le lot : {formats.plural(len(paths), 'fichier', 'fichiers')}, "
        f"{formats.number(size, 1)}{formats.NBSP}Mo",
        data=lambda: _archive(paths),
        file_name=f"boussole_lot_{stem(territory)}_{len(paths)}.zip",
        mime="application/zip",
        type="primary",
        icon=":material/folder_zip:",
        on_click="ignore",
        key="lot-telecharger",
    )
    markup.show(
        f'<p class="precision">Les fichiers sont aussi dans le dossier <code>{escape(str(folder))}</code> de '
        "l'ordinateur où tourne la boussole.</p>"
    )


def _archive(paths: Sequence[Path]) -> bytes:
    """Put the files of a batch in one archive; the names of the communes are those of their keys."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:  # workbooks are compressed already
        for path in paths:
            archive.write(path, path.name)
    return buffer.getvalue()
