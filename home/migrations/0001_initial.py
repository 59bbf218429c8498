import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('flows', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField(choices=[(5, 'Rất hài lòng'), (4, 'Hài lòng'), (3, 'Bình thường'), (2, 'Không hài lòng'), (1, 'Rất không hài lòng')], validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='mức hài lòng')),
                ('ease', models.CharField(choices=[('easy', 'Dễ thực hiện'), ('fair', 'Bình thường'), ('hard', 'Khó thực hiện')], max_length=4, verbose_name='mức dễ')),
                ('comment', models.TextField(blank=True, max_length=2000, verbose_name='góp ý')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người đánh giá')),
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rating', to='flows.dossier', verbose_name='hồ sơ')),
            ],
            options={
                'verbose_name': 'đánh giá',
                'verbose_name_plural': 'đánh giá',
                'ordering': ['-at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('score__gte', 1), ('score__lte', 5)), name='rating_one_to_five', violation_error_message='Mức hài lòng từ 1 đến 5.')],
            },
        ),
    ]
