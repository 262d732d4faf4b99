"""The tables of the local base, as SQLAlchemy reads and writes them; every change needs a migration."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import JSON, DateTime, Dialect, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from lib.database.payloads import Comment, Draft, Layer, Payload, Series, Template, Zone

CONVENTION = {"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s"}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, written without its time zone, which is always UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Write UTC. Raises ValueError when the time zone is not known."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("date sans fuseau horaire")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Every table of the local base."""

    metadata = MetaData(naming_convention=CONVENTION)


class Written(Base):
    """What every writing has: permanent identifier, version, dates, author; ``supprime_le`` when in the bin."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(String(36), primary_key=True, sort_order=-6)
    version: Mapped[int] = mapped_column(sort_order=-5)
    cree_le: Mapped[datetime] = mapped_column(UtcDateTime, sort_order=-4)
    modifie_le: Mapped[datetime] = mapped_column(UtcDateTime, sort_order=-3)
    auteur: Mapped[str] = mapped_column(Text, sort_order=-2)
    supprime_le: Mapped[datetime | None] = mapped_column(UtcDateTime, sort_order=-1)


class DraftRow(Written):
    """Drafts of reports."""

    __tablename__ = "brouillons"

    titre: Mapped[str] = mapped_column(Text)
    territoire: Mapped[str] = mapped_column(Text)
    contenu: Mapped[dict] = mapped_column(JSON)


class CommentRow(Written):
    """Comments under blocks."""

    __tablename__ = "commentaires"

    territoire: Mapped[str] = mapped_column(Text)
    bloc: Mapped[str] = mapped_column(String(300))
    texte: Mapped[str] = mapped_column(Text)


class TemplateRow(Written):
    """Templates of reports."""

    __tablename__ = "modeles"

    nom: Mapped[str] = mapped_column(Text)
    contenu: Mapped[dict] = mapped_column(JSON)
    nom_fichier: Mapped[str] = mapped_column(Text)
    fichier: Mapped[bytes | None] = mapped_column(LargeBinary)


class ZoneRow(Written):
    """Own zones."""

    __tablename__ = "zones"

    nom: Mapped[str] = mapped_column(Text)
    niveau: Mapped[str] = mapped_column(String(10))
    codes: Mapped[list] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text)


class LayerRow(Written):
    """Deposited layers."""

    __tablename__ = "couches"

    nom: Mapped[str] = mapped_column(Text)
    genre: Mapped[str] = mapped_column(String(10))
    objets: Mapped[int]
    remarques: Mapped[str] = mapped_column(Text)
    contenu: Mapped[bytes] = mapped_column(LargeBinary)


class SeriesRow(Written):
    """Series of views."""

    __tablename__ = "suites_vues"

    nom: Mapped[str] = mapped_column(Text)
    vues: Mapped[list] = mapped_column(JSON)


TABLES: dict[type[Payload], type[Written]] = {
    Draft: DraftRow,
    Comment: CommentRow,
    Template: TemplateRow,
    Zone: ZoneRow,
    Layer: LayerRow,
    Series: SeriesRow,
}
