
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0010_paper_hours_devices_and_papers_slip'),
    ]

    operations = [
        migrations.AlterField(
            model_name='sliptemplate',
            name='kind',
            field=models.CharField(choices=[('filing', 'Giấy xác nhận nộp hồ sơ trực tuyến'), ('01', 'Mẫu 01 – Giấy tiếp nhận hồ sơ và hẹn trả kết quả'), ('02', 'Mẫu 02 – Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ'), ('03', 'Mẫu 03 – Phiếu từ chối tiếp nhận giải quyết hồ sơ'), ('04', 'Mẫu 04 – Phiếu xin lỗi và hẹn lại ngày trả kết quả'), ('05', 'Mẫu 05 – Thông báo dừng giải quyết hồ sơ'), ('06', 'Mẫu 06 – Phiếu kiểm soát quá trình giải quyết hồ sơ'), ('result', 'Văn bản kết quả giải quyết'), ('handover', 'Giấy biên nhận trả kết quả'), ('03-gddt', 'Mẫu 03/TB-GDĐT – Thông báo kết quả giao dịch điện tử'), ('fee', 'Biên lai thu phí, lệ phí'), ('papers', 'Phiếu giao nhận hồ sơ'), ('post', 'Giấy giao nhận hồ sơ BHXH (bưu chính)'), ('guide', 'Phiếu hướng dẫn nộp hồ sơ nơi khác'), ('carry', 'Phiếu bàn giao hồ sơ giấy'), ('results', 'Phiếu bàn giao kết quả'), ('offline', 'Giấy tiếp nhận lập khi mất mạng (phiếu trống)')], max_length=10, verbose_name='loại mẫu'),
        ),
    ]
