"""``python -m tests.bench``: runs the measures, prints the table of ratios, keeps the samples in ``resultats/``."""

from __future__ import annotations

import argparse
import json
import os
import platform
from dataclasses import asdict
from datetime import datetime
from importlib import import_module

from tests.bench.server import BENCH
from tests.bench.table import Row, format_table

MEASURES = {
    "carte": "measure_map",
    "collecte": "measure_collecte",
    "france": "measure_france",
    "atlas": "measure_atlas",
    "portrait": "measure_portrait",
    "themes": "measure_themes",
    "demarrage": "measure_session",
    "profil": "measure_profile",
    "api": "measure_api",
    "rapport": "measure_report",
}


def main() -> None:
    """Run the measures asked for (all by default) and write what they gave."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("mesures", nargs="*", metavar="mesure", help=f"parmi : {', '.join(MEASURES)}")
    asked = parser.parse_args().mesures or list(MEASURES)
    unknown = [name for name in asked if name not in MEASURES]
    if unknown:
        parser.error(f"mesure inconnue : {', '.join(unknown)} ; choisissez parmi {', '.join(MEASURES)}")
    found: list[Row] = []
    for name in asked:
        print(f"{name}…", flush=True)
        found += import_module(f"tests.bench.{MEASURES[name]}").measure()
    print(f"\n{format_table(found)}\n\nEnregistré : {_write(found)}")


def _write(found: list[Row]) -> str:
    folder = BENCH / "resultats"
    folder.mkdir(exist_ok=True)
    now = datetime.now().astimezone()
    path = folder / f"{now:%Y-%m-%d_%H%M%S}.json"
    machine = {"date": now.isoformat(), "coeurs": os.cpu_count(), "python": platform.python_version()}
    body = {"machine": machine, "mesures": [asdict(row) | {"rapport": row.ratio} for row in found]}
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
    return str(path)


if __name__ == "__main__":
    main()
