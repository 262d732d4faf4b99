"""A base written by an older version opens, keeps every writing, and then accepts what today's version writes."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, insert, inspect

from lib import zones
from lib.database import backup
from lib.database.connection import Database, _config, locate, open_database
from lib.database.payloads import LONGEST_PLACE, Comment, Draft, Series, Step
from lib.database.writings import Writings
from lib.model import Level
from lib.zones import LONGEST, PREFIX, carried

REVISIONS = sorted(one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions())
DAY = datetime(2026, 11, 2, 9, 30)
COMMON = {"version": 3, "cree_le": DAY, "modifie_le": DAY, "auteur": "Anne", "supprime_le": None}
ROWS = {
    "brouillons": {"titre": "ABS 2027 – Échirolles", "territoire": "commune-38151", "contenu": {"a": [1.5, None]}},
    "commentaires": {"territoire": "commune-38151", "bloc": "part_hlm", "texte": "Écart dû à l'Œuvre"},
    "modeles": {"nom": "Word", "contenu": {}, "nom_fichier": "m.docx", "fichier": b"\x00\xff"},
    "zones": {"nom": "Ouest", "niveau": "iris", "codes": ["381510101"], "note": ""},
    "suites_vues": {"nom": "Réunion", "vues": [{"titre": "Portrait", "adresse": "/portrait"}]},
}
ZONE = carried("Quartiers sud", Level.COMMUNE, [f"{38000 + rank}" for rank in range(1, 513)]).key


def written_by(setting: str, revision: str) -> None:
    """Make a base as an older version left it, one writing in each of its tables."""
    base = Database(locate(setting))
    if base.file:
        base.file.parent.mkdir(parents=True, exist_ok=True)
    base.upgrade(revision)
    metadata = MetaData()
    with base.writing() as session:
        metadata.reflect(session.connection())
        for name, row in ROWS.items():
            session.execute(insert(metadata.tables[name]).values(id=f"id-{name}", **COMMON, **row))
    base.close()


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_older_base_opens_with_all_its_writings(setting: str, revision: str) -> None:
    written_by(setting, revision)
    base = open_database(setting)
    kept = Writings(base)
    draft, comment = kept.get(Draft, "id-brouillons"), kept.get(Comment, "id-commentaires")
    assert (draft.payload.titre, draft.payload.contenu, draft.version) == (
        ROWS["brouillons"]["titre"], {"a": [1.5, None]}, 3,
    )  # fmt: skip
    assert draft.created == DAY.replace(tzinfo=UTC) and draft.author == "Anne"
    assert comment.payload.texte == "Écart dû à l'Œuvre"
    assert kept.save(draft, draft.payload.model_copy(update={"territoire": ZONE})).version == 4
    base.close()


def test_an_own_zone_is_a_territory_of_drafts_comments_and_views(writings: Writings) -> None:
    assert len(ZONE) > 300
    for key in (ZONE, "zone-0198c1f2-7c3a-7d51-9f64-1f2e3d4c5b6a", f"{PREFIX}a.{'x' * (LONGEST - 2)}"):
        draft = writings.create(Draft(titre="t", territoire=key))
        comment = writings.create(Comment(territoire=key, bloc="b", texte="x"))
        view = writings.create(Series(nom="s", vues=(Step(titre="v", adresse=f"/portrait?territoire={key}&vue=tout"),)))
        assert writings.find(Draft, territoire=key) == [draft]
        assert writings.find(Comment, territoire=key, bloc="b") == [comment]
        assert writings.get(Series, view.id).payload.vues[0].adresse.count(key) == 1


def test_the_longest_zone_of_an_address_fits_and_reads_back() -> None:
    assert len(PREFIX) + LONGEST <= LONGEST_PLACE
    assert Draft(titre="t", territoire=ZONE).territoire == ZONE
    assert len(zones.unfold(ZONE.removeprefix(PREFIX)).codes) == 512


def test_a_backup_of_an_older_version_is_restored(tmp_path: Path) -> None:
    written_by(str(tmp_path / "ancienne"), REVISIONS[0])
    old = Database(locate(str(tmp_path / "ancienne")))
    path = tmp_path / "copie.jsonl.gz"
    with old.reading() as session:
        known = inspect(session.connection()).get_table_names()
        rows = [{"format": backup.FORMAT, "schema": REVISIONS[0], "date": DAY.isoformat()}]
        for name in ROWS:
            assert name in known
            metadata = MetaData()
            metadata.reflect(session.connection(), only=[name])
            for row in session.execute(metadata.tables[name].select()).mappings():
                line = {column: backup._plain(value) for column, value in row.items()}
                rows.append({"table": name, "ligne": line})
    path.write_bytes(gzip.compress(b"".join(backup._sealed(rows))))
    assert backup.restore(str(tmp_path / "neuve"), path).count == len(ROWS)
    found = open_database(str(tmp_path / "neuve"))
    assert Writings(found).get(Draft, "id-brouillons").payload.titre == ROWS["brouillons"]["titre"]
    found.close()
    old.close()
