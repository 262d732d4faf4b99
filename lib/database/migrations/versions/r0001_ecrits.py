"""Drafts, comments, templates, zones and series of views."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _common() -> list[sa.Column]:
    return [
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cree_le", sa.DateTime(), nullable=False),
        sa.Column("modifie_le", sa.DateTime(), nullable=False),
        sa.Column("auteur", sa.Text(), nullable=False),
        sa.Column("supprime_le", sa.DateTime(), nullable=True),
    ]


def _create(table: str, *columns: sa.Column) -> None:
    op.create_table(table, *_common(), *columns, sa.PrimaryKeyConstraint("id", name=f"pk_{table}"))


def upgrade() -> None:
    """Create the five tables."""
    _create(
        "brouillons",
        sa.Column("titre", sa.Text(), nullable=False),
        sa.Column("territoire", sa.String(30), nullable=False),
        sa.Column("contenu", sa.JSON(), nullable=False),
    )
    op.create_index("ix_brouillons_territoire", "brouillons", ["territoire"])
    _create(
        "commentaires",
        sa.Column("territoire", sa.String(30), nullable=False),
        sa.Column("bloc", sa.String(300), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
    )
    op.create_index("ix_commentaires_territoire_bloc", "commentaires", ["territoire", "bloc"])
    _create(
        "modeles",
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("contenu", sa.JSON(), nullable=False),
        sa.Column("nom_fichier", sa.Text(), nullable=False),
        sa.Column("fichier", sa.LargeBinary(), nullable=True),
    )
    _create(
        "zones",
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("niveau", sa.String(10), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    _create(
        "suites_vues",
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("vues", sa.JSON(), nullable=False),
    )
