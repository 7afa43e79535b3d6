"""What is said of grades: text for people, and files for other tools. None of it has a time
of the host in it: the same submission gives the same bytes."""

import csv
import json
import os
import textwrap
from xml.etree import ElementTree

CTRF_VERSION = "0.0.0"
TOOL = "Robin's tools/grade"

# Of Classroom 50's result.json: the field, and the variable in which its runner tells it.
CLASSROOM = {"classroom": "CLASSROOM", "assignment": "ASSIGNMENT",
             "assignment_type": "ASSIGNMENT_TYPE", "owner": "OWNER",
             "submission": "SUBMISSION_TAG", "commit": "COMMIT_URL", "release": "RELEASE_URL",
             "review": "REVIEW_URL"}
NOT_TOLD = {"classroom": "robin", "assignment_type": "individual", "submission": "submit/none"}
NO_DATE = "1970-01-01T00:00:00Z"  # the runner writes the real one over it


def of(points, maximum):
    return f"{points} of {maximum}"


def explained(result):
    """Why points were lost, with the hint and the picture; "" if none were."""
    if not result.problem:
        return ""
    parts = [result.problem]
    if result.case.hint:
        parts.append(f"Hint: {result.case.hint}")
    if result.picture:
        parts.append(result.picture)
    return "\n".join(parts)


def common_problem(grade):
    """What has cost all the points at once, as a compiler's error does; or None."""
    problems = {result.problem for result in grade.results}
    return problems.pop() if len(problems) == 1 and len(grade.results) > 1 else None


def text(grade):
    """All about GRADE, for people."""
    if grade.not_graded:
        return f"{grade.name}: not graded: {grade.not_graded}"
    lines = [f"{grade.name}: {of(grade.points, grade.maximum)}"]
    common = common_problem(grade)
    if common:
        lines.append(f"  lost all: {common}")
        lines += [textwrap.indent(grade.details.rstrip(), "    ")] if grade.details else []
        return "\n".join(lines)
    for result in grade.results:
        if result.problem:
            lines.append(f"  lost {result.case.points}: {result.case.title}")
            lines.append(textwrap.indent(explained(result), "    ", lambda line: True))
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines())


# --- Files

def gradescope(grade):
    if grade.not_graded:  # without a score Gradescope says that the grader has failed
        return {"output": f"not graded: {grade.not_graded}"}
    tests = [{"name": result.case.title, "score": result.points,
              "max_score": result.case.points, "output": explained(result),
              "output_format": "text", "visibility": result.case.visibility,
              "status": "failed" if result.problem else "passed"} for result in grade.results]
    return {"score": grade.points, "output": grade.details or common_problem(grade) or "",
            "output_format": "text", "tests": tests}


def classroom50(grade, title, environment):
    fields = {name: environment.get(variable) or
              {"assignment": title, "owner": grade.name}.get(name, NOT_TOLD.get(name, "none"))
              for name, variable in CLASSROOM.items()}
    tests = [{"test-name": result.case.title, "passed": not result.problem,
              "score": result.points, "max-score": result.case.points,
              "output": explained(result)} for result in grade.results]
    return {"schema": "classroom50/result/v1", **fields, "datetime": NO_DATE,
            "score": grade.points, "max-score": grade.maximum, "tests": tests}


def ctrf(grades, title):
    tests = []
    for grade in grades:
        if grade.not_graded:
            tests.append({"name": grade.name, "status": "other", "duration": 0,
                          "suite": [title, grade.name], "message": grade.not_graded})
        for result in grade.results:
            test = {"name": result.case.title, "status": "failed" if result.problem else "passed",
                    "duration": 0, "suite": [title, grade.name],
                    "extra": {"score": result.points, "max_score": result.case.points}}
            tests.append(test | ({"message": result.problem, "trace": explained(result)}
                                 if result.problem else {}))
    count = {status: sum(test["status"] == status for test in tests)
             for status in ("passed", "failed", "skipped", "pending", "other")}
    summary = {"tests": len(tests), **count, "start": 0, "stop": 0}
    return {"reportFormat": "CTRF", "specVersion": CTRF_VERSION, "generatedBy": TOOL,
            "results": {"tool": {"name": TOOL}, "summary": summary, "tests": tests}}


def plain(words):
    """WORDS without what XML cannot hold."""
    return "".join(letter if letter in "\n\t" or letter >= " " and letter.isprintable() else "?"
                   for letter in words)


def junit(grades, title):
    root = ElementTree.Element("testsuites", name=title)
    for grade in grades:
        failures = sum(bool(result.problem) for result in grade.results)
        suite = ElementTree.SubElement(root, "testsuite", name=grade.name, failures=str(failures),
                                       tests=str(len(grade.results)),
                                       errors=str(int(bool(grade.not_graded))))
        if grade.not_graded:
            case = ElementTree.SubElement(suite, "testcase", classname=grade.name, name="grading")
            ElementTree.SubElement(case, "error", message=plain(grade.not_graded))
        for result in grade.results:
            case = ElementTree.SubElement(suite, "testcase", classname=grade.name,
                                          name=plain(result.case.title))
            if result.problem:
                failure = ElementTree.SubElement(case, "failure", message=plain(result.problem))
                failure.text = plain(explained(result))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def write_csv(file, grades):
    """A row for each submission; a column for each case that all have."""
    titles = list(dict.fromkeys(result.case.title for grade in grades
                                for result in grade.results))
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["name", "points", "maximum", *titles, "note"])
    for grade in grades:
        got = {result.case.title: result.points for result in grade.results}
        totals = ["", ""] if grade.not_graded else [grade.points, grade.maximum]
        note = grade.not_graded or common_problem(grade) or ""
        writer.writerow(map(safe_cell, [grade.name, *totals,
                                        *(got.get(title, "") for title in titles), note]))


def safe_cell(value):
    """What a spreadsheet does not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


def write(path, words):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(words)


def as_json(data):
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def write_one(grade, out, title):
    """The files of one submission; of one that was not graded no result is left."""
    folder = os.path.join(out, grade.name)
    write(f"{folder}/results.json", as_json(gradescope(grade)))
    if not grade.not_graded:
        write(f"{folder}/result.json", as_json(classroom50(grade, title, os.environ)))
    elif os.path.exists(f"{folder}/result.json"):
        os.unlink(f"{folder}/result.json")


def write_all(grades, out, title):
    write(f"{out}/ctrf.json", as_json(ctrf(grades, title)))
    write(f"{out}/junit.xml", junit(grades, title))
    os.makedirs(out, exist_ok=True)
    with open(f"{out}/class.csv", "w", encoding="utf-8", newline="") as file:
        write_csv(file, grades)
