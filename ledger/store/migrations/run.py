"""Running the steps with Alembic, inside one transaction: a step that fails leaves nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

from ledger.store.database import Database


def upgrade(database: Database, target: str) -> None:
    """Run every step up to ``target``."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)

    def steps(revision: Any, context: Any) -> Any:
        return script._upgrade_revs(target, revision)

    with (
        database.write() as connection,
        EnvironmentContext(config, script, fn=steps, destination_rev=target) as environment,
    ):
        environment.configure(connection=connection, transactional_ddl=False)
        environment.run_migrations()
