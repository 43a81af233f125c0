#!/usr/bin/env python3
"""Every test that SECURITY.md's table names is there.

usage: check_security.py [SECURITY.md]

The last column of a row names tests: functions of Tests/**/*.swift that are marked @Test (`name`, or `Suite.name`), and
programs of Tests/Tools. A row without any is a finding. Prints one line per finding; exit status 1 when there is one.
"""
import pathlib
import re
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


def tests():
    names = {path.name for path in (REPOSITORY / "Tests/Tools").glob("*.py")}
    for path in (REPOSITORY / "Tests").rglob("*.swift"):
        text = path.read_text()
        functions = re.findall(r"@Test\b(?:(?!@Test\b|\bfunc\b)[\s\S])*\bfunc\s+(\w+)", text)
        suites = re.findall(r"\bstruct\s+(\w+)", text)
        names |= {*functions, *(f"{suite}.{function}" for suite in suites for function in functions)}
    return names


def rows(text):
    """What is attacked, and the tests named, of each row of the table whose last column is «Test»."""
    inside = False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            inside = False
        elif cells[-1] == "Test":
            inside = True
        elif inside and not set(line) <= set("|-: "):
            yield cells[0], re.findall(r"`([^`]+)`", cells[-1])


def main(arguments):
    text = pathlib.Path(arguments[0] if arguments else REPOSITORY / "SECURITY.md").read_text()
    known, table = tests(), list(rows(text))
    found = [f"“{attack}” names no test" for attack, named in table if not named]
    found += [f"“{attack}”: there is no test {name}" for attack, named in table for name in named if name not in known]
    if not table:
        found.append("there is no table with a column «Test»")
    print("\n".join(found + [f"{len(table)} threats: {len(found)} findings"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
