"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say what is added."""
    ${upgrades if upgrades else ""}


def downgrade() -> None:
    """Take it away again."""
    ${downgrades if downgrades else ""}
