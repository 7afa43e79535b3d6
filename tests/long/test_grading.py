"""Grading at scale: the form of docs/grading.md with GNU parallel, on 40 submissions; and a
hundred gradings of one, on a loaded machine."""

import csv
import json
import re
import subprocess

from conftest import ENVIRONMENT, ROOT

SUITE = ROOT / "suites" / "lifo"
REFERENCE = (SUITE / "reference" / "lifo.c").read_text("utf-8")
POINTS = 13
GRADING = (ROOT / "docs" / "grading.md").read_text("utf-8")
COMMAND = re.search(r"^    (parallel .*)$", GRADING, re.M)[1]

# Kinds of submissions: what they are made of, and the points that they get.
KINDS = [
    ("right", REFERENCE, POINTS),
    ("wrong", REFERENCE.replace("list_push_front", "list_push_back"), None),
    ("broken", REFERENCE.replace("return", "retrun"), 0),
    ("crashing", REFERENCE.replace("return list_first_entry(", "return (struct job *)1; ("), 0),
    ("hostile", '#include "/etc/passwd"\n', 0),
]
LOOPING = REFERENCE.replace("return list_first_entry",
                            "for (volatile int i = 0; i >= 0; i = 1)\n        continue;\n"
                            "    return list_first_entry")


def test_forty_submissions_in_parallel_get_what_they_should(tmp_path):
    (tmp_path / "submissions").mkdir()
    kinds = {}
    for number in range(40):
        kind = ("looping", LOOPING, 0) if number == 7 else KINDS[number % len(KINDS)]
        kinds[f"s{number:02}"] = kind
        (tmp_path / "submissions" / f"s{number:02}.c").write_text(kind[1], "utf-8")
    for name in "suites", "tools":
        (tmp_path / name).symlink_to(ROOT / name)
    subprocess.run(["bash", "-c", COMMAND.replace("--jobs 8", "--jobs 4")], cwd=tmp_path,
                   env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=False)
    for name, (kind, _, points) in kinds.items():
        with open(tmp_path / "grades" / name / "class.csv", encoding="utf-8") as file:
            row = next(csv.DictReader(file))
        assert row["name"] == name and row["maximum"] == str(POINTS)
        assert points is None and 0 < int(row["points"]) < POINTS or \
            int(row["points"]) == points, (name, kind, row)


def test_a_hundred_gradings_on_a_loaded_machine_are_equal(tmp_path):
    files = [tmp_path / f"copy{number}.c" for number in range(100)]
    for file in files:
        file.write_text(KINDS[1][1], "utf-8")
    loads = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(4)]
    try:
        subprocess.run([ROOT / "tools" / "grade", "--jobs=6", "--seed=5", f"--out={tmp_path}/out",
                        SUITE, *files], env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=False)
    finally:
        for load in loads:
            load.kill()
    results = [(tmp_path / "out" / file.stem / "results.json").read_text("utf-8")
               for file in files]
    assert len(set(results)) == 1
    assert 0 < json.loads(results[0])["score"] < POINTS
