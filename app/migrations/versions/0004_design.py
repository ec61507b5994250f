"""trials, drawings and the ledger; what planners write of the vision and of who took part

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: Columns that are added, by table: words and lists.
WORDS = {
    "consultation": ("vision",),
    "requirement": ("season", "time_of_day", "who"),
}
LISTS = {
    "consultation": ("objectives", "programme", "opposed", "reference", "indicators"),
    "workshop": ("head_counts",),
    "requirement": ("answers", "rests_on"),
}


def upgrade() -> None:
    """Go to this revision."""
    for table, names in WORDS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.String(), nullable=False, server_default=""))
    for table, names in LISTS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    draft: sa.Column[bool] = sa.Column(
        "draft", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("requirement", draft)
    op.add_column("requirement", sa.Column("place", sa.JSON(), nullable=True))
    _trials()
    _ledger()
    _drawings()


def _trials() -> None:
    op.create_table(
        "trial",
        *_numbered("trial"),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=True),
        sa.Column("partners", sa.String(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("seen", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('', 'keep', 'adapt', 'drop')", name=op.f("ck_trial_verdict")
        ),
    )


def _ledger() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("saved", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('received', 'grouped', 'in_brief', 'in_design', 'built', 'changed', "
            "'dropped')",
            name=op.f("ck_ledger_entry_state"),
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["requirement.id"],
            name=op.f("fk_ledger_entry_requirement_id_requirement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
    )
    op.create_index(op.f("ix_ledger_entry_requirement_id"), "ledger_entry", ["requirement_id"])


def _drawings() -> None:
    op.create_table(
        "drawing",
        *_numbered("drawing"),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("pins", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )


def _numbered(table: str) -> list[sa.schema.SchemaItem]:
    """Return what a table has whose rows are numbered within a consultation."""
    owner = f"fk_{table}_consultation_id_consultation"
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f(owner)),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "consultation_id", "number", name=op.f(f"uq_{table}_consultation_id_number")
        ),
    ]


def downgrade() -> None:
    """Go back."""
    for table in ("drawing", "ledger_entry", "trial"):
        op.drop_table(table)
    for name in ("draft", "place"):
        op.drop_column("requirement", name)
    for columns in (WORDS, LISTS):
        for table, names in columns.items():
            for name in names:
                op.drop_column(table, name)
