"""All forms that staff have. Which questions each asks stands in the modules named here."""

from collections.abc import Mapping

from services.intake.staff.forms.found_forms import DEVIATION, LEX_SARAH
from services.intake.staff.forms.question import StaffForm
from services.intake.staff.forms.sent_forms import IVO_REFERRAL, LETTER, PROVIDER_REPORT
from services.intake.staff.forms.told_forms import CONTACT_CENTRE, MEETING, PHONE_CALL, SOLVED

FORMS = (
    PHONE_CALL,
    MEETING,
    SOLVED,
    LETTER,
    CONTACT_CENTRE,
    DEVIATION,
    LEX_SARAH,
    IVO_REFERRAL,
    PROVIDER_REPORT,
)
"""In the order of the start page: what is needed most often first."""

FORMS_BY_ID: Mapping[str, StaffForm] = {form.id: form for form in FORMS}
