"""The Content-Security-Policy header, by django-csp; the policy that all pages share is put together once."""

from __future__ import annotations

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class Middleware(CSPMiddleware):
    """Give a page that asks for nothing of its own the shared policy, and leave every other to django-csp."""

    _shared = ""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header, where the page has none, its address is not left out and it wants no other."""
        asks = any(name.startswith("_csp_") for name in vars(response)) or hasattr(request, "_csp_nonce")
        prefixes = settings.CONTENT_SECURITY_POLICY["EXCLUDE_URL_PREFIXES"]
        if asks or HEADER in response or request.path_info.startswith(prefixes):
            return super().process_response(request, response)
        if self._shared:
            response.headers[HEADER] = self._shared
            return response
        answered = super().process_response(request, response)
        self._shared = answered.headers.get(HEADER, "")
        return answered
