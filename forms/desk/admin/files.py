"""Download of a file that came with a submission, for those who may read its answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from forms.desk.admin.pages import NAMESPACE, SubmissionPage
from forms.desk.rights import may_read_answers
from forms.submissions.files import sent_file_of
from forms.submissions.reading import note_reading
from forms.uploads.reading import read_upload
from forms.uploads.refusals import FileUnavailable
from forms.uploads.serving import file_response


class TakeFile(SubmissionPage):
    """Hand out one file; noted as a reading of the submission."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: UUID, file: UUID, **kwargs: Any) -> HttpResponse:
        if not may_read_answers(self.person, self.submission):
            raise Http404("The answers of this form are not yours to read.")
        wanted = sent_file_of(self.submission, file)
        if wanted is None:
            raise Http404("This form holds no such file.")
        try:
            data = read_upload(upload_id=file, sha256=wanted.sha256)
        except FileUnavailable:
            messages.error(request, "The file does not open. Tell whoever operates this site.")
            return redirect(f"{NAMESPACE}:detail", pk)
        note_reading(request, self.submission, by=self.person, now=timezone.now())
        response = file_response(wanted, data)
        add_never_cache_headers(response)
        return response
