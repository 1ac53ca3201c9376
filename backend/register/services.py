"""The services that requests are made for, and the delay that the law gives each of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """Something a citizen asks the commune for; `legal_days` are calendar days from receipt."""

    id: str
    legal_days: int | None = None
    agency: str = "town_hall"  # an office of the vocabulary
    next_step: str | None = "wait"


# Law 55-19: an administrative act takes at most 60 days. It stands only where no other text is
# known to set a delay of its own: planning permits and commercial authorisations may fall under
# the 30 days of an investment file, and law 31-13 counts working days (20), which need a calendar
# of holidays. There it stays unknown.
LAW_55_19_DAYS = 60

SERVICES: tuple[Service, ...] = (
    Service("birth_certificate", agency="civil_status_office"),
    Service("full_birth_certificate", agency="civil_status_office"),
    Service("birth_declaration", agency="civil_status_office"),
    Service("death_declaration", agency="civil_status_office"),
    Service("family_booklet", agency="civil_status_office"),
    Service("building_permit", agency="urbanism_office"),
    Service("minor_works_permit", agency="urbanism_office"),
    Service("occupancy_permit", agency="urbanism_office"),
    Service("demolition_permit", agency="urbanism_office"),
    Service("business_licence", agency="business_office"),
    Service("public_domain_occupation", LAW_55_19_DAYS, agency="business_office"),
    Service("event_permit", LAW_55_19_DAYS),
    Service("burial_permit", agency="hygiene_office"),
    Service("undeveloped_land_tax", agency="municipal_tax_office"),
    Service("information_access"),
)
SERVICES_BY_ID = {service.id: service for service in SERVICES}
