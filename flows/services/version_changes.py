"""What a new version of a procedure changes for somebody who has begun a draft, in plain words."""

from django.utils.translation import gettext as _

from catalog.eforms.comparison import changed_questions


def changes_between(old, old_case, new, new_case) -> list[str]:
    """Sentences about case, term, papers and form; the old case may be None (not chosen yet)."""
    told = [
        _("Thủ tục áp dụng theo %(decision)s, có hiệu lực từ %(day)s.")
        % {"decision": new.decision_number, "day": f"{new.effective_from:%d/%m/%Y}"}
    ]
    if old_case is None:
        return told
    if new_case is None:
        told.append(_("Trường hợp «%s» không còn; hãy chọn lại trường hợp.") % old_case.name)
        return told
    if old_case.limit_label != new_case.limit_label:
        told.append(
            _("Thời hạn giải quyết: %(old)s thành %(new)s.")
            % {"old": old_case.limit_label, "new": new_case.limit_label}
        )
    if old_case.form_id != new_case.form_id:
        told.append(_("Tờ khai điện tử đã thay đổi; hãy xem lại các phần đã khai."))
        told += questions_changed(old_case, new_case)
    return told + papers_changed(old_case, new_case)


def questions_changed(old_case, new_case) -> list[str]:
    """Which questions of the form are new, gone, or obligatory from now on."""
    added, gone, firmer = changed_questions(old_case.form, new_case.form)
    sentences = [
        (_("Câu hỏi mới: %s."), added),
        (_("Không còn hỏi: %s."), gone),
        (_("Câu hỏi nay bắt buộc: %s."), firmer),
    ]
    return [
        sentence % "; ".join(question.label.rstrip(" ?:.") for question in questions)
        for sentence, questions in sentences
        if questions
    ]


def papers_changed(old_case, new_case) -> list[str]:
    """Which papers are added, dropped, or required from now on."""
    before = {paper.code: paper for paper in old_case.components()}
    after = {paper.code: paper for paper in new_case.components()}
    told = [_("Thêm giấy tờ: %s.") % after[code].name for code in after if code not in before]
    told += [_("Bỏ giấy tờ: %s.") % before[code].name for code in before if code not in after]
    for code in after.keys() & before.keys():
        if after[code].is_required and not before[code].is_required:
            told.append(_("Giấy tờ nay bắt buộc: %s.") % after[code].name)
    return told
