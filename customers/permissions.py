"""Who may act on customers. Each predicate returns "" or the reason why not."""

from django.utils.translation import gettext_lazy as _

from core import parameters
from core.display import Sentence
from customers import providers
from customers.models import Customer
from customers.querysets.credit import READERS as CREDIT_READERS
from staff.roles import Grade, Role


def may_register(user):
    """Account managers open files; the file is kept in their department."""
    if not user.departments(Role.ACCOUNT_MANAGER):
        return _("Only account managers register customers.")
    return ""


def may_edit(user, customer):
    if customer.account_manager_id == user.pk and user.has_role(Role.ACCOUNT_MANAGER):
        return ""
    return Sentence(_("{owner} keeps this file. Ask for the change there."), owner=customer.account_manager)


def may_enter_statement(user, customer):
    """The account manager, or whoever a later app names: the investigators of a running case."""
    if not may_edit(user, customer) or any(allows(user, customer) for allows in providers.MAY_ENTER):
        return ""
    return Sentence(
        _("Statements are entered by {owner} or by an investigator of a running case."), owner=customer.account_manager
    )


def may_reveal(user, customer):
    """The owner of the file and the manager of its department; auditors and administrators read masked (S32)."""
    if customer.account_manager_id == user.pk and user.has_role(Role.ACCOUNT_MANAGER):
        return ""
    if customer.department_id in user.departments(Role.DEPARTMENT_MANAGER):
        return ""
    return _("Personal data in full is for the account manager of the file and the department manager only.")


def may_log_contact(user, customer):
    """Account managers who see the file, and the manager of its department."""
    if not user.has_role(Role.ACCOUNT_MANAGER) and customer.department_id not in user.departments(
        Role.DEPARTMENT_MANAGER
    ):
        return _("Contacts are written down by account managers and the department manager.")
    if not Customer.objects.visible_to(user).filter(pk=customer.pk).exists():
        return _("This file is not open to you.")
    return ""


def may_write_templates(user):
    """The wordings of messages are the administrator's."""
    return "" if user.has_role(Role.ADMINISTRATOR) else _("Wordings are written by the administrator.")


def may_plan_visit(user, customer):
    return may_log_contact(user, customer)


def may_correct_contact(user, contact):
    """Whoever wrote the entry, or the account manager of the file."""
    if contact.logged_by_id == user.pk or not may_edit(user, contact.customer):
        return ""
    return Sentence(_("{who} wrote this. Ask for the correction there."), who=contact.logged_by)


def may_change_visit(user, visit):
    """Whose visit it is, or the manager of the department."""
    if visit.account_manager_id == user.pk or visit.customer.department_id in user.departments(Role.DEPARTMENT_MANAGER):
        return ""
    return Sentence(_("{who} planned this visit."), who=visit.account_manager)


def may_mark(user, customer):
    """The account manager of the file and the department manager set and lift marks."""
    if not may_edit(user, customer) or customer.department_id in user.departments(Role.DEPARTMENT_MANAGER):
        return ""
    return Sentence(_("Marks are set by {owner} and by the department manager."), owner=customer.account_manager)


def may_lift_mark(user, mark):
    """Whoever may set marks; one that a department manager set is lifted by a department manager only."""
    if refusal := may_mark(user, mark.customer):
        return refusal
    if mark.customer.department_id in user.departments(Role.DEPARTMENT_MANAGER) or not mark.is_managers:
        return ""
    return Sentence(_("{who} set this mark; a department manager lifts it."), who=mark.set_by)


def may_consult(user):
    """Account managers and department managers answer questions; the entry is kept in their department."""
    if user.departments(Role.ACCOUNT_MANAGER) or user.departments(Role.DEPARTMENT_MANAGER):
        return ""
    return _("Consultations are registered by account managers and department managers.")


def may_follow_consultation(user, consultation):
    """Whoever registered it, or the manager of the department."""
    if consultation.account_manager_id == user.pk or consultation.department_id in user.departments(
        Role.DEPARTMENT_MANAGER
    ):
        return ""
    return Sentence(_("{who} follows this consultation."), who=consultation.account_manager)


def works_on(user, customer):
    """Whether this person works on a running case of the customer."""
    return any(works(user, customer) for works in providers.WORKS_ON)


def may_check(user, customer):
    """Consents, credit reports and checks: the account manager of the file and the people of a running case."""
    if not may_edit(user, customer) or works_on(user, customer):
        return ""
    return Sentence(
        _("Consents, credit reports and checks are entered by {owner} or by those who work on a running case."),
        owner=customer.account_manager,
    )


def may_read_credit(user):
    """What a bureau told is for those who judge credit."""
    if user.has_role(*CREDIT_READERS):
        return ""
    return _("Credit reports are for account managers, department managers, risk officers and auditors.")


def may_decide_hit(user, check):
    """A risk officer who neither works on a case of the customer nor entered the hit by hand."""
    if not user.has_role(Role.RISK_OFFICER):
        return _("Only a risk officer decides a hit.")
    if works_on(user, check.customer):
        return _("You work on a case of this customer, so you cannot decide its hits.")
    if check.checked_by_id == user.pk and not check.is_automatic:
        return _("You entered this hit yourself, so another risk officer decides it.")
    return ""


def may_read_list(user, which):
    """The lender's own lists: risk and auditors; the list of insiders the administrator as well."""
    if user.has_role(Role.RISK_OFFICER, Role.AUDITOR) or not may_keep_list(user, which):
        return ""
    return _("The lender's own lists are read by risk officers and auditors.")


def may_keep_list(user, which):
    """Risk keeps both lists; staff and related parties may be entered by the administrator too."""
    if user.has_role(Role.RISK_OFFICER):
        return ""
    if which == "insiders":
        is_admin = user.has_role(Role.ADMINISTRATOR)
        return "" if is_admin else _("This list is kept by risk officers and the administrator.")
    return _("The blacklist is kept by risk officers.")


# Duplicates and ownership


def _keeps(user, customer) -> bool:
    return customer.account_manager_id == user.pk and user.has_role(Role.ACCOUNT_MANAGER)


def _manages(user, *departments: int) -> bool:
    return bool(user.departments(Role.DEPARTMENT_MANAGER) & set(departments))


def may_request_files(user):
    """Account managers ask for files that are somebody else's."""
    return "" if user.departments(Role.ACCOUNT_MANAGER) else _("Only account managers ask for a customer's file.")


def may_request_file(user, customer):
    """The same for one file."""
    if refusal := may_request_files(user):
        return refusal
    if customer.account_manager_id == user.pk:
        return _("You keep this file yourself.")
    return ""


def may_answer_request(user, request):
    """The keeper of the file or the manager of its department; nobody answers what they asked themselves."""
    if request.asked_by_id == user.pk:
        return _("You asked for it yourself; somebody else answers.")
    if _keeps(user, request.customer) or _manages(user, request.customer.department_id):
        return ""
    return Sentence(
        _("{owner} or the department manager answers this request."), owner=request.customer.account_manager
    )


def may_withdraw_request(user, request):
    return "" if request.asked_by_id == user.pk else _("Only who asked takes a request back.")


def may_revoke_access(user, access):
    if _keeps(user, access.customer) or _manages(user, access.customer.department_id):
        return ""
    return Sentence(_("{owner} or the department manager ends this access."), owner=access.customer.account_manager)


def may_transfer(user, customer):
    """The manager of the department."""
    if _manages(user, customer.department_id):
        return ""
    return Sentence(_("Customers are assigned by the manager of {department}."), department=customer.department)


def may_own(user, customer):
    """Whether an account manager may keep a customer: the top value grade needs an experienced one (L13.1.2)."""
    if not user.departments(Role.ACCOUNT_MANAGER):
        return Sentence(_("{name} is no account manager."), name=user)
    return too_low_for_top(user) if any(is_top(customer) for is_top in providers.IS_TOP) else ""


def too_low_for_top(user):
    """Why an account manager may keep no customer of the top value grade."""
    if user.rank() >= int(parameters.value("top_customer_staff_rank")):
        return ""
    return Sentence(
        _("{name} holds the grade {grade}. A customer of the top value grade needs a higher one."),
        name=user,
        grade=Grade(user.grade()).label,
    )


def may_decide_look_alike(user, pair):
    """Who keeps one of the two files, or manages its department."""
    files = (pair.first, pair.second)
    if any(_keeps(user, file) for file in files) or _manages(user, *(file.department_id for file in files)):
        return ""
    return Sentence(
        _("{owners} or the department manager decides."),
        owners=" / ".join(dict.fromkeys(str(file.account_manager) for file in files)),
    )


def may_tell_apart(user, pair):
    """One paper is one person's: that two files with it are of different ones, who keeps one of them does not say."""
    if refusal := may_decide_look_alike(user, pair):
        return refusal
    if pair.is_of_one_paper and user.pk in {pair.first.account_manager_id, pair.second.account_manager_id}:
        return _(
            "Both files claim the same identity paper. That they are of different customers is for the department manager."
        )
    return ""


def may_ask_merge(user, survivor, merged):
    """The account manager of one of the files, who may open the other one too."""
    if not (_keeps(user, survivor) or _keeps(user, merged)):
        return _("A merge is asked by the account manager of one of the files.")
    if type(survivor).objects.visible_to(user).filter(pk__in=[survivor.pk, merged.pk]).count() < 2:
        return _("You may not open both files. Ask for access first.")
    return ""


def may_confirm_merge(user, merge):
    """The manager of the department that gives its file up; never who asked."""
    if merge.asked_by_id == user.pk:
        return _("You asked for this merge; somebody else confirms it.")
    if _manages(user, merge.merged.department_id):
        return ""
    return Sentence(_("A merge is confirmed by the manager of {department}."), department=merge.merged.department)


def may_withdraw_merge(user, merge):
    return "" if merge.asked_by_id == user.pk else _("Only who asked takes a request back.")


def may_delimit(user, department):
    """The manager of the department draws the limits of its account managers."""
    if _manages(user, department.pk):
        return ""
    return _("Areas and industries are delimited by the department manager.")


def may_note_market(user):
    """Whoever works with customers keeps what was learned about their industries."""
    if (
        user.has_role(Role.ACCOUNT_MANAGER)
        or user.has_role(Role.DEPARTMENT_MANAGER)
        or user.has_role(Role.RISK_OFFICER)
    ):
        return ""
    return _("Notes on industries are kept by account managers, department managers and risk officers.")


def may_withdraw_market_note(user, note):
    """Whoever wrote it, and the department managers."""
    if note.noted_by_id == user.pk or user.has_role(Role.DEPARTMENT_MANAGER):
        return ""
    return Sentence(_("{who} wrote this note."), who=note.noted_by)


def may_claim(user, customer):
    """Whether a conflict over a file that a colleague keeps may be opened."""
    return may_request_file(user, customer)


def may_give_evidence(user, conflict):
    if user.pk in {conflict.claimant_id, conflict.holder_id}:
        return ""
    return Sentence(
        _("Evidence is given by {claimant} and {holder}."), claimant=conflict.claimant, holder=conflict.holder
    )


def may_rule(user, conflict):
    """The managers of the departments concerned; nobody rules on their own claim."""
    if user.pk in {conflict.claimant_id, conflict.holder_id, conflict.opened_by_id}:
        return _("Nobody rules on their own claim.")
    if _manages(user, *conflict.department_ids):
        return ""
    return _("A conflict is ruled by the department manager.")


def may_withdraw_conflict(user, conflict):
    return "" if user.pk == conflict.opened_by_id else _("Only who opened a conflict takes it back.")


def may_finish_import(user, run):
    """Whoever handed a spreadsheet in says whether it is taken over."""
    return "" if run.made_by_id == user.pk else _("This spreadsheet was handed in by somebody else.")


def may_relate(user, customer):
    """Relations are recorded by the account manager, or by an investigator of a running case."""
    if not may_edit(user, customer) or any(allows(user, customer) for allows in providers.MAY_ENTER):
        return ""
    return Sentence(
        _("Relations are recorded by {owner} or by an investigator of a running case."), owner=customer.account_manager
    )


def may_end_relation(user, relation):
    """Whoever may record relations at one of its two ends."""
    ends = [party.customer for party in (relation.holder, relation.subject) if party.customer]
    refusals = [may_relate(user, customer) for customer in ends]
    return "" if "" in refusals or (relation.is_claim and not may_confirm_relation(user, relation)) else refusals[0]


def may_confirm_relation(user, relation):
    """A claim is answered by those of the file it is about: who may record its relations, or manages its department."""
    party = relation.claimed
    if party is None or party.customer is None:
        return _("Nothing waits to be confirmed here.")
    if _manages(user, party.customer.department_id) or not may_relate(user, party.customer):
        return ""
    return Sentence(
        _("{owner} or the department manager confirms this relation."), owner=party.customer.account_manager
    )


def may_raise_tie(user, customer):
    """A tie to the lender's own people is raised by whoever works on the file, manages it or examines it."""
    manages = customer.department_id in user.departments(Role.DEPARTMENT_MANAGER)
    return "" if manages or user.has_role(Role.RISK_OFFICER) else may_relate(user, customer)


def may_rule_on_tie(user, tie):
    """Only risk clears it, and never whoever raised it or works on a case of the customer (L3.4)."""
    if not user.has_role(Role.RISK_OFFICER):
        return _("Only a risk officer rules on a tie to the lender.")
    if works_on(user, tie.customer):
        return _("You work on a case of this customer, so another risk officer rules on it.")
    if tie.raised_by_id == user.pk:
        return _("You raised this warning, so another risk officer rules on it.")
    return ""


# Value and saved lists


def may_review_value(user, customer):
    """The account manager of the file and the manager of its department."""
    if _keeps(user, customer) or _manages(user, customer.department_id):
        return ""
    return Sentence(
        _("The value is reviewed by {owner} and by the department manager."), owner=customer.account_manager
    )


def may_set_value_grade(user, customer):
    """Only the manager of the department sets a grade by hand, and not of a file of their own."""
    if customer.account_manager_id == user.pk:
        return _("You keep this file; another department manager sets its grade.")
    if _manages(user, customer.department_id):
        return ""
    return Sentence(_("A grade is set by hand by the manager of {department}."), department=customer.department)


def may_run_review(user):
    """Account managers review the customers they keep, department managers those of the department."""
    if user.departments(Role.ACCOUNT_MANAGER) or user.departments(Role.DEPARTMENT_MANAGER):
        return ""
    return _("Values are reviewed by account managers and department managers.")


def may_save_segment(user):
    if user.departments(Role.ACCOUNT_MANAGER) or user.departments(Role.DEPARTMENT_MANAGER):
        return ""
    return _("Lists are saved by account managers and department managers.")


def may_change_segment(user, segment):
    """Whoever saved a list renames, shares and puts it away."""
    return "" if segment.owner_id == user.pk else Sentence(_("{who} keeps this list."), who=segment.owner)


def may_plan_contact(user, customer):
    """Contacts are planned with customers one keeps or manages; who keeps the file makes them."""
    if _keeps(user, customer) or _manages(user, customer.department_id):
        return ""
    return Sentence(_("Contacts are planned by {owner} and by the department manager."), owner=customer.account_manager)
