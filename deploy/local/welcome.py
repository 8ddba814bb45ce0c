"""What is shown once everything runs: where it is, and who can log in."""

from deploy.local.endpoints import Endpoints
from deploy.local.plan import Plan


def welcome(endpoints: Endpoints, plan: Plan) -> str:
    services = endpoints.services
    places = [
        ("Public form and intake API", services["intake"].url),
        ("Cases (workflow)", services["workflow"].url),
        ("Notices and deadlines", services["notifications"].url),
        ("Statistics (reporting)", services["reporting"].url),
        ("E-mail in (SMTP)", endpoints.smtp_in),
        ("Mail that was sent", endpoints.mail_catcher),
    ]
    accounts = [
        (account.user, ", ".join(account.roles)) for account in endpoints.credentials.accounts
    ]
    return "\n".join(
        [
            "",
            *_columns(places),
            "",
            f"Who can log in (passwords and tokens: {plan.endpoints_file}):",
            *_columns(accounts),
            "",
        ]
    )


def _columns(rows: list[tuple[str, str]]) -> list[str]:
    width = max(len(left) for left, _ in rows)
    return [f"  {left:<{width}}  {right}" for left, right in rows]
