"""Every record that pages show beside their own fields: when one is saved, kept pages are made anew."""

from __future__ import annotations

from content.audience.models import AudienceSettings
from content.contacts.models import Contact
from content.glossary.models import GlossaryEntry
from content.images.models import Image
from content.library.models import Category, Document, DocumentVersion
from content.ratings.models import RatingSettings
from directory.models import Partner
from forms.definitions.models import Form
from programme.models import LookFile, Product, Programme, SafetyRecord, Service

SHOWN = (
    AudienceSettings,
    Category,
    Contact,
    Document,
    DocumentVersion,
    Form,
    GlossaryEntry,
    Image,
    LookFile,
    Partner,
    Product,
    Programme,
    RatingSettings,
    SafetyRecord,
    Service,
)
