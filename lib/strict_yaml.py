"""Reads the YAML files of ``data/``: a repeated key, a wrong shape or a wrong encoding is an error that says where.

Texts come out typeset: whoever writes them types plain spaces, readers get the no-break ones.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

import yaml

from lib.model import DataError

TYPESET = (
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), "\u202f"),  # 10 000
    (re.compile(r"(?<=\d) (?=[%€])"), "\u202f"),  # 60 %, 800 €
    (re.compile(r" (?=[:;?!»](?:\s|$))|(?<=«) "), "\u00a0"),
)


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

    def construct_scalar(self, node: yaml.ScalarNode) -> str:
        text = super().construct_scalar(node)
        for pattern, space in TYPESET:
            text = pattern.sub(space, text)
        return text


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: how to name it (« du catalogue »), and what to do when it is wrong."""

    of: str
    remedy: str

    @property
    def ill_written(self) -> str:
        """What happened when a file of this kind cannot be read."""
        return f"Un fichier {self.of} est mal écrit"

    def read(self, path: Path) -> object:
        """Return the content of a file. Raises DataError naming the file and the line."""
        try:
            return yaml.load(path.read_text(encoding="utf-8"), _StrictLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            repeated = error.problem if isinstance(error, _RepeatedKey) else None
            where = ", ".join(filter(None, (f"{path.name}, ligne {line}", repeated)))
            raise DataError(self.ill_written, where, self.remedy) from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            where = f"{path.name}, qui n'est pas du texte enregistré en UTF-8"
            raise DataError(self.ill_written, where, self.remedy) from error

    def mapping(self, value: object, where: str, given: Set[str] = frozenset()) -> dict:
        """Return ``value`` if it is a mapping without the keys already ``given`` by the name or place of the file."""
        if not isinstance(value, dict):
            raise DataError(self.ill_written, f"{where}, où des clés sont attendues", self.remedy)
        extra = sorted(given & value.keys())
        if extra:
            where = f"{where} › {', '.join(extra)}"
            raise DataError(f"Cette clé ne s'écrit pas dans un fichier {self.of}", where, self.remedy)
        return value
