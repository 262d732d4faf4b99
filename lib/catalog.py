"""Reads ``data/catalogue/*.yml``: the only place where indicators are described."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from lib.model import DataError, Indicator, Theme
from lib.settings import DATA_DIR
from lib.strict_yaml import Kind


@dataclass(frozen=True, eq=False)
class Catalog:
    """All themes and their indicators, by identifier; ``resolve`` also knows former identifiers."""

    themes: dict[str, Theme]
    indicators: dict[str, Indicator]
    aliases: dict[str, str]

    def resolve(self, identifier: str) -> Indicator:
        """Return an indicator by its identifier or a former one. Raises DataError when unknown."""
        found = self.indicators.get(self.aliases.get(identifier, identifier))
        if found is None:
            raise DataError(
                "Cet indicateur n'existe pas", f"identifiant « {identifier} »", "Choisissez-en un dans la liste."
            )
        return found


def load_catalog(folder: Path = DATA_DIR / "catalogue") -> Catalog:
    """Read and check every theme file of ``folder``. Raises DataError naming the file, the key and the fault."""
    themes: dict[str, Theme] = {}
    indicators: dict[str, Indicator] = {}
    aliases: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        theme = _read_theme(path)
        themes[theme.id] = theme
        for indicator in theme.indicateurs:
            names = {indicator.id, *indicator.alias}
            taken = names & ({*indicators} | {*aliases})
            if taken:
                raise DataError("Un identifiant est pris deux fois", f"{path.name} : {', '.join(taken)}", _REMEDY)
            indicators[indicator.id] = indicator
            aliases |= dict.fromkeys(indicator.alias, indicator.id)
    if not themes:
        raise DataError("Le catalogue des indicateurs est vide", str(folder), "Réinstallez l'application.")
    return Catalog(themes, indicators, aliases)


def _read_theme(path: Path) -> Theme:
    raw = _KIND.mapping(_KIND.read(path), path.name, {"id"})
    entries = _KIND.mapping(raw.pop("indicateurs", None), f"{path.name} : indicateurs")
    listed = [
        {"id": key, "theme": path.stem} | _KIND.mapping(value, f"{path.name} : {key}", {"id", "theme"})
        for key, value in entries.items()
    ]
    try:
        return Theme.model_validate({"id": path.stem, "indicateurs": listed} | raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = " › ".join(_name(part, entries) for part in first["loc"])
        raise DataError("Une entrée du catalogue n'est pas valable", f"{path.name} : {place}", _REMEDY) from error


def _name(part: int | str, entries: dict[str, object]) -> str:
    return list(entries)[part] if isinstance(part, int) and part < len(entries) else str(part)


_REMEDY = "Corrigez le fichier : chaque clé attendue est décrite dans CONTRIBUTING.md."
_KIND = Kind("du catalogue", _REMEDY)
