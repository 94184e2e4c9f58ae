"""Wagtail's documented form page: fields inline, mail to the addresses of the page."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.forms.models import AbstractEmailForm, AbstractFormField


class FormField(AbstractFormField):
    page = ParentalKey("FormPage", on_delete=models.CASCADE, related_name="form_fields")


class FormPage(AbstractEmailForm):
    template = "form_page.html"
    landing_page_template = "form_page_landing.html"

    content_panels = [
        *AbstractEmailForm.content_panels,
        InlinePanel("form_fields"),
        FieldPanel("to_address"),
        FieldPanel("from_address"),
        FieldPanel("subject"),
    ]
