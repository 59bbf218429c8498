"""Only heads and leaders apologise and appoint a new date; roles that the manager changed stay."""

from django.db import migrations

RIGHT = ("flows", "extend_dossier")


def take_back(apps, schema_editor):
    role = apps.get_model("catalog", "Role").objects.filter(code="case_officer").first()
    if role is None:
        return
    names = role.permissions.values_list("content_type__app_label", "codename")
    held = {f"{app}.{name}" for app, name in names}
    if held == set(role.offered):  # as the software gave it
        app, name = RIGHT
        role.permissions.remove(
            *role.permissions.filter(content_type__app_label=app, codename=name)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0016_english_of_step_titles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
