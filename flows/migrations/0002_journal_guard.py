"""The database itself refuses to change or remove journal entries, on SQLite and PostgreSQL."""

from django.db import migrations

MESSAGE = "Nhật ký hồ sơ chỉ được thêm, không được sửa hoặc xóa."

SQLITE = [
    f"""CREATE TRIGGER flows_journal_no_{verb.lower()} BEFORE {verb} ON flows_journalentry
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
    for verb in ("UPDATE", "DELETE")
]

POSTGRESQL = [
    f"""CREATE FUNCTION flows_journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$""",
    """CREATE TRIGGER flows_journal_no_change BEFORE UPDATE OR DELETE ON flows_journalentry
        FOR EACH ROW EXECUTE FUNCTION flows_journal_refuse()""",
    """CREATE TRIGGER flows_journal_no_truncate BEFORE TRUNCATE ON flows_journalentry
        FOR EACH STATEMENT EXECUTE FUNCTION flows_journal_refuse()""",
]


def guard(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION flows_journal_refuse() CASCADE")
    else:
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER flows_journal_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("flows", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
