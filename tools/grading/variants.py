"""Cases of one's own for each student: job lists that a seed makes. What is to come out, the
reference solution says."""

import copy
import hashlib
import random

RANGES = "arrival", "length", "io_every", "tickets"


def seed_of(suite, name):
    """The seed of the submission NAME; the same for the same name."""
    digest = hashlib.sha256(f"{suite.title}/{name}".encode()).digest()
    return int.from_bytes(digest[:4], "little")


def job_list(generator, fields):
    names = [name for name in RANGES if name in fields]
    jobs = [{name: generator.randint(*fields[name]) for name in names}
            for _ in range(generator.randint(*fields["jobs"]))]
    if "arrival" in fields:
        jobs[0]["arrival"] = fields["arrival"][0]  # so that somebody is there from the start
    return jobs


def one(case, number, generator):
    fields = case.variations
    variant = copy.copy(case)
    variant.variations = None
    variant.title = f"{case.title} {number + 1}"
    variant.item = {"words": generator.choice(fields["words"]),
                    "jobs": job_list(generator, fields)}
    if "io_time" in fields:
        variant.item["io_time"] = generator.randint(*fields["io_time"])
    return variant


def expand(suite, seed):
    """The cases of SUITE with those that SEED makes in place of the variations."""
    cases = []
    for place, case in enumerate(suite.cases):
        if case.variations is None:
            cases.append(case)
            continue
        generator = random.Random(f"{seed}/{place}")
        cases += [one(case, number, generator)
                  for number in range(case.variations.get("count", 1))]
    return cases
