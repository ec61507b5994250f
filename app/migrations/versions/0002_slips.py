"""voting slips, and which votes ask for them

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ASKED = ("workshop", "activity")


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("free", sa.Boolean(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('issued', 'used', 'spoiled')", name=op.f("ck_slip_state")),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendee.id"], name=op.f("fk_slip_attendee_id_attendee")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_slip_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
        sa.UniqueConstraint("attendee_id", name=op.f("uq_slip_attendee_id")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_slip_code_hash")),
        sa.UniqueConstraint("workshop_id", "number", name=op.f("uq_slip_workshop_id_number")),
    )
    # Added in place: copying a table, as a batch does, would break what refers to it.
    for table in ASKED:
        op.add_column(
            table, sa.Column("asks_slips", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    """Go back."""
    for table in ASKED:
        op.drop_column(table, "asks_slips")
    op.drop_table("slip")
