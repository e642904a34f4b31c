"""The loader: every life runs through the services on its own days, all of them side by side in the order of time."""

import gc
from collections.abc import Iterator
from datetime import datetime
from heapq import heapify, heappop, heappush

from django.db import transaction

from core import dates
from customers.services import plan_return_visits
from desk.demo import case_papers, checks, contacts, dossier, eligibility, loans, majors, ownership, relations, value
from desk.demo.cases import Ends
from desk.demo.cases_approved import APPROVED_CASES
from desk.demo.cases_open import OPEN_CASES
from desk.demo.house import House, open_house
from desk.demo.stories import STORIES
from servicing.services import end_of_day
from staff.models import User


def is_empty() -> bool:
    """Whether nobody was ever entered, so that the demo may move in."""
    return not User.objects.exists()


def load(seed: int = 1) -> House:
    """Fill the empty house with the demo in one transaction; the same seed on the same day gives the same figures."""
    # What is loaded by now stays for good; to look it through for rubbish again and again takes a tenth of the time.
    gc.freeze()
    with transaction.atomic():
        house = open_house(seed)
        lives = [loans.life_of_story(house, story) for story in STORIES]
        lives += [loans.life_of(house, case) for case in (*OPEN_CASES, *APPROVED_CASES)]
        released = [life.days["released"] for life in lives if life.case.ends == Ends.DISBURSED]
        threads = [loans.live(life) for life in lives]
        threads += ownership.lives(house)
        threads.append(case_papers.set_apart(house))
        threads.append(contacts.live(house))
        threads += [loans.answer_call(house, call) for story in STORIES for call in story.calls]
        relations.set_limits(house)
        threads.append(relations.live(house))
        threads.append(value.live(house))
        threads += [checks.check_early(house), eligibility.show_drafts(house)]
        run([*threads, loans.run_clock(house, min(released))], until=dates.now())
        dossier.fill_files(house)
        value.save_lists(house)
        majors.flag(house)
        end_of_day(on=house.calendar.today)
        plan_return_visits(on=house.calendar.today)
    return house


def run(threads: list[Iterator[datetime]], until: datetime) -> None:
    """Let each thread go on at the moments it names, the earliest first; what lies after `until` does not happen."""
    waiting = [(next(thread), place, thread) for place, thread in enumerate(threads)]
    heapify(waiting)
    while waiting:
        now, place, thread = heappop(waiting)
        if now > until:
            continue
        with dates.as_of(now):
            following = next(thread, None)
        if following is not None:
            heappush(waiting, (max(following, now), place, thread))
