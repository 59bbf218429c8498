"""The screens of a version beside its page: the next one, its checks, the comparison, the approval."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog import comparison, publishing
from catalog.admin.remarks import RemarkScreens
from catalog.models import ProcedureVersion
from catalog.publishing import rehearsal
from catalog.versions import next_version


class VersionScreens(RemarkScreens):
    """Views of `ProcedureVersionAdmin`; each asks its right and looks at the version it may see."""

    def _version(self, request, pk: int) -> ProcedureVersion:
        if not self.has_view_permission(request):
            raise PermissionDenied
        version = self.get_queryset(request).select_related("procedure").filter(pk=pk).first()
        if version is None:
            raise Http404
        return version

    def _shown(self, request, version, template: str, title: str, **context) -> TemplateResponse:
        return TemplateResponse(
            request,
            template,
            {
                **self.admin_site.each_context(request),
                "title": title,
                "subtitle": str(version),
                "version": version,
                "opts": self.opts,
                "back": reverse("admin:catalog_procedureversion_change", args=[version.pk]),
                **context,
            },
        )

    def next_view(self, request, pk: int):
        """Tạo phiên bản kế tiếp: a draft copy, to be changed and approved by another person."""
        version = self._version(request, pk)
        if not self.has_add_permission(request):
            raise PermissionDenied
        fresh = next_version(version, by=request.user)
        self.log_addition(request, fresh, [{"added": {}}])
        self.message_user(
            request,
            _("Đã lập dự thảo phiên bản %(number)d. Hãy sửa những gì thay đổi rồi trình duyệt.")
            % {"number": fresh.number},
            messages.SUCCESS,
        )
        return redirect("admin:catalog_procedureversion_change", fresh.pk)

    def check_view(self, request, pk: int):
        """Kiểm tra trước khi công bố: every finding, and where to mend it."""
        version = self._version(request, pk)
        return self._shown(
            request,
            version,
            "catalog/admin/check.html",
            _("Kiểm tra trước khi công bố"),
            findings=publishing.findings(version),
        )

    def rehearse_view(self, request, pk: int):
        """Chạy tình huống thử: what comes out of every scenario, beside what is expected."""
        version = self._version(request, pk)
        outcomes = rehearsal.rehearse(version)
        return self._shown(
            request,
            version,
            "catalog/admin/rehearse.html",
            _("Chạy tình huống thử"),
            outcomes=outcomes,
            failed=sum(not outcome.passed for outcome in outcomes),
        )

    def compare_view(self, request, pk: int):
        """So sánh: every field beside the version that this one follows."""
        version = self._version(request, pk)
        former = version.former()
        parts = comparison.compare(former, version)
        return self._shown(
            request,
            version,
            "catalog/admin/compare.html",
            _("So sánh với phiên bản trước"),
            former=former,
            parts=parts,
            changes=sum(part.changes for part in parts),
            **self.remarks_of(request, version),
        )

    def approve_view(self, request, pk: int):
        """Duyệt: shows what differs and what stands against it, then puts the draft in force."""
        version = self._version(request, pk)
        if not request.user.has_perm("catalog.approve_version"):
            raise PermissionDenied
        if request.method == "POST":
            try:
                publishing.approve(
                    version, by=request.user, warnings_read="warnings_read" in request.POST
                )
            except ValidationError as error:
                for text in error.messages:
                    self.message_user(request, text, messages.ERROR)
            else:
                self.log_change(request, version, _("Duyệt phiên bản"))
                self.message_user(request, _("Đã duyệt phiên bản."), messages.SUCCESS)
                return redirect("admin:catalog_procedureversion_change", version.pk)
        former, found = version.former(), publishing.findings(version)
        return self._shown(
            request,
            version,
            "catalog/admin/approve.html",
            _("Duyệt phiên bản"),
            former=former,
            differences=comparison.differences(former, version) if former else [],
            findings=found,
            is_blocked=any(finding.blocks for finding in found),
            **self.remarks_of(request, version),
        )
