#!/usr/bin/env python3
"""Checks what is not Swift: templates as the program renders them, the image, what is applied to a cluster, SECURITY.md.

usage: lint_files.py SLIPWAY           all checks; exit status 1 when one finds something
       lint_files.py SLIPWAY --prove   plants a fault for each check in a copy, and fails if the check does not find it

SLIPWAY is the program, for its templates. Needs Tests/Tools/requirements.txt (Scripts/python); the checks of overlays also
kubectl with kustomize 5, and are left out, visibly, without it.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from planted_faults import FAULTS

TOOLS = pathlib.Path(__file__).resolve().parent
REPOSITORY = TOOLS.parents[1]
PROGRAMS = pathlib.Path(sys.executable).parent
SETTINGS = {"plain": [], "full": ["domain=apps.example.com", "clusterIssuer=letsencrypt", "ingressClass=nginx"]}


def output(*command):
    """What it prints, and whether it ended well."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout, done.returncode == 0


def together(results):
    results = list(results)
    return "".join(text for text, good in results if not good), bool(results) and all(good for _, good in results)


def script(name, *arguments):
    return output(sys.executable, TOOLS / name, *arguments)


def arrange(slipway, work):
    """Everything that is checked, in one folder: templates rendered, the rest copied."""
    for source in (REPOSITORY / "Templates").iterdir():
        if source.name.startswith("_"):
            continue
        for name, values in SETTINGS.items():
            words = [word for value in ["name=Web.Shop_2", *values] for word in ("--set", value)]
            text, good = output(slipway, "template", "render", source.name, *words, "--output",
                                work / "templates" / f"{source.name}-{name}", "--templates", REPOSITORY / "Templates")
            if not good:
                sys.exit(f"lint-files: the template {source.name} cannot be rendered:\n{text}")
    shutil.copytree(REPOSITORY / "Deploy", work / "Deploy")
    shutil.copytree(REPOSITORY / ".github", work / "slipway" / ".github")
    shutil.copy(REPOSITORY / "SECURITY.md", work)


def workflows(work):
    """What a workflow lets strangers do."""
    return output(PROGRAMS / "zizmor", "--offline", "--no-progress", "--quiet", "--persona=auditor",
                  work / "templates", work / "slipway")


def schemas(work):
    """GitHub's own files against its schemas."""
    kinds = {"github-workflows": ".github/workflows/*.yml", "dependabot": ".github/dependabot.yml"}
    return together(output(PROGRAMS / "check-jsonschema", "--builtin-schema", f"vendor.{kind}",
                           *work.glob(f"templates/*/{pattern}"), *work.glob(f"slipway/{pattern}"))
                    for kind, pattern in kinds.items())


def dockerfiles(work):
    return output(PROGRAMS / "hadolint", *work.rglob("Dockerfile"))


def manifests(work):
    """Every overlay against the schemas of Kubernetes, unknown fields refused; and what Deploy/ must never lose."""
    folder = work / "overlays"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    results = []
    for overlay in sorted(work.glob("**/overlays/*/kustomization.yaml")):
        text, good = output("kubectl", "kustomize", overlay.parent)
        name = "-".join(overlay.parent.relative_to(work).parts)
        (folder / f"{name}.yaml").write_text(text if good else "")
        results.append((f"{overlay.parent.relative_to(work)}: {text}", good))
    results.append(script("validate_manifests.py", folder))
    results += [script("check_deploy.py", path) for path in folder.glob("Deploy-*.yaml")]
    return together(results)


def admission(work):
    return script("check_admission.py", work / "Deploy/base/admission.yaml")


def threats(work):
    return script("check_security.py", work / "SECURITY.md")


CHECKS = {check.__name__: check for check in (workflows, schemas, dockerfiles, manifests, admission, threats)}


def available():
    """- Returns: the checks that can be made here."""
    text, good = output("kubectl", "version", "--client", "--output", "json")
    version = json.loads(text).get("kustomizeVersion", "none") if good else "none"
    if version.startswith("v5."):
        return CHECKS
    print(f"- manifests: left out, kubectl has no kustomize 5 here (it has {version})")
    return {name: check for name, check in CHECKS.items() if name != "manifests"}


def prove(work, checks):
    """- Returns: how many faults were not found."""
    missed = 0
    for name, pattern, old, new in FAULTS:
        if name not in checks:
            continue
        path = next(iter(sorted(work.glob(pattern))))
        before = path.read_text()
        if old not in before:
            sys.exit(f"lint-files: {path.relative_to(work)} has no “{old}” for a fault. Mend Tests/Tools/planted_faults.py.")
        path.write_text(before.replace(old, new, 1))
        _, good = checks[name](work)
        path.write_text(before)
        missed += good
        fault = f"“{' '.join(old.split())}” → “{' '.join(new.split())}” in {path.name}"
        print(f"{'✗ not found by' if good else '✓ found by'} {name}: {fault}", flush=True)
    unproven = set(checks) - {name for name, *_ in FAULTS}
    if unproven:
        sys.exit(f"lint-files: no fault is planted for {', '.join(sorted(unproven))}.")
    return missed


def main(arguments):
    if not arguments or arguments[1:] not in ([], ["--prove"]):
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        arrange(pathlib.Path(arguments[0]).resolve(strict=True), work)
        checks, wrong = available(), 0
        for name, check in checks.items():
            text, good = check(work)
            wrong += not good
            print(f"{'✓' if good else '✗'} {name}{'' if good else chr(10) + text.strip()}", flush=True)
        if not wrong and arguments[1:]:
            wrong = prove(work, checks)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
