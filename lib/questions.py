"""Reads ``data/questions.yml``: the questions that a gap raises, by indicator and by side of the median."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lib.model import DataError
from lib.settings import DATA_DIR
from lib.strict_yaml import Kind

_REMEDY = "Corrigez le fichier : « question », puis « plus », « moins » ou les deux, avec des indicateurs du catalogue."
_KIND = Kind("des questions", _REMEDY)


class Question(BaseModel):
    """One question to ask: ``plus`` are the indicators that raise it above the median, ``moins`` below."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    question: str = Field(pattern=r"\?$")
    plus: tuple[str, ...] = ()
    moins: tuple[str, ...] = ()

    def raised_by(self, indicator: str, *, above: bool) -> bool:
        """Tell whether a gap on one side of the median raises this question."""
        return indicator in (self.plus if above else self.moins)


@lru_cache(maxsize=4)
def load_questions(path: Path = DATA_DIR / "questions.yml") -> tuple[Question, ...]:
    """Return every question, in the order of the file. Raises DataError naming the key and the fault."""
    found = []
    for name, entry in _KIND.mapping(_KIND.read(path), path.name).items():
        raw = _KIND.mapping(entry, f"{path.name} : {name}", {"id"})
        try:
            found.append(Question.model_validate({"id": name} | raw))
        except ValidationError as error:
            place = " › ".join(str(part) for part in (name, *error.errors()[0]["loc"]))
            raise DataError("Une question n'est pas valable", f"{path.name} : {place}", _REMEDY) from error
    return tuple(found)
