import accounts.models
import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('kind', models.CharField(choices=[('citizen', 'Cá nhân'), ('organisation', 'Tổ chức, đơn vị'), ('staff', 'Cán bộ')], default='citizen', max_length=12, verbose_name='loại tài khoản')),
                ('full_name', models.CharField(blank=True, max_length=160, verbose_name='họ và tên')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('phone', models.CharField(blank=True, help_text='Dạng quốc tế, ví dụ +84912345678.', max_length=16, null=True, unique=True, verbose_name='số điện thoại')),
                ('phone_verified', models.BooleanField(default=False, verbose_name='đã xác minh số điện thoại')),
                ('identity_number', models.CharField(blank=True, max_length=12, verbose_name='số định danh cá nhân')),
                ('social_insurance_number', models.CharField(blank=True, max_length=10, verbose_name='mã số BHXH')),
                ('tax_code', models.CharField(blank=True, max_length=14, verbose_name='mã số thuế')),
                ('date_of_birth', models.DateField(blank=True, null=True, verbose_name='ngày sinh')),
                ('address', models.CharField(blank=True, max_length=255, verbose_name='địa chỉ')),
                ('identity_verified_at', models.DateTimeField(blank=True, null=True, verbose_name='định danh xác minh lúc')),
                ('identity_verified_by', models.CharField(blank=True, max_length=40, verbose_name='nơi xác minh định danh')),
                ('identity_level', models.CharField(blank=True, max_length=80, verbose_name='mức bảo đảm định danh')),
                ('preferences', models.JSONField(blank=True, default=dict, editable=False, verbose_name='tùy chọn hiển thị')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'người dùng',
                'verbose_name_plural': 'người dùng',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='user_email_unique', violation_error_message='Thư điện tử này đã có tài khoản.'), models.UniqueConstraint(condition=models.Q(('identity_verified_at__isnull', False)), fields=('identity_number',), name='user_verified_identity_unique', violation_error_message='Số định danh này đã gắn với một tài khoản khác.')],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='EnrolmentCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(max_length=128, verbose_name='mã đã băm')),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='cấp lúc')),
                ('expires_at', models.DateTimeField(default=accounts.models._three_days_from_now, verbose_name='hết hạn lúc')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='dùng lúc')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người cấp')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolment_codes', to=settings.AUTH_USER_MODEL, verbose_name='cán bộ')),
            ],
            options={
                'verbose_name': 'mã bàn giao thiết lập xác thực hai lớp',
                'verbose_name_plural': 'mã bàn giao thiết lập xác thực hai lớp',
            },
        ),
    ]
