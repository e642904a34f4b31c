"""One case lived through the services from the first visit to its last step, as a generator that yields its moments.

Whoever drives it sets the clock to each moment before it goes on; a moment that has not come yet ends the life.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Application, ReturnPoint
from applications.services import (
    accept_application,
    answer_point,
    decline_intake,
    open_application,
    return_application,
    submit_application,
    withdraw_application,
)
from collateral.services import add_collateral, add_guarantee
from core import documents, states
from core.models import Document
from core.states import DocumentStatus
from customers.models import Customer
from customers.names import in_simplified
from customers.services import save_statement
from desk.demo import case_papers, checks, eligibility, figures, notes
from desk.demo.cases import Case, Ends
from desk.demo.customers import Company
from desk.demo.house import FILES, House, moment, paper
from desk.demo.stories import TEN_THOUSAND, Story
from staff.models import User
from underwriting.models import Condition, ConditionKind, Outcome, Result
from underwriting.permissions import step_due
from underwriting.services import (
    confirm_condition,
    decide_application,
    record_finding,
    sign_investigation,
    submit_report,
    write_opinion,
)
from underwriting.services.decision import Asked as AskedCondition

# The steps of a case with the working days after the step before.
STEPS = {
    "registered": 0, "applied": 1, "accepted": 1, "visited": 2, "revisited": 2, "written": 1, "reported": 1,
    "decided": 2, "contracted": 1, "signed": 2, "met": 2, "requested": 1, "released": 1,
}  # fmt: skip
LAST_STEP = {
    Ends.DRAFT: "applied",
    Ends.SUBMITTED: "applied",
    Ends.RETURNED: "accepted",
    Ends.REFUSED: "accepted",
    Ends.ACCEPTED: "accepted",
    Ends.INVESTIGATING: "revisited",
    Ends.WITHDRAWN: "written",
    Ends.REPORTED: "reported",
    Ends.IN_REVIEW: "reported",
    Ends.CONTRACTED: "met",
    Ends.REQUESTED: "requested",
    Ends.CHECKED: "requested",
    Ends.DISBURSED: "released",
}
BEFORE_ACCEPTANCE = (Ends.DRAFT, Ends.SUBMITTED, Ends.RETURNED, Ends.REFUSED)
BEFORE_REPORT = (*BEFORE_ACCEPTANCE, Ends.ACCEPTED, Ends.INVESTIGATING, Ends.WITHDRAWN)
BEFORE_DECISION = (*BEFORE_REPORT, Ends.REPORTED, Ends.IN_REVIEW)
BEFORE_CONTRACT = (*BEFORE_DECISION, Ends.SECOND_ROUND, Ends.AT_RISK, Ends.DECLINED, Ends.APPROVED, Ends.LAPSED)


def timeline(house: House, case: Case, anchor: date | None = None) -> dict[str, date]:
    """The day of every step; `anchor` is that of the last one, else it was `case.last` working days ago."""
    last = LAST_STEP.get(case.ends, "decided")
    anchor = anchor or house.calendar.ago(case.last)
    names = list(STEPS)
    days = {}
    for place, name in enumerate(names):
        at = names.index(last)
        count = sum(STEPS[step] for step in names[min(place, at) + 1 : max(place, at) + 1])
        days[name] = house.calendar.working(anchor, count if place > at else -count)
    return days


@dataclass
class Life:
    """A case on its way: its data, its days, its people, and the application once it exists."""

    house: House
    case: Case
    days: dict[str, date]
    story: Story | None = None
    application: Application = field(init=False)

    def __post_init__(self) -> None:
        self.random: Random = self.house.chance(self.case.customer)
        self.lead: User = self.house.people[self.case.manager]
        self.second: User = self.house.people[self.case.second]
        self.approver: User = self.house.people[self.case.approver]

    def at(self, step: str, hour: int) -> datetime:
        return moment(self.days[step], hour, self.random.randrange(0, 50))

    def text(self, words: str) -> str:
        """A text as its writer writes it: a story's days moved, simplified where the lead reads simplified."""
        words = self.house.moved(words) if self.story else words
        return in_simplified(words) if self.lead.language == "zh-hans" else words

    @property
    def customer(self) -> Customer:
        return self.house.customer(self.case.customer)

    def fresh(self) -> Application:
        self.application.refresh_from_db()
        return self.application

    def live(self) -> Iterator[datetime]:
        """Everything up to the decision and its conditions; `desk.demo.loans` goes on from there."""
        yield from self.apply()
        if self.case.ends not in BEFORE_ACCEPTANCE:
            yield from self.investigate()
        if self.case.ends not in BEFORE_REPORT:
            yield from self.report()
        if self.case.ends not in BEFORE_DECISION:
            yield from self.decide()

    # --- from the first visit to acceptance

    def apply(self) -> Iterator[datetime]:
        yield self.at("registered", 10)
        customer = self.customer
        yield self.at("applied", 10)
        terms = {
            "amount": Decimal(self.case.amount),
            "term_months": self.case.months,
            "method": self.case.method,
            "purpose": self.text(self.case.purpose),
            "repayment_source": self.text(self.case.source),
            "security": list(self.case.security),
        }
        product = self.house.products[self.case.product]
        self.application = open_application(customer=customer, product_version=product, by=self.lead, **terms)
        if self.case.ends == Ends.DRAFT:
            return
        yield from checks.take_in(self)
        yield self.at("applied", 14)
        eligibility.write_exceptions(self.application, self.lead, self.text)
        submit_application(application=self.application, by=self.lead)
        if self.case.ends == Ends.SUBMITTED:
            return
        yield self.at("accepted", 9)
        self._answer_intake()

    def _answer_intake(self) -> None:
        answered = {"application": self.fresh(), "by": self.approver}
        if self.case.ends == Ends.RETURNED:
            return_application(points=[self.text(point) for point in self.case.points], **answered)
        elif self.case.ends == Ends.REFUSED:
            decline_intake(code="purpose", words=self.text(self.case.reason), **answered)
        else:
            deadline = self.house.calendar.working(self.days["accepted"], 10)
            accept_application(second_investigator=self.second, deadline=deadline, **answered)

    # --- the investigation

    def investigate(self) -> Iterator[datetime]:
        if self.case.ends in (Ends.ACCEPTED, Ends.INVESTIGATING):
            self._hand_in("accepted", share=0.3 if self.case.ends == Ends.ACCEPTED else 0.7)
        if self.case.ends == Ends.ACCEPTED:
            return
        items = list(self.house.products[self.case.product].checklist.all())
        half = len(items) // 2
        yield from self._find("visited", items[:half])
        yield self.at("visited", 18)
        self._secure()
        is_partial = self.case.ends in (Ends.INVESTIGATING, Ends.WITHDRAWN)
        rest = items[half : half + 3] if is_partial else items[half:]
        yield from self._find("revisited", rest, partly=is_partial)
        yield self.at("revisited", 18)
        self._enter_statements()
        checks.find_hit(self)
        if self.case.ends == Ends.WITHDRAWN:
            yield self.at("written", 16)
            withdraw_application(application=self.fresh(), reason=self.text(self.case.reason), by=self.lead)

    def _find(self, step: str, items: list, partly: bool = False) -> Iterator[datetime]:
        """The findings of a visit, one after the other and by both in turn; `partly` leaves their papers out."""
        now = self.at(step, 14)
        doubts = {doubt.item: doubt for doubt in self.case.doubts}
        answers = self.story.answers if self.story else {}
        for place, item in enumerate(items):
            yield now
            now += timedelta(minutes=self.random.randrange(4, 17))
            source, text = notes.note(item.code, self.customer.is_company, self.random)
            doubt = doubts.get(item.code)
            result = doubt.result if doubt else Result.NORMAL
            source = doubt.source if doubt else source
            files = [] if partly or not item.needs_file else [self._paper(item.code, step)]
            record_finding(
                application=self.application,
                item=item,
                result=result,
                source=source,
                note=self.text(doubt.note if doubt else answers.get(item.code, text)),
                files=files,
                by=self.second if place % 3 == 2 else self.lead,
            )

    def _paper(self, code: str, step: str) -> SimpleUploadedFile:
        return paper(code, self.customer, self.days[step], self.random)

    def _hand_in(self, step: str, share: float = 1.0) -> None:
        at = moment(self.days[step], 11)
        case_papers.hand_in(self.house, self.application, on=at, by=self.lead, second=self.second, share=share)

    def _secure(self) -> None:
        """Offer what the case has: things and guarantors."""
        appraised_on = self.house.calendar.working(self.days["applied"], -4)
        if self.story and self.story.appraised_on:
            appraised_on = self.house.calendar.shifted(self.story.appraised_on)
        for thing in self.case.things:
            add_collateral(
                application=self.application,
                owner=self.house.customer(thing.owner) if thing.owner else None,
                kind=thing.kind,
                description=self.text(thing.description),
                title_number=thing.title,
                area=Decimal(thing.area),
                appraised_value=Decimal(thing.appraised),
                appraised_on=appraised_on,
                appraiser=self.text(thing.appraiser),
                internal_value=Decimal(thing.internal),
                prior_claims=Decimal(thing.prior),
                finding=self.text(thing.finding),
                by=self.lead,
            )
        for promise in self.case.promises:
            add_guarantee(
                application=self.application,
                guarantor=self.house.customer(promise.guarantor),
                relation=self.text(promise.relation),
                net_assets=Decimal(promise.net_assets),
                monthly_income=Decimal(promise.income),
                living_cost=Decimal(promise.living),
                own_instalments=Decimal(promise.instalments),
                outstanding_guarantees=Decimal(0),
                note=self.text(promise.note),
                by=self.lead,
            )

    def _enter_statements(self) -> None:
        """The years before the application; the first case of a company enters them."""
        entry = FILES[self.case.customer]
        if not isinstance(entry, Company) or self.customer.statements.exists():
            return
        years = self.story.years if self.story else ()
        made = [{code: Decimal(amount * TEN_THOUSAND) for code, amount in year.items()} for year in years]
        if entry.business:
            made = figures.statements(entry.business, self.house.chance(entry.code))
        if self.case.ends == Ends.INVESTIGATING:
            made = made[:1]
        first = self.days["applied"].year - (2 if self.case.ends == Ends.INVESTIGATING else len(made))
        for place, values in enumerate(made):
            save_statement(
                customer=self.customer,
                period_end=date(first + place, 12, 31),
                is_audited=self.random.random() < 0.5,
                values=values,
                version=None,
                by=self.lead,
            )

    # --- report and decision

    def report(self) -> Iterator[datetime]:
        yield self.at("written", 10)
        write_opinion(application=self.application, version=0, by=self.lead, **self._opinion())
        yield self.at("written", 17)
        sign_investigation(application=self.application, by=self.lead)
        yield self.at("reported", 9)
        dissent = self.text(self.case.suggests.dissent) if self.case.suggests else ""
        sign_investigation(application=self.application, dissent=dissent, by=self.second)
        yield self.at("reported", 11)
        self._hand_in("written")
        eligibility.write_exceptions(self.application, self.lead, self.text, also_unknown=True)
        submit_report(application=self.application, version=self.fresh().version, by=self.lead)
        if self.case.ends == Ends.REPORTED:
            self._lose_the_form()
        documents.render_due()

    def _opinion(self) -> dict:
        """What the lead writes, with the terms suggested and a person's household."""
        asked = self.case.suggests
        conduct = notes.conduct(
            self.lead.name, self.second.name, str(self.days["visited"]), str(self.days["revisited"]), self.random
        )
        is_lower = asked.amount < self.case.amount
        percent = f"{Decimal(asked.rate) * 100:.2f}"
        return {
            "conduct": self.text(self.story.conduct if self.story else conduct),
            "operation": self.text(asked.operation),
            "risks": self.text(asked.risks),
            "opinion": self.text(notes.opinion(f"{asked.amount // TEN_THOUSAND}", asked.months, percent, is_lower)),
            "amount": Decimal(asked.amount),
            "term_months": asked.months,
            "annual_rate": Decimal(asked.rate),
            "method": self.case.method,
            **{name: self.text(words) for name, words in notes.JUDGEMENTS.items()},
            "revenue_growth": Decimal(asked.growth),
            "debt_due": Decimal(asked.debt_due),
            "monthly_income": Decimal(asked.income) if asked.income else None,
            "own_instalments": Decimal(asked.instalments),
            "living_cost": Decimal(asked.living),
            "release_on": self.days["released"],
            "first_due_on": self.house.calendar.shifted(self.story.first_due_on) if self.story else None,
        }

    def _lose_the_form(self) -> None:
        """The printing of one paper fails, so that the case waits at this stage and shows how it is asked for again."""
        form = Document.objects.filter(pk=self.application.initiation_forms.get(round=1).document_id)
        states.claim(form, was=DocumentStatus.REQUESTED, to=DocumentStatus.RENDERING)
        states.claim(
            form, was=DocumentStatus.RENDERING, to=DocumentStatus.FAILED, failure="the printing process was interrupted"
        )

    def decide(self) -> Iterator[datetime]:
        yield self.at("decided", 10)
        outcome = {Ends.SECOND_ROUND: Outcome.RETURNED, Ends.DECLINED: Outcome.DECLINED, Ends.AT_RISK: Outcome.AGREED}
        if self.case.ends not in outcome and not step_due(self.fresh()).is_final:
            self._act(Outcome.AGREED, by=self.approver)
            yield self.at("decided", 15)
            self._act(Outcome.APPROVED, by=self.house.people["risk1"])
        else:
            self._act(outcome.get(self.case.ends, Outcome.APPROVED), by=self.approver)
        if self.case.ends == Ends.SECOND_ROUND:
            yield self.at("decided", 16)
            point = ReturnPoint.objects.filter(application=self.application).order_by("pk").first()
            answer = "已向客戶索取對帳單，實際帳期七十五天，現金計劃正在重做。"
            answer_point(point=point, answer=self.text(answer), by=self.lead)

    def _act(self, outcome: str, by: User) -> None:
        application = self.fresh()
        approves = outcome == Outcome.APPROVED
        decide_application(
            application=application,
            outcome=outcome,
            reason=self.text(self.case.reason),
            version=application.version,
            report=application.reports.latest("number"),
            conditions=[self._condition(asked) for asked in self.case.asked] if approves else [],
            points=[self.text(point) for point in self.case.points],
            by=by,
        )

    def _condition(self, asked) -> AskedCondition:
        due_on = self.house.calendar.working(self.days["decided"], asked.days) if asked.days else None
        kind = ConditionKind.PRECEDENT if asked.before else ConditionKind.SUBSEQUENT
        return AskedCondition(kind=kind, text=self.text(asked.text), owner=self.lead, due_on=due_on)

    def meet_conditions(self, but: int = 0) -> None:
        """Confirm what was asked for before the release; `but` leaves the first ones open."""
        texts = {self.text(asked.text): self.text(asked.evidence) for asked in self.case.asked}
        found = Condition.objects.of(self.application).open().precedent()
        for condition in found.order_by("pk")[but:]:
            confirm_condition(
                condition=condition,
                evidence=texts.get(condition.text) or "原件已收並核對。",
                version=condition.version,
                by=self.house.people["risk1"],
            )
