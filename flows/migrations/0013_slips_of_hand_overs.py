
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0011_slips_of_hand_overs'),
        ('flows', '0012_agencies_of_moved_dossiers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='issueddocument',
            name='issued_for_a_dossier_or_as_guidance',
        ),
        migrations.AddField(
            model_name='handoverlist',
            name='issued',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handover_list', to='flows.issueddocument', verbose_name='phiếu đã lập'),
        ),
        migrations.AddField(
            model_name='numberblock',
            name='blanks',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='number_block', to='flows.issueddocument', verbose_name='phiếu trống đang dùng'),
        ),
        migrations.AddField(
            model_name='postbatch',
            name='issued',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='post_batch', to='flows.issueddocument', verbose_name='phiếu đã lập'),
        ),
        migrations.AddConstraint(
            model_name='issueddocument',
            constraint=models.CheckConstraint(condition=models.Q(('dossier__isnull', False), ('kind__in', ['guide', 'carry', 'results', 'offline']), _connector='OR'), name='issued_for_a_dossier_or_alone'),
        ),
    ]
