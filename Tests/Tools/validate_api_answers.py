#!/usr/bin/env python3
"""Validates answers of Slipway's API against its OpenAPI document, and the document against OpenAPI's own schema.

usage: validate_api_answers.py DOCUMENT.yaml RECORDING.jsonl...
       validate_api_answers.py --check       only tells (exit status) whether the tools are installed

Each line of a recording is one exchange: {"method", "path", "status", "type", "body", "request"}; "request" is the body that
was sent, null when there was none. Prints one line per finding and what was seen of the document; exit status 1 when there
is a finding. Needs PyPI's openapi-spec-validator.
"""
import collections
import datetime
import json
import re
import sys
import urllib.parse

try:
    import jsonschema
    import openapi_spec_validator
    import yaml
except ImportError:
    sys.exit("openapi-spec-validator is not installed: pip install openapi-spec-validator")

formats = jsonschema.FormatChecker(formats=[])


@formats.checks("date-time", raises=ValueError)
def is_time(value):
    """RFC 3339 in UTC, as the document promises."""
    if not isinstance(value, str):
        return True
    datetime.datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")
    return True


def closed(schema):
    """The schema, refusing members it does not know: what is answered must be in the document."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and "additionalProperties" not in schema:
        result["additionalProperties"] = False
    return result


class Document:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.content = yaml.safe_load(file)
        openapi_spec_validator.validate(self.content)
        self.components = closed(self.content["components"])
        self.paths = [(self.pattern(path), path, item) for path, item in self.content["paths"].items()]
        self.seen = collections.Counter()

    @staticmethod
    def pattern(path):
        parts = re.split(r"\{[^}]+\}", path)
        return re.compile("[^/]+".join(re.escape(part) for part in parts) + "$")

    def resolve(self, node):
        while "$ref" in node:
            target = self.content
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node

    def documented(self):
        """Every answer of every operation that the document has."""
        for path, item in self.content["paths"].items():
            for method, operation in item.items():
                for status in operation["responses"]:
                    yield operation["operationId"], status

    def errors(self, exchange):
        url = urllib.parse.urlsplit(exchange["path"])
        method = "get" if exchange["method"] == "HEAD" else exchange["method"].lower()
        status = str(exchange["status"])
        item = next((item for pattern, _, item in self.paths if pattern.match(url.path)), None)
        if item is None or method not in item:
            if status not in ("401", "404" if item is None else "405"):
                yield f"answered with {status}, and the document has no such operation"
            yield from self.body_errors({"$ref": "#/components/schemas/Problem"}, exchange)
            return
        operation = item[method]
        if status not in operation["responses"]:
            yield f"the document does not know the status {status}"
            return
        self.seen[operation["operationId"], status] += 1
        yield from self.query_errors(operation, url, status)
        if status.startswith("2") and exchange.get("request") is not None:
            yield from self.request_errors(operation, exchange["request"])
        content = self.resolve(operation["responses"][status])["content"]
        if exchange["type"] not in content:
            yield f"its type is {exchange['type']}"
        elif exchange["method"] != "HEAD":
            yield from self.body_errors(content[exchange["type"]]["schema"], exchange)

    def query_errors(self, operation, url, status):
        known = {p["name"]: p for p in operation.get("parameters", []) if p["in"] == "query"}
        for name, value in urllib.parse.parse_qsl(url.query, keep_blank_values=True):
            if status.startswith("2") and name not in known:
                yield f"the document does not know the parameter {name}"
            elif status.startswith("2"):
                schema = known[name]["schema"]
                value = int(value) if schema.get("type") == "integer" else value
                yield from (f"parameter {name}: {error}" for error in self.schema_errors(schema, value))

    def request_errors(self, operation, body):
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        yield from (f"request: {error}" for error in self.schema_errors(schema, json.loads(body)))

    def body_errors(self, schema, exchange):
        if exchange["method"] != "HEAD":
            yield from self.schema_errors(schema, exchange["body"])

    def schema_errors(self, schema, value):
        whole = {"allOf": [closed(schema)], "components": self.components}
        validator = jsonschema.Draft202012Validator(whole, format_checker=formats)
        for error in validator.iter_errors(value):
            yield f"{'.'.join(str(part) for part in error.absolute_path)}: {error.message[:300]}"


def main(arguments):
    if arguments == ["--check"]:
        return 0
    if len(arguments) < 2:
        sys.exit(__doc__)
    document = Document(arguments[0])
    found, number = [], 0
    for path in arguments[1:]:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                number += 1
                exchange = json.loads(line)
                for error in document.errors(exchange):
                    found.append(f"{exchange['method']} {exchange['path']} {exchange['status']}: {error}")
    all_answers = set(document.documented())
    print("\n".join(sorted(set(found))))
    unseen = ", ".join(f"{operation} {status}" for operation, status in sorted(all_answers - set(document.seen)))
    print(f"not seen: {unseen or 'none'}")
    print(f"{number} answers, {len(all_answers & set(document.seen))} of {len(all_answers)} documented ones: "
          f"{len(set(found))} findings")
    return 1 if found or not number else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
