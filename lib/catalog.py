"""Reads ``data/catalogue/*.yml``: the only place where indicators are described."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ValidationError

from lib.model import DataError, Indicator, Theme
from lib.settings import DATA_DIR


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


class _RepeatedKey(yaml.MarkedYAMLError):
    """Two equal keys in one mapping."""


class _StrictLoader(yaml.SafeLoader):
    """YAML would keep the last of two equal keys in silence: here a repeated key is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen: set[str] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise _RepeatedKey(problem=f"la clé « {key.value} » est écrite deux fois", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _read_theme(path: Path) -> Theme:
    raw = _mapping(_parsed(path), path.name, {"id"})
    entries = _mapping(raw.pop("indicateurs", None), f"{path.name} : indicateurs")
    listed = [
        {"id": key, "theme": path.stem} | _mapping(value, f"{path.name} : {key}", {"id", "theme"})
        for key, value in entries.items()
    ]
    try:
        return Theme.model_validate({"id": path.stem, "indicateurs": listed} | raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = " › ".join(_name(part, entries) for part in first["loc"])
        raise DataError("Une entrée du catalogue n'est pas valable", f"{path.name} : {place}", _REMEDY) from error


def _parsed(path: Path) -> object:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _StrictLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        repeated = error.problem if isinstance(error, _RepeatedKey) else None
        where = ", ".join(filter(None, (f"{path.name}, ligne {line}", repeated)))
        raise DataError("Un fichier du catalogue est mal écrit", where, _REMEDY) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = f"{path.name}, qui n'est pas du texte enregistré en UTF-8"
        raise DataError("Un fichier du catalogue est mal écrit", where, _REMEDY) from error


def _mapping(value: object, where: str, given: Set[str] = frozenset()) -> dict:
    """Return ``value`` if it is a mapping without the keys already ``given`` by the name or place of the file."""
    if not isinstance(value, dict):
        raise DataError("Un fichier du catalogue est mal écrit", f"{where}, où des clés sont attendues", _REMEDY)
    extra = sorted(given & value.keys())
    if extra:
        raise DataError("Cette clé ne s'écrit pas dans le catalogue", f"{where} › {', '.join(extra)}", _REMEDY)
    return value


def _name(part: int | str, entries: dict[str, object]) -> str:
    return list(entries)[part] if isinstance(part, int) and part < len(entries) else str(part)


_REMEDY = "Corrigez le fichier : chaque clé attendue est décrite dans CONTRIBUTING.md."
