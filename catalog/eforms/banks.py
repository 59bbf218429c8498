"""Banks that benefits are transferred to: the payment network's code and the name people know."""

from django.utils.translation import gettext_lazy as _

BANKS = (
    ("970425", "ABBANK – Ngân hàng An Bình"),
    ("970416", "ACB – Ngân hàng Á Châu"),
    ("970405", "Agribank – Ngân hàng Nông nghiệp và Phát triển Nông thôn Việt Nam"),
    ("970409", "Bac A Bank – Ngân hàng Bắc Á"),
    ("970438", "BaoViet Bank – Ngân hàng Bảo Việt"),
    ("970418", "BIDV – Ngân hàng Đầu tư và Phát triển Việt Nam"),
    ("970446", "Co-opBank – Ngân hàng Hợp tác xã Việt Nam"),
    ("970431", "Eximbank – Ngân hàng Xuất Nhập khẩu Việt Nam"),
    ("970437", "HDBank – Ngân hàng Phát triển Thành phố Hồ Chí Minh"),
    ("970452", "KienlongBank – Ngân hàng Kiên Long"),
    ("970449", "LPBank – Ngân hàng Lộc Phát Việt Nam"),
    ("970422", "MB – Ngân hàng Quân đội"),
    ("970426", "MSB – Ngân hàng Hàng Hải Việt Nam"),
    ("970428", "Nam A Bank – Ngân hàng Nam Á"),
    ("970419", "NCB – Ngân hàng Quốc Dân"),
    ("970448", "OCB – Ngân hàng Phương Đông"),
    ("970430", "PGBank – Ngân hàng Thịnh vượng và Phát triển"),
    ("970412", "PVcomBank – Ngân hàng Đại Chúng Việt Nam"),
    ("970403", "Sacombank – Ngân hàng Sài Gòn Thương Tín"),
    ("970400", "Saigonbank – Ngân hàng Sài Gòn Công Thương"),
    ("970429", "SCB – Ngân hàng Sài Gòn"),
    ("970440", "SeABank – Ngân hàng Đông Nam Á"),
    ("970443", "SHB – Ngân hàng Sài Gòn – Hà Nội"),
    ("970424", "Shinhan Bank Việt Nam"),
    ("970407", "Techcombank – Ngân hàng Kỹ thương Việt Nam"),
    ("970423", "TPBank – Ngân hàng Tiên Phong"),
    ("970441", "VIB – Ngân hàng Quốc tế Việt Nam"),
    ("970427", "VietABank – Ngân hàng Việt Á"),
    ("970433", "VietBank – Ngân hàng Việt Nam Thương Tín"),
    ("970454", "BVBank – Ngân hàng Bản Việt"),
    ("970436", "Vietcombank – Ngân hàng Ngoại thương Việt Nam"),
    ("970415", "VietinBank – Ngân hàng Công Thương Việt Nam"),
    ("970432", "VPBank – Ngân hàng Việt Nam Thịnh Vượng"),
    ("970457", "Woori Bank Việt Nam"),
    ("other", _("Ngân hàng khác")),
)


def name_of(code: str) -> str:
    """The bank's name, or the code itself when it is not on the list."""
    return str(dict(BANKS).get(code, code))
