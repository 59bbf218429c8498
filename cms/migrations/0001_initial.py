import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailcore', '__first__'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContentPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('title_en', models.CharField(blank=True, max_length=255, verbose_name='tiêu đề tiếng Anh')),
                ('english_for', models.CharField(blank=True, editable=False, max_length=64)),
                ('intro', models.TextField(blank=True, verbose_name='lời dẫn')),
                ('body', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('callout', 5), ('steps', 10), ('questions', 15), ('procedures', 19), ('picture', 22), ('document', 23)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Tiêu đề', 'max_length': 160}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Mục'), ('h3', 'Tiểu mục')], 'label': 'Cấp'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'label': 'Đoạn văn'}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Nội dung'}), 5: ('wagtail.blocks.StructBlock', [[('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Việc cần làm', 'max_length': 160}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Cách làm', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'Các bước', 'min_num': 1}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Câu hỏi', 'max_length': 255}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Trả lời'}), 13: ('wagtail.blocks.StructBlock', [[('question', 11), ('answer', 12)]], {}), 14: ('wagtail.blocks.ListBlock', (13,), {'label': 'Hỏi đáp', 'min_num': 1}), 15: ('wagtail.blocks.StructBlock', [[('questions', 14)]], {}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'Tiêu đề', 'max_length': 160, 'required': False}), 17: ('wagtail.snippets.blocks.SnippetChooserBlock', ('catalog.Procedure',), {}), 18: ('wagtail.blocks.ListBlock', (17,), {'label': 'Thủ tục', 'min_num': 1}), 19: ('wagtail.blocks.StructBlock', [[('title', 16), ('procedures', 18)]], {}), 20: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Ảnh'}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'Chú thích', 'max_length': 255, 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('image', 20), ('caption', 21)]], {}), 23: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'icon': 'download', 'label': 'Tệp tải về', 'template': 'cms/blocks/document.html'})}, verbose_name='nội dung')),
                ('intro_en', models.TextField(blank=True, verbose_name='lời dẫn tiếng Anh')),
                ('body_en', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('callout', 5), ('steps', 10), ('questions', 15), ('procedures', 19), ('picture', 22), ('document', 23)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Tiêu đề', 'max_length': 160}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Mục'), ('h3', 'Tiểu mục')], 'label': 'Cấp'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'label': 'Đoạn văn'}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Nội dung'}), 5: ('wagtail.blocks.StructBlock', [[('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Việc cần làm', 'max_length': 160}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Cách làm', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'Các bước', 'min_num': 1}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Câu hỏi', 'max_length': 255}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Trả lời'}), 13: ('wagtail.blocks.StructBlock', [[('question', 11), ('answer', 12)]], {}), 14: ('wagtail.blocks.ListBlock', (13,), {'label': 'Hỏi đáp', 'min_num': 1}), 15: ('wagtail.blocks.StructBlock', [[('questions', 14)]], {}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'Tiêu đề', 'max_length': 160, 'required': False}), 17: ('wagtail.snippets.blocks.SnippetChooserBlock', ('catalog.Procedure',), {}), 18: ('wagtail.blocks.ListBlock', (17,), {'label': 'Thủ tục', 'min_num': 1}), 19: ('wagtail.blocks.StructBlock', [[('title', 16), ('procedures', 18)]], {}), 20: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Ảnh'}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'Chú thích', 'max_length': 255, 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('image', 20), ('caption', 21)]], {}), 23: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'icon': 'download', 'label': 'Tệp tải về', 'template': 'cms/blocks/document.html'})}, verbose_name='nội dung tiếng Anh')),
            ],
            options={
                'verbose_name': 'trang nội dung',
                'verbose_name_plural': 'trang nội dung',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='HelpIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('title_en', models.CharField(blank=True, max_length=255, verbose_name='tiêu đề tiếng Anh')),
                ('english_for', models.CharField(blank=True, editable=False, max_length=64)),
                ('intro', models.TextField(blank=True, verbose_name='lời dẫn')),
                ('intro_en', models.TextField(blank=True, verbose_name='lời dẫn tiếng Anh')),
            ],
            options={
                'verbose_name': 'trang trợ giúp chung',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='HelpPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('title_en', models.CharField(blank=True, max_length=255, verbose_name='tiêu đề tiếng Anh')),
                ('english_for', models.CharField(blank=True, editable=False, max_length=64)),
                ('summary', models.CharField(max_length=255, verbose_name='tóm tắt')),
                ('body', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('callout', 5), ('steps', 10), ('questions', 15), ('procedures', 19), ('picture', 22), ('document', 23)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Tiêu đề', 'max_length': 160}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Mục'), ('h3', 'Tiểu mục')], 'label': 'Cấp'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'label': 'Đoạn văn'}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Nội dung'}), 5: ('wagtail.blocks.StructBlock', [[('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Việc cần làm', 'max_length': 160}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Cách làm', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'Các bước', 'min_num': 1}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Câu hỏi', 'max_length': 255}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Trả lời'}), 13: ('wagtail.blocks.StructBlock', [[('question', 11), ('answer', 12)]], {}), 14: ('wagtail.blocks.ListBlock', (13,), {'label': 'Hỏi đáp', 'min_num': 1}), 15: ('wagtail.blocks.StructBlock', [[('questions', 14)]], {}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'Tiêu đề', 'max_length': 160, 'required': False}), 17: ('wagtail.snippets.blocks.SnippetChooserBlock', ('catalog.Procedure',), {}), 18: ('wagtail.blocks.ListBlock', (17,), {'label': 'Thủ tục', 'min_num': 1}), 19: ('wagtail.blocks.StructBlock', [[('title', 16), ('procedures', 18)]], {}), 20: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Ảnh'}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'Chú thích', 'max_length': 255, 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('image', 20), ('caption', 21)]], {}), 23: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'icon': 'download', 'label': 'Tệp tải về', 'template': 'cms/blocks/document.html'})}, verbose_name='nội dung')),
                ('summary_en', models.CharField(blank=True, max_length=255, verbose_name='tóm tắt tiếng Anh')),
                ('body_en', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('callout', 5), ('steps', 10), ('questions', 15), ('procedures', 19), ('picture', 22), ('document', 23)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Tiêu đề', 'max_length': 160}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Mục'), ('h3', 'Tiểu mục')], 'label': 'Cấp'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'label': 'Đoạn văn'}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Nội dung'}), 5: ('wagtail.blocks.StructBlock', [[('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Việc cần làm', 'max_length': 160}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Cách làm', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'Các bước', 'min_num': 1}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Câu hỏi', 'max_length': 255}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Trả lời'}), 13: ('wagtail.blocks.StructBlock', [[('question', 11), ('answer', 12)]], {}), 14: ('wagtail.blocks.ListBlock', (13,), {'label': 'Hỏi đáp', 'min_num': 1}), 15: ('wagtail.blocks.StructBlock', [[('questions', 14)]], {}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'Tiêu đề', 'max_length': 160, 'required': False}), 17: ('wagtail.snippets.blocks.SnippetChooserBlock', ('catalog.Procedure',), {}), 18: ('wagtail.blocks.ListBlock', (17,), {'label': 'Thủ tục', 'min_num': 1}), 19: ('wagtail.blocks.StructBlock', [[('title', 16), ('procedures', 18)]], {}), 20: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Ảnh'}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'Chú thích', 'max_length': 255, 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('image', 20), ('caption', 21)]], {}), 23: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'icon': 'download', 'label': 'Tệp tải về', 'template': 'cms/blocks/document.html'})}, verbose_name='nội dung tiếng Anh')),
            ],
            options={
                'verbose_name': 'bài hướng dẫn',
                'verbose_name_plural': 'bài hướng dẫn',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='MissedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(editable=False, max_length=100, unique=True)),
                ('asked', models.CharField(max_length=100, verbose_name='người dùng đã tìm')),
                ('times', models.PositiveIntegerField(default=1, verbose_name='số lần')),
                ('last_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lần cuối')),
            ],
            options={
                'verbose_name': 'tìm kiếm không có kết quả',
                'verbose_name_plural': 'tìm kiếm không có kết quả',
                'ordering': ['-times', '-last_at'],
            },
        ),
        migrations.CreateModel(
            name='NewsIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('title_en', models.CharField(blank=True, max_length=255, verbose_name='tiêu đề tiếng Anh')),
                ('english_for', models.CharField(blank=True, editable=False, max_length=64)),
                ('intro', models.TextField(blank=True, verbose_name='lời dẫn')),
                ('intro_en', models.TextField(blank=True, verbose_name='lời dẫn tiếng Anh')),
            ],
            options={
                'verbose_name': 'trang tin tức chung',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='PortalSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(default='Bảo hiểm xã hội Việt Nam', max_length=160, verbose_name='cơ quan chủ quản')),
                ('hotline_hours', models.CharField(default='24 giờ mỗi ngày, cả tuần', max_length=120, verbose_name='giờ trực tổng đài')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('address', models.CharField(default='7 Tràng Thi, phường Hoàn Kiếm, Hà Nội', max_length=255, verbose_name='trụ sở')),
            ],
            options={
                'verbose_name': 'thông tin chân trang',
            },
        ),
        migrations.CreateModel(
            name='ProcedureIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('title_en', models.CharField(blank=True, max_length=255, verbose_name='tiêu đề tiếng Anh')),
                ('english_for', models.CharField(blank=True, editable=False, max_length=64)),
                ('intro', models.TextField(blank=True, verbose_name='lời dẫn')),
                ('intro_en', models.TextField(blank=True, verbose_name='lời dẫn tiếng Anh')),
            ],
            options={
                'verbose_name': 'danh mục thủ tục',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(help_text='Ví dụ: BHYT', max_length=60, unique=True, verbose_name='từ hoặc viết tắt')),
                ('means', models.CharField(help_text='Ví dụ: bảo hiểm y tế', max_length=120, verbose_name='nghĩa là')),
            ],
            options={
                'verbose_name': 'từ đồng nghĩa khi tìm kiếm',
                'verbose_name_plural': 'từ đồng nghĩa khi tìm kiếm',
                'ordering': ['term'],
            },
        ),
        migrations.CreateModel(
            name='Faq',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=255, verbose_name='câu hỏi')),
                ('answer', wagtail.fields.RichTextField(verbose_name='trả lời')),
                ('question_en', models.CharField(blank=True, max_length=255, verbose_name='câu hỏi tiếng Anh')),
                ('answer_en', wagtail.fields.RichTextField(blank=True, verbose_name='trả lời tiếng Anh')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('procedures', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='catalog.procedure', verbose_name='về thủ tục')),
            ],
            options={
                'verbose_name': 'câu hỏi về thủ tục',
                'verbose_name_plural': 'câu hỏi về thủ tục',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FinderPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('title_en', models.CharField(blank=True, max_length=255, verbose_name='tiêu đề tiếng Anh')),
                ('english_for', models.CharField(blank=True, editable=False, max_length=64)),
                ('advice', wagtail.fields.RichTextField(blank=True, verbose_name='lời khuyên')),
                ('question', models.CharField(blank=True, help_text='Mỗi câu trả lời là một trang con của trang này.', max_length=255, verbose_name='câu hỏi tiếp theo')),
                ('advice_en', wagtail.fields.RichTextField(blank=True, verbose_name='lời khuyên tiếng Anh')),
                ('question_en', models.CharField(blank=True, max_length=255, verbose_name='câu hỏi tiếng Anh')),
                ('procedures', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Những thủ tục mà các câu trả lời đến đây dẫn tới.', related_name='+', to='catalog.procedure', verbose_name='thủ tục phù hợp')),
            ],
            options={
                'verbose_name': 'bước tìm thủ tục',
                'verbose_name_plural': 'bước tìm thủ tục',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='FormFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='Như ghi ở thành phần hồ sơ, ví dụ TK1-TS; viết hoa hay thường đều được.', max_length=60, unique=True, verbose_name='mẫu số')),
                ('name', models.CharField(max_length=255, verbose_name='tên mẫu')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtaildocs.document', verbose_name='tệp')),
            ],
            options={
                'verbose_name': 'mẫu đơn để tải về',
                'verbose_name_plural': 'mẫu đơn để tải về',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('title_en', models.CharField(blank=True, max_length=255, verbose_name='tiêu đề tiếng Anh')),
                ('english_for', models.CharField(blank=True, editable=False, max_length=64)),
                ('hero_title', models.CharField(max_length=160, verbose_name='câu chào')),
                ('hero_text', models.CharField(blank=True, max_length=255, verbose_name='lời dẫn')),
                ('hero_title_en', models.CharField(blank=True, max_length=160, verbose_name='câu chào tiếng Anh')),
                ('hero_text_en', models.CharField(blank=True, max_length=255, verbose_name='lời dẫn tiếng Anh')),
                ('popular', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='catalog.procedure', verbose_name='thủ tục thường dùng')),
            ],
            options={
                'verbose_name': 'trang chủ',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('title_en', models.CharField(blank=True, max_length=255, verbose_name='tiêu đề tiếng Anh')),
                ('english_for', models.CharField(blank=True, editable=False, max_length=64)),
                ('date', models.DateField(default=django.utils.timezone.localdate, verbose_name='ngày đăng')),
                ('summary', models.CharField(max_length=400, verbose_name='tóm tắt')),
                ('image_alt', models.CharField(blank=True, help_text='Để trống khi ảnh chỉ để trang trí.', max_length=255, verbose_name='mô tả ảnh')),
                ('body', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('callout', 5), ('steps', 10), ('questions', 15), ('procedures', 19), ('picture', 22), ('document', 23)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Tiêu đề', 'max_length': 160}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Mục'), ('h3', 'Tiểu mục')], 'label': 'Cấp'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'label': 'Đoạn văn'}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Nội dung'}), 5: ('wagtail.blocks.StructBlock', [[('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Việc cần làm', 'max_length': 160}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Cách làm', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'Các bước', 'min_num': 1}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Câu hỏi', 'max_length': 255}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Trả lời'}), 13: ('wagtail.blocks.StructBlock', [[('question', 11), ('answer', 12)]], {}), 14: ('wagtail.blocks.ListBlock', (13,), {'label': 'Hỏi đáp', 'min_num': 1}), 15: ('wagtail.blocks.StructBlock', [[('questions', 14)]], {}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'Tiêu đề', 'max_length': 160, 'required': False}), 17: ('wagtail.snippets.blocks.SnippetChooserBlock', ('catalog.Procedure',), {}), 18: ('wagtail.blocks.ListBlock', (17,), {'label': 'Thủ tục', 'min_num': 1}), 19: ('wagtail.blocks.StructBlock', [[('title', 16), ('procedures', 18)]], {}), 20: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Ảnh'}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'Chú thích', 'max_length': 255, 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('image', 20), ('caption', 21)]], {}), 23: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'icon': 'download', 'label': 'Tệp tải về', 'template': 'cms/blocks/document.html'})}, verbose_name='nội dung')),
                ('summary_en', models.CharField(blank=True, max_length=400, verbose_name='tóm tắt tiếng Anh')),
                ('body_en', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('callout', 5), ('steps', 10), ('questions', 15), ('procedures', 19), ('picture', 22), ('document', 23)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Tiêu đề', 'max_length': 160}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Mục'), ('h3', 'Tiểu mục')], 'label': 'Cấp'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'label': 'Đoạn văn'}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Nội dung'}), 5: ('wagtail.blocks.StructBlock', [[('text', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Việc cần làm', 'max_length': 160}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Cách làm', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'Các bước', 'min_num': 1}), 10: ('wagtail.blocks.StructBlock', [[('steps', 9)]], {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Câu hỏi', 'max_length': 255}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Trả lời'}), 13: ('wagtail.blocks.StructBlock', [[('question', 11), ('answer', 12)]], {}), 14: ('wagtail.blocks.ListBlock', (13,), {'label': 'Hỏi đáp', 'min_num': 1}), 15: ('wagtail.blocks.StructBlock', [[('questions', 14)]], {}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'Tiêu đề', 'max_length': 160, 'required': False}), 17: ('wagtail.snippets.blocks.SnippetChooserBlock', ('catalog.Procedure',), {}), 18: ('wagtail.blocks.ListBlock', (17,), {'label': 'Thủ tục', 'min_num': 1}), 19: ('wagtail.blocks.StructBlock', [[('title', 16), ('procedures', 18)]], {}), 20: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Ảnh'}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'Chú thích', 'max_length': 255, 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('image', 20), ('caption', 21)]], {}), 23: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'icon': 'download', 'label': 'Tệp tải về', 'template': 'cms/blocks/document.html'})}, verbose_name='nội dung tiếng Anh')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='ảnh')),
            ],
            options={
                'verbose_name': 'bài tin',
                'verbose_name_plural': 'bài tin',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='tiêu đề')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='nội dung')),
                ('title_en', models.CharField(blank=True, max_length=160, verbose_name='tiêu đề tiếng Anh')),
                ('text_en', models.CharField(blank=True, max_length=500, verbose_name='nội dung tiếng Anh')),
                ('tone', models.CharField(choices=[('info', 'Thông tin'), ('warning', 'Cảnh báo, bảo trì'), ('outage', 'Sự cố, gián đoạn dịch vụ')], default='info', max_length=10, verbose_name='loại')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='hiện từ ngày')),
                ('starts_at', models.TimeField(blank=True, help_text='Để trống: từ đầu ngày.', null=True, verbose_name='từ giờ')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='đến ngày')),
                ('ends_at', models.TimeField(blank=True, help_text='Để trống: đến hết ngày.', null=True, verbose_name='đến giờ')),
                ('link_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='trang xem thêm')),
            ],
            options={
                'verbose_name': 'thông báo toàn cổng',
                'verbose_name_plural': 'thông báo toàn cổng',
                'ordering': ['-starts_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='MenuLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('label', models.CharField(blank=True, help_text='Để trống: dùng tên trang.', max_length=80, verbose_name='nhãn')),
                ('label_en', models.CharField(blank=True, max_length=80, verbose_name='nhãn tiếng Anh')),
                ('address', models.CharField(blank=True, help_text='Ví dụ /tra-cuu/; dùng khi nơi đến không phải là trang biên tập.', max_length=200, validators=[django.core.validators.RegexValidator('^/(?!/)', 'Địa chỉ trong cổng bắt đầu bằng một dấu gạch chéo.')], verbose_name='hoặc địa chỉ trong cổng')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='trang')),
                ('settings', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='menu', to='cms.portalsettings')),
            ],
            options={
                'verbose_name': 'mục trình đơn chính',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FooterLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('label', models.CharField(blank=True, help_text='Để trống: dùng tên trang.', max_length=80, verbose_name='nhãn')),
                ('label_en', models.CharField(blank=True, max_length=80, verbose_name='nhãn tiếng Anh')),
                ('address', models.CharField(blank=True, help_text='Ví dụ /tra-cuu/; dùng khi nơi đến không phải là trang biên tập.', max_length=200, validators=[django.core.validators.RegexValidator('^/(?!/)', 'Địa chỉ trong cổng bắt đầu bằng một dấu gạch chéo.')], verbose_name='hoặc địa chỉ trong cổng')),
                ('column', models.CharField(choices=[('services', 'Dịch vụ'), ('support', 'Hỗ trợ'), ('system', 'Hệ thống')], default='support', max_length=10, verbose_name='cột')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='trang')),
                ('settings', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='cms.portalsettings')),
            ],
            options={
                'verbose_name': 'liên kết chân trang',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
    ]
