"""The programme office of the tests: its address, and the box where its mails arrive."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives

OFFICE = "office@programme.example"

Outbox = list[EmailMultiAlternatives]
