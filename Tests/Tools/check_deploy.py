#!/usr/bin/env python3
"""What an overlay of Deploy/ must never lose, whatever else is changed.

usage: check_deploy.py RENDERED     what `kubectl kustomize Deploy/overlays/…` printed

Prints one line per finding; exit status 1 when there is one.
"""
import pathlib
import sys

import yaml


def pod(objects):
    deployment = objects["Deployment", "slipway"]["spec"]
    spec = deployment["template"]["spec"]
    user, box = spec["securityContext"], spec["containers"][0]
    inner = box["securityContext"]
    volumes = {volume["name"]: volume for volume in spec["volumes"]}
    mounts = {mount["mountPath"]: volumes[mount["name"]] for mount in box["volumeMounts"]}
    yield "one pod, the old one gone first", deployment["replicas"] == 1 and deployment["strategy"] == {"type": "Recreate"}
    yield "not root", user["runAsNonRoot"] and user["runAsUser"] > 0 and user["runAsGroup"] > 0
    yield "seccomp", user["seccompProfile"] == {"type": "RuntimeDefault"}
    yield "no capability", inner["capabilities"] == {"drop": ["ALL"]}
    yield "no privilege", inner["allowPrivilegeEscalation"] is False and not inner.get("privileged")
    yield "nothing of the node", not any(spec.get(key) for key in ("hostNetwork", "hostPID", "hostIPC"))
    yield "a root that cannot be written", inner["readOnlyRootFilesystem"] is True
    yield "memory bounded", "memory" in box["resources"]["limits"] and set(box["resources"]["requests"]) == {"cpu", "memory"}
    yield "room for temporary files", "emptyDir" in mounts["/tmp"]
    yield "a disk that stays", "persistentVolumeClaim" in mounts["/data"]
    yield "secrets for its group only", mounts["/etc/slipway-secrets"]["secret"]["defaultMode"] == 0o400
    yield "a group that may read them", user["fsGroup"] == user["runAsGroup"]
    yield "no secret in the environment", not any("valueFrom" in variable for variable in box["env"]) and "envFrom" not in box
    probes = [(box[name]["httpGet"]["path"], box[name]["httpGet"]["port"]) for name in
              ("livenessProbe", "readinessProbe", "startupProbe")]
    yield "probes", probes == [("/healthz", "operations"), ("/readyz", "operations"), ("/healthz", "operations")]
    configuration = mounts["/etc/slipway"]["configMap"]["name"]
    yield "its configuration", "slipway.yaml" in objects.get(("ConfigMap", configuration), {}).get("data", {})


def ways(objects):
    """How anybody gets to it."""
    ingress = objects["Ingress", "slipway"]["spec"]
    services = [value["spec"] for (kind, _), value in objects.items() if kind == "Service"]
    ports = {port["targetPort"] for service in services for port in service["ports"]}
    policy = objects["NetworkPolicy", "slipway"]["spec"]
    monitoring = [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}]
    into = {rule["ports"][0]["port"]: rule.get("from") for rule in policy["ingress"]}
    paths = [(path["path"], path["backend"]["service"]["name"]) for rule in ingress["rules"] for path in rule["http"]["paths"]]
    yield "only webhooks from outside", paths == [("/webhooks", "slipway")] and "defaultBackend" not in ingress
    webhooks, operations = objects["Service", "slipway"], objects["Service", "slipway-operations"]
    yield "a Service each", ports == {"webhooks", "operations"} and len(services) == 2
    yield "webhooks and nothing else", [port["targetPort"] for port in webhooks["spec"]["ports"]] == ["webhooks"]
    yield "operations inside only", operations["spec"]["type"] == "ClusterIP"
    yield "webhooks while it is not ready", all(service["publishNotReadyAddresses"] for service in services)
    yield "a network policy both ways", sorted(policy["policyTypes"]) == ["Egress", "Ingress"]
    yield "operations for monitoring only", into["operations"] == monitoring and set(into) == {"webhooks", "operations"}


def rights(objects):
    for name in ("slipway", "slipway-projects"):
        binding = objects.get(("ValidatingAdmissionPolicyBinding", name), {"spec": {}})["spec"]
        yield f"an admission policy {name} that refuses", binding == {"policyName": name, "validationActions": ["Deny"]}
    yield "its namespace is restricted", (objects["Namespace", "slipway"]["metadata"]["labels"] or {}).get(
        "pod-security.kubernetes.io/enforce") == "restricted"
    stray = [kind for (kind, _), value in objects.items() if kind in ("Role", "RoleBinding", "Secret")]
    yield "no other rights, and no secret in the files", stray == []


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__)
    text = pathlib.Path(arguments[0]).read_text()
    objects = {(item["kind"], item["metadata"]["name"]): item for item in yaml.safe_load_all(text) if item}
    found = []
    for part in (pod, ways, rights):
        try:
            found += [name for name, good in part(objects) if not good]
        except (KeyError, IndexError, TypeError) as error:
            found.append(f"{part.__name__}: something is missing: {error!r}")
    print("\n".join([f"{arguments[0]}: not so: {name}" for name in found] + [f"{len(found)} findings"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
