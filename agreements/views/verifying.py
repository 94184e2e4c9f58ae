"""The public page that verifies a signed agreement: by its file, or by reference and code."""

from __future__ import annotations

from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.sign_in_forms import SiteForm
from agreements.standing import tag_of
from agreements.verification.verifying import Finding, Status, UploadTooLarge, verify_reference, verify_upload
from forms.documents.sealing import MAX_UPLOAD_BYTES, InspectorBusy

LIMIT = "verify_agreement"


class UploadForm(SiteForm):
    """A PDF to verify."""

    labels = {"file": "The PDF"}
    hints = {"file": "As you received it, not printed, not scanned, not saved again. Up to 10 MB."}

    file = forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["required"] = "Choose the PDF to verify."
        self.fields["file"].error_messages["empty"] = "The file is empty."


class ReferenceForm(SiteForm):
    """A reference and its verification code, as the document prints them."""

    labels = {"reference": "Reference", "code": "Verification code"}
    hints = {"code": "Both stand under “Evidence” at the end of the document."}

    reference = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    code = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Letters and digits: a keypad of digits, as for one-time codes, could not type them.
            field.widget.attrs.pop("inputmode", None)
            field.widget.attrs |= {
                "class": "input input--20",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        self.fields["reference"].error_messages["required"] = "Enter the reference."
        self.fields["code"].error_messages["required"] = "Enter the verification code."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Verify a file or a reference, and say how the agreement stands today."""
    if request.method != "POST":
        return _render(request, UploadForm(), ReferenceForm())
    if not ratelimit.consume(request, action=LIMIT):
        response: HttpResponse = ratelimit.respond_429(request)
        return response
    if "code" in request.POST:
        return _by_reference(request)
    return _by_file(request)


def _by_file(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > MAX_UPLOAD_BYTES:
                raise UploadTooLarge("The file is too large to be one of our documents.")
            return _found(request, verify_upload(file.read(), on=timezone.localdate()))
        except UploadTooLarge as refusal:
            form.add_error("file", str(refusal))
        except InspectorBusy:
            form.add_error("file", "Another file is being verified. Try again in a minute.")
            return _render(request, form, ReferenceForm(), code=503)
    return _render(request, form, ReferenceForm(), code=422)


def _found(request: HttpRequest, finding: Finding) -> HttpResponse:
    code = 503 if finding.is_unchecked else 200
    return _render(request, UploadForm(), ReferenceForm(), finding=finding, status=finding.status, code=code)


def _by_reference(request: HttpRequest) -> HttpResponse:
    form = ReferenceForm(request.POST)
    if not form.is_valid():
        return _render(request, UploadForm(), form, code=422)
    found = verify_reference(
        form.cleaned_data["reference"], form.cleaned_data["code"], on=timezone.localdate()
    )
    return _render(request, UploadForm(), ReferenceForm(), status=found, unknown=found is None)


def _render(
    request: HttpRequest,
    upload: UploadForm,
    reference: ReferenceForm,
    *,
    finding: Finding | None = None,
    status: Status | None = None,
    unknown: bool = False,
    code: int = 200,
) -> HttpResponse:
    context = {
        "upload": upload,
        "by_reference": reference,
        "errors": upload.summary + reference.summary,
        "finding": finding,
        "status": status,
        "standing": str(status.standing.label) if status else "",
        "tag": tag_of(status.standing) if status else "",
        "unknown": unknown,
    }
    return render(request, "agreements/verify.html", context, status=code)
