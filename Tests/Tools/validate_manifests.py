#!/usr/bin/env python3
"""Validates Kubernetes manifests against the schemas of a Kubernetes version, or of CustomResourceDefinitions.

usage: validate_manifests.py FOLDER              every *.yaml below FOLDER, several documents each
       validate_manifests.py --crds CRDS FOLDER  against the CustomResourceDefinitions in CRDS/*.yaml instead
       validate_manifests.py --check             only tells (exit status) whether the tools are installed

Needs PyPI's kubernetes-validate (which brings PyYAML and jsonschema). Prints one line per finding; exit status 1 when there is one.
"""
import functools
import pathlib
import sys

try:
    import jsonschema
    import kubernetes_validate
    import yaml
except ImportError:
    sys.exit("kubernetes-validate is not installed: pip install kubernetes-validate")


def closed(schema):
    """The schema, refusing fields it does not know: the API server would drop them without a word."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: closed(value) for key, value in schema.items()}
    keeps_unknown = schema.get("x-kubernetes-preserve-unknown-fields")
    if isinstance(schema.get("properties"), dict) and "additionalProperties" not in schema and not keeps_unknown:
        result["additionalProperties"] = False
    return result


def custom_types(folder):
    """A validator for each apiVersion and kind that the definitions in the folder serve."""
    validators = {}
    for path in sorted(pathlib.Path(folder).glob("*.yaml")):
        for definition in yaml.safe_load_all(path.read_text()):
            if not definition or definition.get("kind") != "CustomResourceDefinition":
                continue
            spec = definition["spec"]
            for version in spec["versions"]:
                schema = closed(version["schema"]["openAPIV3Schema"])
                validator = jsonschema.Draft7Validator(schema)
                validators[f"{spec['group']}/{version['name']}", spec["names"]["kind"]] = validator
    return validators


def custom_errors(document, validators):
    validator = validators.get((document.get("apiVersion"), document.get("kind")))
    if validator is None:
        return [("", f"there is no definition of {document.get('apiVersion')} {document.get('kind')}")]
    return [(error.path, error.message) for error in validator.iter_errors(document)]


def builtin_errors(document, version):
    try:
        kubernetes_validate.validate(document, version, strict=True)
    except kubernetes_validate.ValidationError as error:
        return [(error.path, error.message)]
    except kubernetes_validate.SchemaNotFoundError as error:
        return [("", error.message)]
    return []


def findings(path, errors):
    for document in yaml.safe_load_all(path.read_text()):
        if document is None:
            continue
        name = f"{document.get('kind')}/{document.get('metadata', {}).get('name')}"
        for place, message in errors(document):
            yield f"{path}: {name}: {'.'.join(str(part) for part in place)}: {message}"


def main(arguments):
    if arguments == ["--check"]:
        return 0
    if len(arguments) == 3 and arguments[0] == "--crds":
        validators = custom_types(arguments[1])
        standard, errors = f"{len(validators)} custom types", lambda document: custom_errors(document, validators)
    elif len(arguments) == 1:
        version = kubernetes_validate.latest_version()
        # The library reads its schemas, megabytes of them, anew for each document.
        kubernetes_validate.utils.schema_contents = functools.cache(kubernetes_validate.utils.schema_contents)
        standard, errors = f"Kubernetes {version}", lambda document: builtin_errors(document, version)
    else:
        sys.exit(__doc__)
    files = sorted(pathlib.Path(arguments[-1]).rglob("*.yaml"))
    found = [line for path in files for line in findings(path, errors)]
    print("\n".join(found + [f"{len(files)} files against {standard}: {len(found)} findings"]))
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
