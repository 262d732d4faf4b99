"""What Alembic runs for an upgrade, inside the transaction opened by ``lib.database.connection``."""

from alembic import context

from lib.database.tables import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
