"""Put an agreement together: the approved text, filled with the parties and what the team answered."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from agreements.models import Agreement
from agreements.particulars.keys import PARTIES, SITES_TAKING_PART
from agreements.presenting.content import Presented, sha256_of_json
from agreements.terms import first_day_in_words, last_day_in_words
from agreements.texts.merging import ANSWER_PREFIX, merged
from agreements.texts.models import TextVersion
from agreements.texts.reading import spec_of_text
from directory.services import open_sites_of
from forms.definitions.path import AppliedForm, apply
from forms.definitions.spec import Answers, FormSpec
from forms.documents.assembly import printed_date
from forms.documents.disclosure import build_sections, disclose


def presented_of(
    agreement: Agreement, *, spec: FormSpec, answers: Answers, text: TextVersion, now: datetime
) -> Presented:
    """Return what the parties of an agreement will read and sign."""
    applied = apply(spec, answers)
    sections = build_sections(disclose(applied, audience=PARTIES))
    values = _values(agreement, text, applied)
    return Presented(
        reference=agreement.reference,
        organisation=agreement.organisation.name,
        organisation_code=agreement.organisation.ods_code,
        partner=agreement.partner.name,
        text=merged(spec_of_text(text.pk), values),
        text_number=text.number,
        text_sha256=text.sha256,
        particulars=sections,
        particulars_sha256=sha256_of_json([asdict(section) for section in sections] + [values]),
        prepared_on=printed_date(now),
        partner_company_number=agreement.partner.company_number,
        partner_registered_office=agreement.partner.registered_office,
    )


def _values(agreement: Agreement, text: TextVersion, applied: AppliedForm) -> dict[str, str]:
    """Return the value of every merge field."""
    organisation, programme = agreement.organisation, agreement.programme
    answered = {
        answer.key: ", ".join(answer.lines)
        for step in disclose(applied, audience=PARTIES)
        for answer in step.answers
    }
    asked = {field.key: "" for step in applied.steps for field in step.fields}
    # The sites as the particulars name them: not every one of an organisation takes part.
    sites = answered.get(SITES_TAKING_PART) or ", ".join(site.name for site in open_sites_of(organisation.pk))
    return {
        **{f"{ANSWER_PREFIX}{key}": value for key, value in {**asked, **answered}.items()},
        "organisation_name": organisation.name,
        "organisation_ods_code": organisation.ods_code,
        "organisation_address": ", ".join([*organisation.address.splitlines(), organisation.postcode]),
        "organisation_sites": sites,
        "partner_name": agreement.partner.name,
        "partner_role": str(agreement.partner.get_role_display()).lower(),
        "sponsor_name": programme.sponsor,
        "programme_name": programme.name,
        "product_name": programme.product.brand_name,
        "reference": agreement.reference,
        "effective_date": first_day_in_words(agreement.starts_on),
        "expiry_date": last_day_in_words(agreement.starts_on, text.term_months),
        "term_months": str(text.term_months or ""),
    }
