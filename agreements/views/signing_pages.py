"""What the pages of a signatory share: the steps, who signs for whom, and the page after the end."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from agreements.signing.models import Party, SigningRequest
from agreements.signing.wordings import party_name

STEPS = {"read": "Read", "authority": "Authority", "consent": "Consent", "sign": "Sign"}
State = SigningRequest.State


def over(request: HttpRequest, asked: SigningRequest) -> HttpResponse:
    """Say how a request ended."""
    context = {
        "agreement": asked.agreement,
        "asked": asked,
        "signed": asked.state == State.SIGNED,
        "declined": asked.state == State.DECLINED,
        "first": asked.party == Party.ORGANISATION,
        "signed_for": party_name(asked.agreement, asked.party),
    }
    return render(request, "agreements/signing/over.html", context)


def form_page(
    request: HttpRequest, name: str, asked: SigningRequest, form: Any, **more: object
) -> HttpResponse:
    """Show one page of the way with its form."""
    context = {"form": form, **shared(asked, name), **more}
    return render(request, f"agreements/signing/{name}.html", context, status=422 if form.is_bound else 200)


def shared(asked: SigningRequest, current: str) -> dict[str, Any]:
    """Return what every page of the way shows."""
    done = {
        "read": asked.read_at is not None,
        "authority": asked.authority_at is not None,
        "consent": asked.consented_at is not None,
        "sign": False,
    }
    return {
        "agreement": asked.agreement,
        "asked": asked,
        "signs_for": party_name(asked.agreement, asked.party),
        "may_hand_over": asked.party == Party.ORGANISATION,
        "steps": [
            {
                "title": title,
                "current": key == current,
                "done": done[key],
                "url": reverse(f"agreements:{key}", args=[asked.pk]) if done[key] and key != current else "",
            }
            for key, title in STEPS.items()
        ],
    }
