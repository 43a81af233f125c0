#!/usr/bin/env python3
"""Tries each policy of Deploy/base/admission.yaml with a table of requests: allowed, or refused by which rule.

usage: check_admission.py [POLICY]

Needs PyPI's cel-python. Prints one line per finding; exit status 1 when there is one. For each validation it is also taken out
once: if no request is decided otherwise then, the table does not test it.
"""
import copy
import functools
import pathlib
import sys

import celpy
import yaml

import admission_requests
import admission_requests_flux

TABLES = {"slipway": admission_requests, "slipway-projects": admission_requests_flux}
POLICY = pathlib.Path(__file__).resolve().parents[2] / "Deploy/base/admission.yaml"

ENVIRONMENT = celpy.Environment()


@functools.cache
def program(text):
    return ENVIRONMENT.program(ENVIRONMENT.compile(text))


class Policy:
    """The parts of a ValidatingAdmissionPolicy that decide, compiled."""

    def __init__(self, document):
        spec = document["spec"]
        self.conditions = [program(entry["expression"]) for entry in spec["matchConditions"]]
        self.variables = [(entry["name"], entry["expression"], program(entry["expression"])) for entry in spec["variables"]]
        self.validations = [(entry["message"], program(entry["expression"])) for entry in spec["validations"]]
        rules = spec["matchConstraints"]
        self.operations = rules["resourceRules"][0]["operations"]
        self.groups = rules["resourceRules"][0]["apiGroups"]
        self.excluded = [group for rule in rules.get("excludeResourceRules", []) for group in rule["apiGroups"]]
        self.labels = rules.get("namespaceSelector", {}).get("matchLabels", {})
        self.table = TABLES[document["metadata"]["name"]]

    def refusals(self, request):
        """The numbers of the validations that refuse; an error refuses too, as failurePolicy: Fail has it."""
        attributes = request["request"]
        if attributes["operation"] not in self.operations or not self.is_about(attributes["resource"]["group"]):
            return []
        if not self.is_inside(request["namespaceObject"]):
            return []
        names = {name: celpy.json_to_cel(value) for name, value in request.items()}
        if not all(condition.evaluate(names) for condition in self.conditions):
            return []
        values = {}
        for name, _, program in self.variables:
            values[name] = self.evaluate(program, {**names, "variables": celpy.celtypes.MapType(values)})
        values = {celpy.celtypes.StringType(name): value for name, value in values.items()}
        names["variables"] = celpy.celtypes.MapType(values)
        return [number for number, (_, program) in enumerate(self.validations)
                if self.evaluate(program, names) is not True and self.evaluate(program, names) != True]  # noqa: E712

    def is_about(self, group):
        return (group in self.groups or "*" in self.groups) and group not in self.excluded

    def is_inside(self, namespace):
        found = (namespace or {"metadata": {}})["metadata"].get("labels", {})
        return all(found.get(key) == value for key, value in self.labels.items())

    @staticmethod
    def evaluate(program, names):
        try:
            return program.evaluate(names)
        except celpy.CELEvalError as error:
            return error


def findings(policy):
    for name, request in policy.table.ALLOWED.items():
        refused = policy.refusals(request)
        if refused:
            yield f"{name}: refused, but it must be allowed: {policy.validations[refused[0]][0]}"
    for name, request in policy.table.REFUSED.items():
        if not policy.refusals(request):
            yield f"{name}: allowed"


def untested(document):
    for number, validation in enumerate(document["spec"]["validations"]):
        without = copy.deepcopy(document)
        del without["spec"]["validations"][number]
        if not any(True for _ in findings(Policy(without))):
            yield f"no request is decided otherwise without: {validation['message']}"


def main(arguments):
    path = pathlib.Path(arguments[0]) if arguments else POLICY
    documents = [item for item in yaml.safe_load_all(path.read_text()) if item["kind"] == "ValidatingAdmissionPolicy"]
    names = [document["metadata"]["name"] for document in documents]
    found = [f"there is no policy {name}" for name in TABLES if name not in names]
    for document in documents:
        found += list(findings(Policy(document))) or list(untested(document))
    counts = [(len(table.ALLOWED), len(table.REFUSED)) for table in TABLES.values()]
    allowed, refused = (sum(numbers) for numbers in zip(*counts))
    print("\n".join(found + [f"{allowed} requests to allow, {refused} to refuse: {len(found)} findings"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
