"""The ZIP « mon territoire »: figures (Parquet, CSV), dictionary, workbooks, outlines, licences and mentions."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lib.exports.caption import code, day, named
from lib.exports.csv_table import COLUMNS, table, to_csv
from lib.exports.lexicon import LEXICON_HEAD, SOURCE_HEAD, lexicon_rows, source_rows
from lib.exports.territory_book import Book, book_ods, book_xlsx, used_sources
from lib.formats import NBSP
from lib.maps import outlines
from lib.model import OBSERVATION_COLUMNS, DataError, Level, Territory
from lib.settings import GEO_DIR

SCHEMA = pa.schema(
    [
        (name, pa.float64() if name in {"valeur", "numerateur", "denominateur"} else pa.string())
        if name != "geographie"
        else (name, pa.int64())
        for name in OBSERVATION_COLUMNS
    ]
)


def territory_zip(
    book: Book,
    parts: Sequence[Territory] = (),
    geo: Path = GEO_DIR,
    iris_outlines: Path | None = None,
    maps: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the archive of a territory; ``iris_outlines`` is the GeoParquet of a package that draws its IRIS.

    ``parts`` are the IRIS of a commune, or the pieces of an own zone.
    ``maps`` are images by their name in the archive. Outlines that are not installed are left out: LISEZMOI.txt says
    so.
    """
    zone = book.caption.territory.level is Level.ZONE
    drawn = {
        "cartes/territoire.geojson": _outline(parts if zone else [book.caption.territory], geo, iris_outlines),
        "cartes/iris.geojson": _outline(parts, geo, iris_outlines) if iris_outlines and not zone else None,
    }
    drawn = {name: content for name, content in drawn.items() if content}
    rows = list(book.observations())
    members = {
        "LISEZMOI.txt": _read_me(book, list(drawn), len(maps or {})),
        "LICENCES.txt": _licences(book),
        "donnees/chiffres.csv": to_csv(book.caption, rows, book.catalog, book.sources),
        "donnees/chiffres.parquet": _parquet(book),
        "donnees/dictionnaire.csv": table(
            LEXICON_HEAD, lexicon_rows(book.catalog.indicators.values(), book.catalog, book.sources)
        ),
        "donnees/sources.csv": table(SOURCE_HEAD, source_rows(used_sources(book))),
        "donnees/colonnes.csv": table(("Colonne", "Ce qu'elle contient"), COLUMNS.items()),
        "classeur.xlsx": book_xlsx(book),
        "classeur.ods": book_ods(book),
        **drawn,
        **(maps or {}),
    }
    buffer = io.BytesIO()
    stamp = (*book.caption.date.timetuple()[:3], 0, 0, 0)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def _parquet(book: Book) -> bytes:
    values = [
        (s.level.value, code(area), s.millesime, s.indicator, s.value if s.status.has_value else None, s.status.value,
         s.numerator if s.status.has_value else None, s.denominator if s.status.has_value else None, s.source,
         s.geography)
        for area, s in book.observations()
    ]  # fmt: skip
    columns = list(zip(*values, strict=True)) or [()] * len(SCHEMA)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    buffer = io.BytesIO()
    told = {"titre": book.caption.title, "extrait_le": book.caption.date.isoformat(), "adresse": book.caption.address}
    pq.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA.with_metadata(told)), buffer, compression="zstd")
    return buffer.getvalue()


def _outline(areas: Sequence[Territory], geo: Path, iris: Path | None) -> bytes | None:
    if not areas or areas[0].level in (Level.FRANCE, Level.QPV) or (areas[0].level is Level.IRIS and iris is None):
        return None
    try:
        return gzip.decompress(outlines(areas[0].level, areas, geo, iris).body)
    except DataError:  # said in LISEZMOI.txt: an archive without a map is still worth having
        return None


def _read_me(book: Book, outlined: Sequence[str], maps: int) -> str:
    area = book.caption.territory
    lines = [
        f"Boussole sociale : {named(area)}",
        f"Préparé le {day(book.caption.date)}. {book.caption.address}".strip(),
        "",
        "donnees/chiffres.csv : tous les chiffres, une ligne par indicateur, territoire et millésime "
        "(point-virgule, virgule décimale, UTF-8).",
        "donnees/chiffres.parquet : les mêmes lignes, pour les outils statistiques.",
        "donnees/dictionnaire.csv : ce que dit chaque indicateur, son calcul, ses pièges.",
        "donnees/colonnes.csv : ce que contient chaque colonne de chiffres.csv.",
        "donnees/sources.csv : producteurs, licences, mentions à citer, millésimes.",
        "classeur.xlsx, classeur.ods : les mêmes chiffres en classeur, un thème par feuille.",
        *(["cartes/*.svg : une carte par thème, parmi les territoires voisins (image)."] if maps else []),
        *(f"{name} : contours (GeoJSON, degrés)." for name in outlined),
        *([] if outlined or maps else ["Aucun contour n'est installé pour ce territoire : il n'y a pas de carte."]),
        "",
        "Une valeur vide n'est jamais un zéro : la colonne « statut » dit pourquoi elle manque.",
    ]
    return "\r\n".join(lines) + "\r\n"


def _licences(book: Book) -> str:
    head = ["Chaque chiffre se cite avec la mention de sa source et la date de ce lot.", ""]
    cited = [
        f"{row[1]} ({row[2]}){NBSP}: {row[5]}. Licence{NBSP}: {row[3]}. {row[4]}"
        for row in source_rows(used_sources(book))
    ]
    outline = "Contours : © IGN-Insee, Licence Ouverte 2.0, simplifiés."
    return "\r\n".join([*head, *cited, "", outline]) + "\r\n"
