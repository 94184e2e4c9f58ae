"""The addresses of these pages, below those of the editor of forms."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from forms.definitions.admin.control.closing import Closing
from forms.definitions.admin.control.comments import Comments, SettleComment
from forms.definitions.admin.control.comparing import ApproveSecond, Changes
from forms.definitions.admin.control.exchanging import Export, Import
from forms.definitions.admin.control.versions import Versions, VersionText


def control_urls() -> list[URLPattern]:
    """Return the patterns; their names stand in the namespace of the editor."""
    return [
        path("import/", Import.as_view(), name="import"),
        path("changes/<int:pk>/", Changes.as_view(), name="changes"),
        path("changes/<int:pk>/approve/", ApproveSecond.as_view(), name="approve_second"),
        path("versions/<int:pk>/", Versions.as_view(), name="versions"),
        path("versions/<int:pk>/<int:number>/", VersionText.as_view(), name="version_text"),
        path("comments/<int:pk>/", Comments.as_view(), name="comments"),
        re_path(
            r"^comments/(?P<pk>\d+)/(?P<comment>[0-9a-f-]{36})/(?P<action>resolve|reopen)/$",
            SettleComment.as_view(),
            name="settle_comment",
        ),
        path("closing/<int:pk>/", Closing.as_view(), name="closing"),
        path("export/<int:pk>/", Export.as_view(), name="export"),
    ]
