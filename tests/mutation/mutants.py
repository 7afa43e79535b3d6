"""Small changes of C sources, each of which a test should notice.

A change is made in one line, and keeps the number of lines. It is known by its file, the function
that it is in, the line before and after, and, if the function has several such lines, by which of
them it is: so it has the same name as long as that line stays as it is.

(Tools that do this for C, such as mull and dextool, need a compiler of their own version and are
not packaged by Debian; universalmutator's rules are as simple as these, and it knows no way to
build but a whole make for each change.)
"""

import hashlib
import re
from typing import NamedTuple


class Mutant(NamedTuple):
    """LINE of FILE, counted from 0, whose text BEFORE becomes AFTER."""

    file: str
    function: str
    line: int
    nth: int
    before: str
    after: str

    @property
    def name(self):
        which = f" ({self.nth})" if self.nth > 1 else ""
        return f"{self.file} {self.function}{which}: {self.before} -> {self.after}"

    def text(self, source):
        """SOURCE with the change."""
        lines = source.split("\n")
        indent = lines[self.line][:len(lines[self.line]) - len(lines[self.line].lstrip())]
        lines[self.line] = indent + self.after
        return "\n".join(lines)


STATEMENT = re.compile(r"(?!return|goto|break|continue|case|default|else|do\b|_Static_assert|ASSERT|kernel_worked)"
                       r"[\w>*()&.\[\]-]+(?:\([^;{}]*\)| (?:[-+|&*/]|<<|>>)?= [^;{}]*|\+\+|--);(?: /\*.*\*/)?")
DECLARATION = re.compile(r"(?:const |static |struct |enum |unsigned |u?int\w* |bool |size_t |tick_t "
                         r"|pid_t |virt_t |phys_t |\w+_t )")
# What becomes what, wherever it stands.
CHANGES = [
    (r" < ", " <= "), (r" <= ", " < "), (r" > ", " >= "), (r" >= ", " > "),
    (r" == ", " != "), (r" != ", " == "), (r" && ", " || "), (r" \|\| ", " && "),
    (r" \+ 1\b", " + 0"), (r" - 1\b", " - 0"), (r" \+= ", " -= "), (r" -= ", " += "),
    (r"\btrue\b", "false"), (r"\bfalse\b", "true"), (r" \+ (?!1\b)", " - "), (r" - (?!1\b)", " + "),
]
CONDITION = re.compile(r"^((?:\} else )?(?:if|while) )\((.*)\)( \{)?$")


def changes_of(text):
    """What the line TEXT, without blanks around it, may become."""
    if DECLARATION.match(text) or text.startswith(("ASSERT", "*", "/*", "#", "_Static_assert")):
        if " = " not in text or text.startswith(("static", "#", "/*", "*", "ASSERT")):
            return
    code = text.split(" /*")[0]
    found = CONDITION.match(code)
    if found:
        yield f"{found[1]}(!({found[2]})){found[3] or ''}"
    for pattern, after in CHANGES:
        for place in re.finditer(pattern, code):
            if '"' not in code[:place.start()] or code[:place.start()].count('"') % 2 == 0:
                yield code[:place.start()] + after + code[place.end():]
    if STATEMENT.fullmatch(text) and not DECLARATION.match(text):
        yield ";"


def functions(lines):
    """(name, first line, line behind the last) of each function."""
    name, begin = None, None
    for number, line in enumerate(lines):
        heading = re.match(r"^\w.*?\b(\w+)\(", re.sub(r"__attribute__\(\(.*?\)\) ?", "", line))
        if not heading:  # or the name stands behind its type's line
            heading = re.match(r"^(\w+)\(", line)
        if heading and not line.endswith(";") and begin is None:
            name = heading[1]
        if line == "{":
            begin = number
        if line == "}" and begin is not None:
            yield name, begin + 1, number
            begin = None


def mutants(file, source):
    """All changes of SOURCE, the text of FILE."""
    lines = source.split("\n")
    for name, begin, end in functions(lines):
        seen, in_comment, is_whole = {}, False, True
        for number in range(begin, end):
            text = lines[number].strip()
            in_comment |= text.startswith("/*")
            if not in_comment and text:
                for after in changes_of(text) if is_whole or text[0] in "&|?:" else []:
                    if after == ";" and not is_whole:
                        continue
                    nth = seen[text, after] = seen.get((text, after), 0) + 1
                    yield Mutant(file, name, number, nth, text, after)
                is_whole = text.endswith((";", "{", "}", ":", "*/", ")")) and not text.endswith("(")
            if "*/" in text:
                in_comment = False


def choose(found, count):
    """COUNT of FOUND, the same ones each time, and as many of each file as it has: by the hash of
    their names."""
    order = sorted(found, key=lambda each: hashlib.sha256(each.name.encode()).hexdigest())
    return sorted(order[:count], key=lambda each: (each.file, each.line, each.after))
