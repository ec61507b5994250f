"""stops, routes and layers of the square, a drawn plan or photograph of it, and a way back

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LISTS = ("stops", "routes", "layers", "before")


def upgrade() -> None:
    """Go to this revision."""
    for name in LISTS:
        op.add_column("square", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("square", sa.Column("picture", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Go back."""
    for name in (*LISTS, "picture"):
        op.drop_column("square", name)
