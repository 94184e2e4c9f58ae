"""Download of a file that was sent with a form, by those who may see the form."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forms.submissions.files import sent_file_of
from forms.submissions.reading import note_reading
from forms.submissions.views.access import own_submission, private, signed_in
from forms.uploads.reading import read_upload
from forms.uploads.refusals import FileUnavailable
from forms.uploads.serving import file_response


@private
@require_safe
def sent_file(request: HttpRequest, reference: str, file_id: UUID) -> HttpResponse:
    """Let the team download a file of its own submission; it is noted as a reading of that."""
    found = own_submission(request, reference)
    file = sent_file_of(found, file_id)
    if file is None:
        raise Http404("This form holds no such file.")
    try:
        data = read_upload(upload_id=file_id, sha256=file.sha256)
    except FileUnavailable:
        return render(request, "submissions/copy_damaged.html", {"submission": found}, status=503)
    note_reading(request, found, by=signed_in(request), now=timezone.now())
    return file_response(file, data)
