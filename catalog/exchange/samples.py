"""The sample row of every sheet of the template. Together they are a whole, valid catalogue."""

SAMPLE = "Ví dụ:"

SAMPLES: dict[str, dict[str, object]] = {
    "sectors": {
        "code": "thu-bhxh", "name": "Thu BHXH", "summary": "Đăng ký, đóng BHXH", "order": 1,
        "name_en": "Contributions",
    },
    "applicant_classes": {
        "code": "ca-nhan", "name": "Cá nhân", "kind": "person", "name_en": "Persons",
    },
    "life_events": {
        "code": "sinh-con", "name": "Sinh con", "summary": "Thai sản", "order": 1,
        "name_en": "Childbirth",
    },
    "calendars": {
        "code": "mau", "name": "Lịch làm việc mẫu", "same_day_cutoff": "15:00",
        "paper_cutoff": "15:00", "paper_by": "09:00",
    },
    "calendar_days": {
        "calendar": "mau", "date": "02/09/2026", "kind": "holiday", "name": "Quốc khánh",
        "decision": "Bộ luật Lao động, Điều 112",
    },
    "working_hours": {"calendar": "mau", "weekday": 0, "opens": "07:30", "closes": "11:30"},
    "administrative_units": {
        "code": "99", "name": "Tỉnh mẫu", "kind": "province", "valid_from": "01/07/2025",
    },
    "agencies": {
        "code": "000.00.99.G24", "office_code": "09900", "name": "BHXH tỉnh mẫu",
        "level": "province", "province": "Tỉnh mẫu", "address": "Số 1 phố Mẫu",
        "phone": "1900 9068", "email": "mau@vss.gov.vn", "calendar": "mau",
        "accepts_dossiers": "có", "valid_from": "01/07/2025", "latitude": 21.02851,
        "longitude": 105.8542,
    },
    "departments": {
        "agency": "000.00.99.G24", "code": "TNTKQ", "name": "Bộ phận Tiếp nhận và Trả kết quả",
        "functions": "intake; books", "shares_out": "không", "is_active": "có",
    },
    "territories": {
        "agency": "000.00.99.G24", "unit": "99", "valid_from": "01/07/2025",
    },
    "devices": {
        "agency": "000.00.99.G24", "serial": "PN-07", "kind": "printer", "name": "Máy in phiếu",
        "place": "Quầy 2", "state": "in_use", "since": "01/07/2025",
    },
    "device_norms": {
        "level": "province", "kind": "scanner", "minimum": 2, "document": "Quyết định 01/QĐ-BHXH",
    },
    "employers": {
        "code": "TZ0001A", "name": "Công ty mẫu", "agency": "000.00.99.G24", "unit": "99",
    },
    "roles": {
        "code": "can-bo-mau", "name": "Cán bộ tiếp nhận", "reach": "agency",
        "permissions": "flows.receive_dossier; flows.view_dossier",
    },
    "phrases": {
        "kind": "supplement", "title": "Thiếu bản sao", "text": "Đề nghị nộp bản sao còn thiếu.",
    },
    "slip_templates": {
        "kind": "01", "name": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "legal_basis": "Thông tư 01/2018/TT-VPCP", "effective_from": "01/01/2018",
        "source": "= Giấy tiếp nhận",
    },
    "forms": {
        "code": "to-khai-mau", "name": "Tờ khai mẫu", "legal_form": "Mẫu TK1-TS",
        "intro": "Khai theo giấy tờ tùy thân.", "name_en": "Sample declaration",
        "intro_en": "Declare as on your identity papers.",
    },
    "sections": {
        "form": "to-khai-mau", "key": "nguoi_khai", "title": "Người khai", "order": 10,
        "title_en": "Declarant",
    },
    "questions": {
        "form": "to-khai-mau", "section": "nguoi_khai", "key": "gioi_tinh", "kind": "choice",
        "label": "Giới tính", "is_required": "có", "choices": "nam: Nam; nu: Nữ", "order": 10,
        "label_en": "Sex", "choices_en": "nam: Male; nu: Female",
    },
    "procedures": {
        "code": "9.000001", "name": "Cấp thẻ BHYT", "sector": "thu-bhxh", "for_persons": "có",
        "for_organisations": "không", "life_events": "sinh-con", "summary": "Cấp thẻ lần đầu.",
        "keywords": "thẻ, BHYT",
    },
    "versions": {
        "procedure": "9.000001", "number": 1, "decision_number": "863/QĐ-BNV",
        "decision_date": "01/10/2025", "effective_from": "01/11/2025", "approved": "không",
        "service_level": 4, "channels": "online; counter", "result_channels": "online; post",
        "competent_levels": "base; province", "steps_text": "1. Nộp hồ sơ; 2. Nhận kết quả.",
        "copies": 1, "routing": "one_department", "supplement_clock": "pause",
        "supplement_days": 20, "retention_years": 70, "coordinating_agencies": "Sở Y tế; UBND cấp xã",
    },
    "cases": {
        "procedure": "9.000001", "version": 1, "code": "moi-truong-hop", "name": "Mọi trường hợp",
        "applicant_classes": "ca-nhan", "limit_value": 5, "limit_unit": "wd",
        "start_event": "Khi nhận đủ hồ sơ hợp lệ", "form": "to-khai-mau", "order": 1,
        "name_en": "All cases",
    },
    "components": {
        "procedure": "9.000001", "version": 1, "case": "moi-truong-hop", "code": "gt-01",
        "name": "Bản sao giấy khai sinh", "originals": 0, "copies": 1, "is_required": "có",
        "needs_scan": "có", "from_form": "không", "order": 1,
    },
    "results": {
        "procedure": "9.000001", "version": 1, "code": "KQ.G24.000001", "name": "Thẻ BHYT",
        "order": 1,
    },
    "legal_bases": {
        "procedure": "9.000001", "version": 1, "number": "41/2024/QH15",
        "title": "Luật Bảo hiểm xã hội", "order": 1,
    },
    "fees": {
        "procedure": "9.000001", "version": 1, "name": "Lệ phí cấp lại", "amount": 0,
        "note": "Không thu", "name_en": "Fee of reissue", "note_en": "Not charged",
    },
    "step_rules": {
        "procedure": "9.000001", "version": 1, "step": "intake", "order": 0,
        "role": "can-bo-mau", "department_function": "intake", "agency_scope": "same",
        "share_percent": 10, "silence": "escalate",
    },
    "competence_rules": {
        "procedure": "9.000001", "version": 1, "order": 1, "case": "moi-truong-hop",
        "applicant": "person", "basis": "place", "level": "province",
    },
    "scenarios": {
        "procedure": "9.000001", "version": 1, "case": "moi-truong-hop", "name": "Nộp đầu tuần",
        "agency": "000.00.99.G24", "received_on": "05/01/2026", "received_time": "08:00",
        "answers": '{"gioi_tinh": "nu"}', "expected_due": "12/01/2026", "order": 1,
    },
    "posts": {
        "user": "nguyenvana", "role": "can-bo-mau", "agency": "000.00.99.G24", "department": "TNTKQ",
        "title": "Viên chức tiếp nhận", "valid_from": "01/01/2026",
    },
}  # fmt: skip


def is_sample(cell: object) -> bool:
    """Whether a line that begins with this cell is the template's sample row."""
    return isinstance(cell, str) and cell.strip().startswith(SAMPLE)
