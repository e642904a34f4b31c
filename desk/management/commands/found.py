"""`manage.py found FILE`: what a new production database needs before the first person can sign in."""

import json
import secrets
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from applications.services import install_products
from contracts.services import install_templates
from core.errors import DomainError
from customers.services import install_message_templates
from staff.models import User
from staff.roles import Role
from staff.services import assign_role, open_account, open_department

DEPARTMENT = {"branch", "branch_name", "code", "name"}
ACCOUNT = {"username", "name", "role"}
OPTIONAL = {"email", "department", "language"}


class Command(BaseCommand):
    help = (
        "Installs the products and wordings that are missing, opens the departments and accounts of a JSON file, and "
        "prints a password for each new account once. What is there already stays as it is, so it may run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help='{"departments": [{branch, branch_name, code, name}], "accounts": [{…}]}')

    def handle(self, *args, file, **options):
        plan = _read(file)
        try:
            with transaction.atomic():
                opened = _found(plan)
        except DomainError as error:
            raise CommandError(str(error)) from error
        for username, password in opened:
            self.stdout.write(f"{username}  {password}")
        self.stdout.write(f"{len(opened)} accounts opened; hand each password over in person, it is not kept anywhere.")


def _read(file: str) -> dict:
    """The plan, or one sentence on what is wrong with it; an unknown field is an error, never ignored."""
    try:
        plan = json.loads(Path(file).read_text(encoding="utf-8"))
        departments, accounts = plan["departments"], plan["accounts"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{file} is not a plan with departments and accounts: {error}") from error
    for rows, needed, may in ((departments, DEPARTMENT, set()), (accounts, ACCOUNT, OPTIONAL)):
        for row in rows:
            if not needed <= set(row) <= needed | may:
                raise CommandError(f"{row} needs {sorted(needed)} and may have {sorted(may)}")
    for row in accounts:
        if row["role"] not in Role.values:
            raise CommandError(f"{row['username']}: there is no role {row['role']}, only {', '.join(Role.values)}")
    return plan


def _found(plan: dict) -> list[tuple[str, str]]:
    """Open what is missing; returns each new account with its password."""
    install_products()
    install_templates()
    install_message_templates()
    departments = {row["code"]: open_department(**row) for row in plan["departments"]}
    opened = []
    for row in plan["accounts"]:
        if User.objects.filter(username__iexact=row["username"]).exists():
            continue
        code = row.get("department")
        if code is not None and code not in departments:
            raise CommandError(f"{row['username']}: the plan has no department {code}")
        password = secrets.token_urlsafe(15)
        details = {name: row[name] for name in ("email", "language") if name in row}
        user = open_account(username=row["username"], name=row["name"], password=password, **details)
        assign_role(user=user, role=Role(row["role"]), department=departments.get(code))
        opened.append((user.username, password))
    return opened
