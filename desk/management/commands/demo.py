"""`manage.py demo`: the invented lender, once, into an empty database."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from desk.demo import build, people
from desk.demo.volume import add_volume
from desk.providers import DEMO_MAIL, DEMO_PASSWORD
from staff.models import User


class Command(BaseCommand):
    help = (
        "Loads the demo: customers, cases of every stage and loans, lived through up to today. Embedded profile only."
    )

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=1, help="another seed gives other figures (default: 1)")
        parser.add_argument("--applications", type=int, default=0, metavar="N", help="and N small applications in bulk")
        parser.add_argument("--loans", type=int, default=0, metavar="N", help="and N running loans in bulk")
        parser.add_argument("--if-empty", action="store_true", help="do nothing, and succeed, if there is anything")

    def handle(self, *args, seed, applications, loans, if_empty, **options):
        if not settings.IS_EMBEDDED:
            raise CommandError(
                "The demo has passwords that everybody knows: it is loaded in the embedded profile only."
            )
        if build.is_empty():
            build.load(seed)
        elif User.objects.filter(email=f"am1{DEMO_MAIL}").exists():
            self.stdout.write("The demo is already there; nothing was changed.")
        elif if_empty:
            self.stdout.write("The database is not empty; nothing was changed.")
            return
        else:
            raise CommandError("The database is not empty. The demo is loaded into an empty one only.")
        if applications or loans:
            add_volume(applications=applications, loans=loans, seed=seed)
        self._tell()

    def _tell(self) -> None:
        self.stdout.write(f"Accounts of the demo, each with the password {DEMO_PASSWORD}:")
        known = {user.username: user for user in User.objects.filter(email__endswith=DEMO_MAIL)}
        for account in people.ACCOUNTS:
            if account.username in known:
                user = known[account.username]
                self.stdout.write(f"  {user.username:<10}{user.name:<8}{user.role_names}")
