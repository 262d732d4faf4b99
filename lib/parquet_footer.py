"""The shape of a file of observations, read in its footer before any query."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lib.model import OBSERVATION_COLUMNS, DataError

NUMERIC = frozenset({"valeur", "numerateur", "denominateur", "geographie"})


@lru_cache(maxsize=512)
def check_footer(path: Path, _modified: int) -> None:
    """Read the footer of a file once per version. Raises DataError if it is truncated or of another schema."""
    try:
        schema = pq.read_schema(path)
    except (OSError, pa.ArrowException) as error:
        raise DataError("Le fichier de données est abîmé ou incomplet", str(path), _REMEDY) from error
    types = dict(zip(schema.names, schema.types, strict=True))
    missing = [column for column in OBSERVATION_COLUMNS if column not in types]
    if missing:
        where = f"{path}, colonnes absentes : {', '.join(missing)}"
        raise DataError("Le fichier de données n'a pas la forme attendue", where, _REMEDY)
    wrong = [column for column in OBSERVATION_COLUMNS if not _fits(types[column], column in NUMERIC)]
    if wrong:
        where = f"{path}, colonnes d'un autre type : {', '.join(wrong)}"
        raise DataError("Le fichier de données n'a pas la forme attendue", where, _REMEDY)


def _fits(kind: pa.DataType, numeric: bool) -> bool:
    text = kind.value_type if pa.types.is_dictionary(kind) else kind
    if numeric:
        return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_null(kind)
    return pa.types.is_string(text) or pa.types.is_large_string(text) or pa.types.is_string_view(text)


_REMEDY = "Réinstallez l'application, ou reconstruisez les données (README, « D'où viennent les chiffres »)."
