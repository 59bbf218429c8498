"""Checks of a version's facts: decision, day, cases, channels, papers, legal bases."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Case, ProcedureVersion

from .findings import Finding, at, check

Channel = ProcedureVersion.Channel
Found = Iterator[Finding]


@check
def decision(version) -> Found:
    """The decision it is published by, and a day that has not passed for who relies on the old one."""
    if not version.decision_number.strip():
        yield Finding(
            _("Chưa có số quyết định công bố."),
            _("Ghi số quyết định ở phần Quyết định công bố."),
            at(version),
        )
    if not version.legal_bases.exists():
        yield Finding(
            _("Chưa có căn cứ pháp lý nào."),
            _("Thêm ít nhất một văn bản ở phần Căn cứ pháp lý."),
            at(version, "legal_bases"),
        )
    others = version.procedure.versions.exclude(pk=version.pk)
    approved = others.filter(approved_at__isnull=False)
    if approved.filter(effective_from=version.effective_from).exists():
        yield Finding(
            _("Đã có phiên bản được duyệt bắt đầu từ ngày %s.")
            % f"{version.effective_from:%d/%m/%Y}",
            _("Chọn ngày có hiệu lực khác."),
            at(version),
        )
    elif version.is_draft and version.effective_from < timezone.localdate() and approved.exists():
        yield Finding(
            _("Ngày có hiệu lực đã qua: hồ sơ nộp từ ngày đó vẫn theo phiên bản cũ."),
            _("Nếu quyết định không quy định hiệu lực trở về trước, hãy chọn ngày sắp tới."),
            at(version),
            blocks=False,
        )


@check
def guide(version) -> Found:
    """How it goes, step by step, for who files (Article 18.1b: hướng dẫn chi tiết)."""
    if not version.steps_text.strip() and not version.procedure.guidance:
        yield Finding(
            _("Chưa có trình tự thực hiện hay hướng dẫn cho người nộp."),
            _("Ghi trình tự thực hiện ở phần Nội dung công khai, hoặc viết hướng dẫn của thủ tục."),
            at(version),
        )


@check
def cases(version) -> Found:
    """A case to file under, each with a term and somebody who may file it."""
    found = list(version.cases.prefetch_related("applicant_classes"))
    if not found:
        yield Finding(
            _("Chưa có trường hợp nào nên không ai nộp được hồ sơ."),
            _("Thêm ít nhất một trường hợp với thời hạn của nó."),
            at(version, "cases"),
        )
    for case in found:
        if not case.limit_value and case.limit_unit != Case.Unit.SAME_DAY:
            yield Finding(
                _("Trường hợp «%s» chưa có thời hạn giải quyết.") % case,
                _("Ghi thời hạn, hoặc chọn đơn vị «trong ngày»."),
                at(version, "cases"),
            )
        if not case.applicant_classes.all():
            yield Finding(
                _("Trường hợp «%s» chưa nói đối tượng nào được nộp.") % case,
                _("Chọn đối tượng thực hiện của trường hợp."),
                at(version, "cases"),
                blocks=False,
            )


@check
def channels(version) -> Found:
    """A way in, a way back, and what the level of the service demands (Circular 32/2017)."""
    ways = [
        (version.channels, _("Chưa chọn cách thức nộp."), _("Đánh dấu các cách nộp hồ sơ.")),
        (
            version.result_channels,
            _("Chưa chọn cách thức trả kết quả."),
            _("Đánh dấu các cách trả kết quả."),
        ),
        (
            version.competent_levels,
            _("Chưa chọn cấp giải quyết nên không cơ quan nào nhận thủ tục."),
            _("Đánh dấu các cấp cơ quan tiếp nhận."),
        ),
    ]
    for value, text, remedy in ways:
        if not value:
            yield Finding(text, remedy, at(version))
    if version.service_level >= 3 and Channel.ONLINE not in version.channels:
        yield Finding(
            _("Dịch vụ mức độ %d phải nộp được trực tuyến.") % version.service_level,
            _("Đánh dấu cách nộp «Trực tuyến», hoặc hạ mức độ dịch vụ."),
            at(version),
        )
    if version.service_level == 4 and Channel.ONLINE not in version.result_channels:
        yield Finding(
            _("Dịch vụ mức độ 4 phải trả được kết quả trực tuyến."),
            _("Đánh dấu cách trả «Trực tuyến trên Cổng», hoặc hạ mức độ dịch vụ."),
            at(version),
        )
    if version.supplement_clock == version.SupplementClock.NEW_LIMIT and not (
        version.supplement_limit_value and version.supplement_limit_unit
    ):
        yield Finding(
            _("Chọn thời hạn mới sau bổ sung nhưng chưa ghi thời hạn đó."),
            _("Ghi số và đơn vị của thời hạn mới, hoặc chọn cách tính khác."),
            at(version),
        )


@check
def papers(version) -> Found:
    """Every paper comes in by some channel: a file online, an original or copy on paper."""
    on_paper = {Channel.COUNTER, Channel.POST} & set(version.channels)
    for paper in version.components.select_related("case"):
        if paper.from_form or (paper.needs_scan and version.takes_online):
            continue
        if on_paper and (paper.originals or paper.copies):
            continue
        yield Finding(
            _("Giấy tờ «%s» không nộp được bằng cách nào.") % paper,
            _(
                "Cho chụp, quét khi nộp trực tuyến, lập từ tờ khai, hoặc ghi số bản chính, bản sao "
                "nộp trực tiếp hay qua bưu chính."
            ),
            at(version, "components"),
        )
