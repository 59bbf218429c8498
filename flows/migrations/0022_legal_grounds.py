from django.db import migrations, models

# Before grounds had a field, a reason named its article or legal paper in its own words.
WORDS = r"(điều|khoản|luật|nghị định|thông tư|quyết định) "
IN_THE_REASON = "Nêu trong lý do"


def keep_what_reasons_name(apps, _schema_editor):
    """What was grounded by its words stays so for those who control procedures."""
    dossiers = apps.get_model("flows", "Dossier").objects
    closed = dossiers.filter(state__in=["refused", "stopped"], closing_reason__iregex=WORDS)
    closed.update(legal_ground=IN_THE_REASON)
    asked = apps.get_model("flows", "SupplementRequest").objects
    asked.filter(reason__iregex=WORDS).update(legal_ground=IN_THE_REASON)


class Migration(migrations.Migration):

    dependencies = [
        ('flows', '0021_requests_about_contradictions'),
    ]

    operations = [
        migrations.AddField(
            model_name='dossier',
            name='legal_ground',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='căn cứ từ chối, dừng'),
        ),
        migrations.AddField(
            model_name='supplementrequest',
            name='legal_ground',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='căn cứ pháp lý'),
        ),
        migrations.RunPython(keep_what_reasons_name, migrations.RunPython.noop),
    ]
