"""Deposited layers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table of layers."""
    op.create_table(
        "couches",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cree_le", sa.DateTime(), nullable=False),
        sa.Column("modifie_le", sa.DateTime(), nullable=False),
        sa.Column("auteur", sa.Text(), nullable=False),
        sa.Column("supprime_le", sa.DateTime(), nullable=True),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("genre", sa.String(10), nullable=False),
        sa.Column("objets", sa.Integer(), nullable=False),
        sa.Column("remarques", sa.Text(), nullable=False),
        sa.Column("contenu", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_couches"),
    )
