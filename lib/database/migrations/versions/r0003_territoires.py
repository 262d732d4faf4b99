"""Own zones as territories of drafts and comments: a zone carried by its address has a long key.

The indexes go: PostgreSQL refuses to index a long key, and an installation keeps few drafts and comments.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Widen the two columns that name a territory."""
    op.drop_index("ix_brouillons_territoire", "brouillons")
    op.drop_index("ix_commentaires_territoire_bloc", "commentaires")
    for table in ("brouillons", "commentaires"):
        with op.batch_alter_table(table) as changed:
            changed.alter_column("territoire", existing_type=sa.String(30), type_=sa.Text(), existing_nullable=False)
