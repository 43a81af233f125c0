#!/usr/bin/env python3
"""Validates Kubernetes manifests against the schemas of a Kubernetes version.

usage: validate_manifests.py FOLDER      every *.yaml below FOLDER, several documents each
       validate_manifests.py --check     only tells (exit status) whether the tools are installed

Needs PyPI's kubernetes-validate (which brings PyYAML). Prints one line per finding; exit status 1 when there is one.
"""
import functools
import pathlib
import sys

try:
    import kubernetes_validate
    import yaml
except ImportError:
    sys.exit("kubernetes-validate is not installed: pip install kubernetes-validate")


def findings(path, version):
    for document in yaml.safe_load_all(path.read_text()):
        if document is None:
            continue
        name = f"{document.get('kind')}/{document.get('metadata', {}).get('name')}"
        try:
            kubernetes_validate.validate(document, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            place = ".".join(str(part) for part in error.path)
            yield f"{path}: {name}: {place}: {error.message}"
        except kubernetes_validate.SchemaNotFoundError as error:
            yield f"{path}: {name}: {error.message}"


def main(arguments):
    if arguments == ["--check"]:
        return 0
    if len(arguments) != 1:
        sys.exit(__doc__)
    version = kubernetes_validate.latest_version()
    # The library reads its schemas, megabytes of them, anew for each document.
    kubernetes_validate.utils.schema_contents = functools.cache(kubernetes_validate.utils.schema_contents)
    files = sorted(pathlib.Path(arguments[0]).rglob("*.yaml"))
    found = [line for path in files for line in findings(path, version)]
    print("\n".join(found + [f"{len(files)} files against Kubernetes {version}: {len(found)} findings"]))
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
