"""A procedure with a fee for the demo (the sector's own are free), and people who pay it."""

from urllib.parse import parse_qsl, urlsplit

from django.contrib.auth import get_user_model
from django.utils import timezone

from catalog.models import Fee, Procedure
from catalog.versions import next_version
from flows.gateways import payment, payment_demo
from flows.services import paying

CODE = "9.000100"
NAME = "Cấp bản sao giấy tờ từ hồ sơ BHXH lưu trữ (minh họa thu phí)"
MODEL = "1.014185"  # whose form, papers and steps it borrows


def build() -> None:
    """Publish the procedure; a demo that has it stays as it is."""
    if Procedure.objects.filter(code=CODE).exists():
        return
    model = Procedure.objects.get(code=MODEL)
    procedure = Procedure.objects.create(
        code=CODE,
        name=NAME,
        name_en="Copies from archived dossiers (demonstration of a fee)",
        sector=model.sector,
        summary="Thủ tục minh họa: cho thấy cách nộp phí trực tuyến, nộp tại quầy và hoàn trả.",
        summary_en="A demonstration: how a fee is paid online or at the desk, and given back.",
    )
    version = next_version(model.version_on())
    version.procedure, version.number = procedure, 1
    version.effective_from = timezone.localdate().replace(month=1, day=1)
    version.decision_number = "Minh họa"
    version.save()
    Fee.objects.create(
        version=version,
        name="Phí khai thác, sử dụng tài liệu lưu trữ",
        amount=30_000,
        note="Mức minh họa",
        name_en="Fee for the use of archived documents",
        note_en="Amount of the demonstration",
        required_before=Fee.Stage.PROPOSE,
    )
    version.approve(by=get_user_model().objects.get(username="lanhdao"))


def pay(order, *, by) -> None:
    """As the person would on the provider's page of the demo."""
    begun = paying.start(order, by=by)
    url = payment.pay_url(
        begun, info="Phi ho so", address="127.0.0.1", language="vi", return_url="http://localhost/"
    )
    said = payment_demo.keep(dict(parse_qsl(urlsplit(url).query)), succeeded=True)
    word = payment.read(dict(parse_qsl(payment.signed_query(said))))
    if word:
        paying.settle(word)
