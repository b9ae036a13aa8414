"""Asked by Alembic how to reach the database: by the connection that workbench/migrate.py opened. IO: that database."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
