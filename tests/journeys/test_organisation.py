"""An organisation files by its digital signature: signs, is refused with a wrong file, is accepted, tracks."""

import io
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest
from playwright.sync_api import expect

from flows.models import TrustedCertificate
from tests.flows.signatures import authority
from tests.home.steps import known
from tests.journeys import citizen, office
from tests.journeys.citizen import follow, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]
CONTACT = "congty@example.vn"


@pytest.fixture
def believed():
    """The authority of the organisation's USB token is trusted; nobody's certificate is revoked."""
    TrustedCertificate.objects.create(name="Gốc thử nghiệm", pem=authority.root().pem)
    known(authority.revoked_list(authority.root()))


def declaration_of(page) -> bytes:
    """The declaration as the browser saves it."""
    with page.expect_download() as kept:
        page.get_by_role("link", name="Tải tờ khai để ký (PDF)").click()
    return kept.value.path().read_bytes()


def signed_by(holder, content: bytes) -> bytes:
    """As the owner's own software signs; in a thread of its own, this one has the browser's loop."""
    with ThreadPoolExecutor(1) as software:
        return software.submit(authority.sign, content, holder).result()


def bring(page, content: bytes):
    signed = {"name": "to-khai-da-ky.pdf", "mimeType": "application/pdf", "buffer": content}
    page.get_by_label("Tờ khai đã ký số").set_input_files(signed)
    press(page, "Gửi tệp đã ký")


@pytest.mark.usefixtures("believed")
def test_an_organisation_signs_its_declaration_and_follows_its_dossier(visitor, colleague, faults):
    company = visitor()
    main = company.get_by_role("main")
    company.goto(f"/thu-tuc/{citizen.VOLUNTARY}/")
    follow(company, "Nộp hồ sơ trực tuyến")
    citizen.sign_in(company, CONTACT)
    press(company, "Bắt đầu kê khai")
    follow(company, "Trường hợp và nơi nộp")
    citizen.choose_office(company, "Cấp sổ BHXH tự nguyện")
    expect(main).to_contain_text(authority.TAX_CODE)
    company.get_by_label("Mã đơn vị").fill("TC0123Z")
    press(company, "Lưu và tiếp tục")
    company.get_by_label("Họ và tên").fill("Trần Văn Bảy")  # whom the organisation files for
    company.get_by_label("Số định danh cá nhân").fill("079190001236")
    citizen.declare_person(company, phone="0912345605")
    press(company, "Lưu và tiếp tục")
    citizen.declare_wish(company)
    citizen.promise_truth(company)
    citizen.attach(company, citizen.PAPER, citizen.a_pdf("thù lao.pdf"))
    follow(company, "Tiếp tục")
    citizen.choose_result(company)
    follow(company, "Kiểm tra và nộp hồ sơ")
    company.get_by_label("Tôi cam đoan").check()
    terms = company.get_by_label("Tôi đồng ý với điều khoản sử dụng")
    if terms.count():
        terms.check()
    assert faults(company) == []
    press(company, "Lập tờ khai để ký số")
    expect(company.get_by_role("heading", name="Ký số và gửi")).to_be_visible()
    assert faults(company) == []

    original = declaration_of(company)
    with pikepdf.open(io.BytesIO(original)) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("Tờ khai")
    other = authority.issue("Công ty Khác", by=authority.root(), uid="MST:0100233488")
    bring(company, signed_by(other, original))
    expect(company.get_by_role("alert")).to_contain_text("«Công ty Khác», không phải của đơn vị")
    assert faults(company) == []
    bring(company, signed_by(authority.company(), original))
    code = citizen.dossier_code(company)
    check = citizen.check_code(company)

    found = citizen.look_up(company, code, check)
    assert found["Tình trạng xử lý"] == "Hồ sơ đã gửi, chờ cơ quan Bảo hiểm xã hội tiếp nhận"
    company.goto(f"/ho-so/{code}/")
    expect(main).to_contain_text("to-khai-da-ky-so.pdf")
    clerk = colleague("tiepnhan")
    office.open_from_queue(clerk, code)
    expect(clerk.get_by_role("main")).to_contain_text("Chữ ký số hợp lệ: Công ty Hòa Bình")
