#!/usr/bin/env python3
"""Checks recorded requests against GitHub's OpenAPI description, as githubkit generated it.

Reads JSON lines {"method", "path", "body"} (body: the JSON text that was sent, or null) from the files given. Every request must be an endpoint
that GitHub has, every body must fit that endpoint's model, and no body may hold a field the model does not know.
Prints what does not fit and a line of counts; exit status 1 if anything did not.
"""
import json
import re
import sys
from pathlib import Path

import githubkit_schemas.v2022_11_28 as schemas
from githubkit_schemas.v2022_11_28 import models
from pydantic import TypeAdapter, ValidationError

# A repository by its id, which the description does not have: GitHub's own redirects lead there after a rename or transfer
# (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects).
BY_ID = re.compile(r"^/repositories/\d+(?=/|$)")


def endpoints():
    """Method, pattern of the path, and the body's type for each call of the generated client."""
    found = {}
    for source in sorted(Path(schemas.__path__[0], "rest").glob("*.py")):
        for block in re.split(r"\n    (?=def |async def |@)", source.read_text()):
            url = re.search(r'\burl = f?"([^"]+)"', block)
            method = re.search(r'_github\.a?request\(\s*"([A-Z]+)"', block)
            if not url or not method:
                continue
            body = re.search(r"type_validate_python\(\s*(.+?),\s*json\s*\)", block, re.S)
            found[(method[1], url[1])] = re.sub(r"\s+", " ", body[1]).strip() if body else None
    return [(method, url, pattern(url), body) for (method, url), body in found.items()]


def pattern(url):
    """`/repos/{owner}/…`; `{path}` and `{ref}` may hold slashes."""
    parts = re.split(r"(\{[^}]+\})", url)
    wide = {"{path}", "{ref}"}
    return re.compile("^" + "".join(
        (".+" if part in wide else "[^/]+") if part.startswith("{") else re.escape(part) for part in parts) + "$")


def body_type(expression):
    names = {name: getattr(models, name) for name in re.findall(r"[A-Z]\w+", expression) if hasattr(models, name)}
    import typing
    names |= {name: getattr(typing, name) for name in ("Union", "Any", "Optional")}
    return TypeAdapter(eval(expression, names | {"list": list, "str": str, "None": None}))


def unknown_fields(value, sent, place=""):
    """Names that were sent and that no field of the validated model took."""
    if isinstance(sent, list) and isinstance(value, list):
        for index, (one, other) in enumerate(zip(value, sent)):
            yield from unknown_fields(one, other, f"{place}[{index}]")
    elif isinstance(sent, dict) and hasattr(value, "__pydantic_fields__"):
        fields = {field.alias or name: name for name, field in type(value).__pydantic_fields__.items()}
        for key, inner in sent.items():
            if key not in fields:
                yield f"{place}.{key}"
            else:
                yield from unknown_fields(getattr(value, fields[key]), inner, f"{place}.{key}")


def main(files):
    table = sorted(endpoints(), key=lambda row: row[1].count("{"))  # the most literal pattern first
    adapters, checked, wrong = {}, 0, []
    for file in files:
        for line in Path(file).read_text().splitlines():
            request = json.loads(line)
            method, path, body = request["method"], request["path"].split("?")[0], request.get("body")
            path = BY_ID.sub("/repos/owner/name", re.sub(r"^/api/v3(?=/)", "", path))
            checked += 1
            row = next((row for row in table if row[0] == method and row[2].match(path)), None)
            if row is None:
                wrong.append(f"{method} {path}: GitHub has no such endpoint")
                continue
            if not row[3]:
                if body not in (None, ""):
                    wrong.append(f"{method} {path}: a body was sent where GitHub takes none")
                continue
            sent = json.loads(body) if isinstance(body, str) else body
            adapter = adapters.setdefault(row[3], body_type(row[3]))
            try:
                value = adapter.validate_python(sent)
            except ValidationError as error:
                wrong.append(f"{method} {path}: {error}")
                continue
            wrong += [f"{method} {path}: unknown field {name}" for name in unknown_fields(value, sent)]
    for text in dict.fromkeys(wrong):
        print(text)
    print(f"{checked} requests checked, {len(wrong)} wrong")
    return 1 if wrong or checked == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
