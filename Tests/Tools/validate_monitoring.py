#!/usr/bin/env python3
"""Validates what Prometheus and Grafana are given.

usage: validate_monitoring.py METRICS.txt...     pages of /metrics, in Prometheus' text format
       validate_monitoring.py --rules FOLDER     the expressions of rules (*.yaml) and dashboards (*.json) in FOLDER
       validate_monitoring.py --check            only tells (exit status) whether the tools are installed

Prints one line per finding; exit status 1 when there is one. Needs PyPI's prometheus-client and promql-parser.
"""
import json
import math
import pathlib
import sys

try:
    import promql_parser
    import yaml
    from prometheus_client import parser
except ImportError:
    sys.exit("prometheus-client or promql-parser is not installed: pip install prometheus-client promql-parser")


def page_errors(text):
    """What is wrong with a page. The parser refuses what is no exposition at all."""
    names, series = set(), set()
    if not text.endswith("\n"):
        yield "the last line does not end"
    for family in parser.text_string_to_metric_families(text):
        if family.name in names:
            yield f"{family.name}: its lines do not stand together"
        names.add(family.name)
        if family.type == "unknown":
            yield f"{family.name}: it has no type"
        if not family.documentation:
            yield f"{family.name}: it has no help"
        for sample in family.samples:
            key = (sample.name, tuple(sorted(sample.labels.items())))
            if key in series:
                yield f"{sample.name}{sample.labels}: it is there twice"
            series.add(key)
            if family.type == "counter" and (sample.value < 0 or not sample.name.endswith("_total")):
                yield f"{sample.name}: not as a counter is"
        if family.type == "histogram":
            yield from histogram_errors(family)


def histogram_errors(family):
    buckets, counts, sums = {}, {}, set()
    for sample in family.samples:
        key = tuple(sorted((name, value) for name, value in sample.labels.items() if name != "le"))
        if sample.name.endswith("_bucket"):
            buckets.setdefault(key, []).append((float(sample.labels["le"]), sample.value))
        elif sample.name.endswith("_count"):
            counts[key] = sample.value
        elif sample.name.endswith("_sum"):
            sums.add(key)
    for key, found in buckets.items():
        values = [value for _, value in found]
        if [bound for bound, _ in found] != sorted(bound for bound, _ in found) or values != sorted(values):
            yield f"{family.name}{key}: its buckets do not rise"
        if found[-1][0] != math.inf or found[-1][1] != counts.get(key):
            yield f"{family.name}{key}: its last bucket does not hold all"
    if set(buckets) != set(counts) or set(counts) != sums:
        yield f"{family.name}: buckets, sums and counts are not of the same series"


def expressions(path):
    """Every PromQL expression of a file, with where it stands."""
    if path.suffix == ".yaml":
        for group in yaml.safe_load(path.read_text())["groups"]:
            for rule in group["rules"]:
                yield rule.get("alert") or rule["record"], rule["expr"]
        return
    dashboard = json.loads(path.read_text())
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            # Grafana puts its own interval there.
            yield panel["title"], target["expr"].replace("$__rate_interval", "5m")


def rule_errors(path):
    for place, expression in expressions(path):
        try:
            promql_parser.parse(expression)
        except ValueError as error:
            yield f"{place}: {error}"


def main(arguments):
    if arguments == ["--check"]:
        return 0
    if not arguments:
        sys.exit(__doc__)
    if arguments[0] == "--rules":
        folder = pathlib.Path(arguments[1])
        files = sorted(folder.glob("*.yaml")) + sorted(folder.glob("*.json"))
        number = sum(len(list(expressions(path))) for path in files)
        what, errors = "expressions", rule_errors
    else:
        files = [pathlib.Path(name) for name in arguments]
        number = sum(len(path.read_text().splitlines()) for path in files)
        what, errors = "lines", lambda path: page_errors(path.read_text())
    found = []
    for path in files:
        try:
            found += [f"{path.name}: {error}" for error in errors(path)]
        except ValueError as error:
            found.append(f"{path.name}: {error}")
    print("\n".join(found + [f"{len(files)} files, {number} {what}: {len(found)} findings"]))
    return 1 if found or not number else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
