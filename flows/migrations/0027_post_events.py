import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('flows', '0026_sms_reports'),
    ]

    operations = [
        migrations.CreateModel(
            name='PostEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.CharField(max_length=80, verbose_name='mã của bưu chính')),
                ('kind', models.CharField(choices=[('accepted', 'Bưu chính đã nhận gửi'), ('in_transit', 'Đang chuyển'), ('delivered', 'Đã phát'), ('came_back', 'Chuyển hoàn')], max_length=12, verbose_name='tình trạng')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('place', models.CharField(blank=True, max_length=160, verbose_name='nơi')),
                ('taken_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='nhận tin lúc')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='post_events', to='flows.delivery', verbose_name='lần trả kết quả')),
            ],
            options={
                'verbose_name': 'hành trình bưu gửi',
                'verbose_name_plural': 'hành trình bưu gửi',
                'ordering': ['delivery', 'at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('delivery', 'event_id'), name='post_event_once')],
            },
        ),
    ]
