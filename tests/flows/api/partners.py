"""Partner systems in tests: a system with a token, and a client that carries it."""

import base64
import datetime
import io
from itertools import count

from django.test import Client
from django.utils import timezone
from PIL import Image

from flows.models import ClientSystem, Token
from flows.partners import systems
from tests import situations as given

_numbers = count(1)
NATIONAL_CODE = "000.00.00.G22-261122-000123"
RIGHTS = list(Token.Right.values)


def system(*roles: str, **facts) -> ClientSystem:
    code = facts.pop("code", f"he-thong-{next(_numbers)}")
    made = systems.join(
        ClientSystem(
            code=code, name=f"Phần mềm {code}", contact_email="dau.moi@example.vn", **facts
        )
    )
    made.roles.set([given.role(role) for role in roles])
    return made


def token(of: ClientSystem | None = None, *, agencies=(), procedures=(), **facts):
    """(token, its text); wide open unless said otherwise."""
    made = Token(
        system=of or system(),
        **{
            "rights": RIGHTS, "every_agency": not agencies, "every_procedure": not procedures,
            "only_own": False, "expires_at": timezone.now() + datetime.timedelta(days=365), **facts,
        },
    )  # fmt: skip
    text = systems.make_token(made, by=None)
    made.agencies.set(agencies)
    made.procedures.set(procedures)
    return made, text


def caller(text: str) -> Client:
    return Client(headers={"authorization": f"Bearer {text}"}, raise_request_exception=False)


def photo(colour: str = "white") -> str:
    kept = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(kept, "JPEG")
    return base64.b64encode(kept.getvalue()).decode()


def pdf() -> str:
    kept = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(kept, "PDF")
    return base64.b64encode(kept.getvalue()).decode()


def sent(version, office, **changes) -> dict:
    """A body of POST /dossiers with nothing missing."""
    return {
        "procedure": version.procedure.code,
        "case": "moi",
        "agency": office.agency.office_code,
        "applicant": {
            "kind": "person", "name": "Nguyễn Thị Bình An", "identifier": "079190001236",
            "phone": "0912345601", "email": "an@example.vn", "address": "12 Lê Lợi",
        },
        "answers": {"ho_ten": "Nguyễn Thị Bình An", "ngay_sinh": "1990-05-20"},
        "attachments": [
            {"component": "giay-to", "filename": "giay-to.jpg", "content_base64": photo()}
        ],
        "result_channel": "counter",
        **changes,
    }  # fmt: skip


def national_dossier(version, office, **changes) -> dict:
    """A dossier in the national field names, with nothing missing."""
    return {
        "MaHoSo": NATIONAL_CODE, "MaTTHC": version.procedure.code, "MaTruongHop": "moi",
        "NoiTiepNhan": office.agency.code, "ChuHoSo": "Nguyễn Thị Bình An", "LoaiDoiTuong": "1",
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "079190001236"}],
        "SoDienThoai": "0912345601", "Email": "an@example.vn", "DiaChi": "12 Lê Lợi",
        "ThongTinKhac": {"ho_ten": "Nguyễn Thị Bình An", "ngay_sinh": "1990-05-20"},
        "TaiLieuNop": [
            {"MaThanhPhanHoSo": "giay-to", "TenTepDinhKem": "giay-to.jpg", "NoiDungTep": photo()}
        ],
        **changes,
    }  # fmt: skip


def post(client: Client, path: str, body, key: str = ""):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)
