"""Why a signed file is not accepted, each in a sentence that says what to do."""

from django.utils.translation import gettext as _

from flows.errors import DossierError


class SignatureRefused(DossierError):
    """The signed file does not confirm. `code` names the reason."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


class RevocationUnknown(SignatureRefused):
    """Everything holds but whether the certificate was revoked: to be fetched, then asked again.

    `chain` are the certificates (DER) from the signer's to the root, once they are known to hold.
    """

    def __init__(self, chain: list[bytes]):
        super().__init__(
            "revocation_unknown",
            _(
                "Hệ thống đang hỏi nơi cấp xem chứng thư có bị thu hồi không, thường dưới một phút. "
                "Tệp đã ký được giữ lại, không cần gửi lần nữa."
            ),
        )
        self.chain = chain


def not_signed() -> SignatureRefused:
    return SignatureRefused(
        "not_signed",
        _(
            "Tệp này chưa có chữ ký số. Hãy mở tờ khai vừa tải bằng phần mềm ký số, ký rồi gửi tệp đã ký."
        ),
    )


def broken() -> SignatureRefused:
    return SignatureRefused(
        "broken",
        _("Không đọc được chữ ký trong tệp này. Hãy tải lại tờ khai, ký lại và gửi tệp mới."),
    )


def changed() -> SignatureRefused:
    return SignatureRefused(
        "changed",
        _(
            "Nội dung tệp đã thay đổi sau khi ký nên chữ ký không còn giá trị. "
            "Hãy tải lại tờ khai, ký lại và gửi đúng tệp phần mềm ký vừa tạo ra."
        ),
    )


def appended() -> SignatureRefused:
    return SignatureRefused(
        "appended",
        _(
            "Tệp có phần ghi thêm sau chữ ký. Sau khi ký, không mở và lưu lại bằng phần mềm khác; "
            "hãy ký lại tờ khai và gửi ngay tệp đó."
        ),
    )


def several() -> SignatureRefused:
    return SignatureRefused(
        "several",
        _(
            "Tệp có nhiều hơn một chữ ký. Hãy tải lại tờ khai và ký một lần bằng chứng thư của đơn vị."
        ),
    )


def other_declaration() -> SignatureRefused:
    return SignatureRefused(
        "other_declaration",
        _(
            "Tệp này không phải tờ khai của lần xác nhận này (có thể là của hồ sơ khác, của nội dung cũ, "
            "hoặc phần mềm ký đã ghi lại cả tệp). Hãy tải tờ khai ở trang này, ký ở chế độ giữ nguyên "
            "nội dung tệp rồi gửi."
        ),
    )


def rewritten() -> SignatureRefused:
    return SignatureRefused(
        "rewritten",
        _(
            "Cùng với chữ ký, trang của tờ khai đã bị sửa hoặc chèn thêm nội dung. "
            "Hãy ký đúng tờ khai tải ở trang này, không thêm chữ, ảnh hay ghi chú ngoài khung chữ ký."
        ),
    )


def unknown_root() -> SignatureRefused:
    return SignatureRefused(
        "unknown_root",
        _(
            "Chứng thư này không do tổ chức chứng thực được Cổng công nhận cấp. Hãy ký bằng chứng thư "
            "số công cộng của đơn vị (VNPT-CA, Viettel-CA, BkavCA…)."
        ),
    )


def expired(until: str) -> SignatureRefused:
    return SignatureRefused(
        "expired",
        _(
            "Chứng thư số đã hết hạn hoặc chưa có hiệu lực (hiệu lực đến %s). "
            "Hãy gia hạn với nơi cấp rồi ký lại."
        )
        % until,
    )


def revoked() -> SignatureRefused:
    return SignatureRefused(
        "revoked",
        _(
            "Chứng thư số này đã bị nơi cấp thu hồi. Hãy ký bằng chứng thư đang có hiệu lực của đơn vị."
        ),
    )


def other_signer(signer: str, tax_code: str) -> SignatureRefused:
    return SignatureRefused(
        "other_signer",
        _(
            "Chứng thư này của «%(signer)s», không phải của đơn vị có mã số thuế %(tax_code)s. "
            "Hãy ký bằng chứng thư của chính đơn vị nộp hồ sơ."
        )
        % {"signer": signer, "tax_code": tax_code},
    )


def other_person(signer: str) -> SignatureRefused:
    return SignatureRefused(
        "other_signer",
        _(
            "Chứng thư này của «%s», không có trong danh sách chứng thư ký của bạn. Hãy ký bằng "
            "chứng thư của chính bạn, hoặc nhờ quản trị hệ thống ghi chứng thư mới."
        )
        % signer,
    )


def not_for_signing() -> SignatureRefused:
    return SignatureRefused(
        "not_for_signing",
        _(
            "Chứng thư này không được cấp để ký văn bản. Hãy chọn chứng thư ký số của đơn vị trong "
            "phần mềm ký."
        ),
    )


def weak() -> SignatureRefused:
    return SignatureRefused(
        "weak",
        _(
            "Chữ ký dùng thuật toán đã lỗi thời (như SHA-1) hoặc khóa quá ngắn (RSA dưới 2048 bit). "
            "Hãy chọn SHA-256 trong phần mềm ký, hoặc đổi chứng thư với nơi cấp, rồi ký lại."
        ),
    )


def encrypted() -> SignatureRefused:
    return SignatureRefused(
        "encrypted",
        _("Tệp đã ký đang đặt mật khẩu. Hãy ký lại tờ khai mà không đặt mật khẩu rồi gửi."),
    )


def unreadable_xml() -> SignatureRefused:
    return SignatureRefused(
        "broken",
        _(
            "Không đọc được tệp XML này: tệp hỏng, không phải XML, hoặc có khai báo DTD. Hãy tải lại "
            "tờ khai ở trang này, ký lại và gửi tệp mới."
        ),
    )


def not_enveloped() -> SignatureRefused:
    return SignatureRefused(
        "not_enveloped",
        _(
            "Chữ ký không nằm ngay trong tờ khai. Hãy chọn kiểu ký XAdES «enveloped» trong phần mềm ký "
            "rồi ký lại tờ khai tải ở trang này."
        ),
    )


def not_xades() -> SignatureRefused:
    return SignatureRefused(
        "not_xades",
        _(
            "Chữ ký không theo chuẩn XAdES hoặc không kèm chứng thư. Hãy chọn kiểu ký XAdES trong phần "
            "mềm ký rồi ký lại."
        ),
    )


def bad_stamp() -> SignatureRefused:
    return SignatureRefused(
        "bad_stamp",
        _(
            "Dấu thời gian kèm chữ ký không khớp với chính chữ ký này, hoặc ghi giờ chưa tới. Hãy ký lại "
            "tờ khai; nếu phần mềm cho phép, có thể ký không kèm dấu thời gian."
        ),
    )


def unknown_stamper() -> SignatureRefused:
    return SignatureRefused(
        "unknown_stamper",
        _(
            "Dấu thời gian kèm chữ ký không do tổ chức được Cổng công nhận cấp. Hãy chọn dịch vụ dấu thời "
            "gian của nơi cấp chứng thư rồi ký lại, hoặc ký không kèm dấu thời gian."
        ),
    )
