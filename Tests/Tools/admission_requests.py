"""Requests to the API server as admission sees them, for check_admission.py: what Slipway does, and what it must not."""

SLIPWAY = "system:serviceaccount:slipway:slipway"
LABELS = {"app.kubernetes.io/managed-by": "slipway", "slipway.dev/project": "p1", "slipway.dev/environment": "staging"}
HOME = "project-p1-staging"
FLUX = "kustomize.toolkit.fluxcd.io"
RBAC = "rbac.authorization.k8s.io"


def metadata(name, namespace=None, labels=LABELS, **more):
    result = {"name": name, **more}
    if namespace:
        result["namespace"] = namespace
    if labels is not None:
        result["labels"] = labels
    return result


def request(operation, group, resource, new, old=None, namespace=HOME, user=SLIPWAY, container=LABELS):
    """- container: the labels of the namespace that the object is in."""
    subject = new if new is not None else old
    attributes = {"operation": operation, "resource": {"group": group, "version": "v1", "resource": resource},
                  "name": subject["metadata"]["name"], "userInfo": {"username": user}}
    if namespace:
        attributes["namespace"] = namespace
    inside = None
    if namespace and resource != "namespaces":
        inside = {"metadata": metadata(namespace, labels=container)}
    return {"request": attributes, "object": new, "oldObject": old, "namespaceObject": inside}


def namespace(operation, name=HOME, labels=LABELS, old=LABELS, user=SLIPWAY):
    """The API server names a Namespace as its own namespace."""
    after = None if operation == "DELETE" else {"metadata": metadata(name, labels=labels)}
    before = None if operation == "CREATE" else {"metadata": metadata(name, labels=old)}
    return request(operation, "", "namespaces", after, before, namespace=name, user=user)


def binding(role="edit", account="slipway-deployer", where=HOME, kind="ServiceAccount", role_kind="ClusterRole", more=()):
    subjects = [{"kind": kind, "name": account, "namespace": where}, *more]
    return {"metadata": metadata("slipway-deployer", HOME), "roleRef": {"apiGroup": RBAC, "kind": role_kind, "name": role},
            "subjects": subjects}


def create_binding(**options):
    return request("CREATE", RBAC, "rolebindings", binding(**options))


def kustomization(annotations=None, **spec):
    every = {"serviceAccountName": "slipway-deployer", "targetNamespace": HOME, "path": "./k8s/overlays/staging",
             "sourceRef": {"kind": "GitRepository", "name": "p1-repo"}, "prune": True, **spec}
    about = metadata("p1-staging", HOME)
    if annotations:
        about["annotations"] = annotations
    return {"metadata": about, "spec": {key: value for key, value in every.items() if value is not None}}


def flux(operation, new, old=None):
    return request(operation, FLUX, "kustomizations", new, old)


def plain(name, labels=LABELS, **more):
    return {"metadata": metadata(name, HOME, labels), **more}


ASKED = {"reconcile.fluxcd.io/requestedAt": "1"}
STRANGER = {"kind": "User", "name": "mallory"}
CHANGED_BY_HAND = kustomization(serviceAccountName=None)

ALLOWED = {
    "makes a project's namespace": namespace("CREATE"),
    "applies it again": namespace("UPDATE"),
    "puts a label back": namespace("UPDATE", old={}),
    "deletes it": namespace("DELETE"),
    "binds edit to the deployer": create_binding(),
    "binds slipway-project to itself": create_binding(role="slipway-project", account="slipway", where="slipway"),
    "applies a binding again": request("UPDATE", RBAC, "rolebindings", binding(), binding()),
    "puts a binding's subject back": request("UPDATE", RBAC, "rolebindings", binding(), binding(account="mallory")),
    "makes a quota": request("CREATE", "", "resourcequotas", plain("project-quota")),
    "makes a network policy": request("CREATE", "networking.k8s.io", "networkpolicies", plain("project-isolation")),
    "changes the default account": request("UPDATE", "", "serviceaccounts", plain("default"), plain("default", labels=None)),
    "keeps a git login": request("CREATE", "", "secrets", plain("p1-git-auth", type="Opaque")),
    "keeps a registry's login": request("CREATE", "", "secrets", plain("7-ghcr-auth", type="kubernetes.io/dockerconfigjson")),
    "forgets a login": request("DELETE", "", "secrets", None, plain("7-ghcr-auth", type="kubernetes.io/dockerconfigjson")),
    "makes a source": request("CREATE", "source.toolkit.fluxcd.io", "gitrepositories", plain("p1-repo", spec={})),
    "deletes a source": request("DELETE", "source.toolkit.fluxcd.io", "gitrepositories", None, plain("p1-repo", spec={})),
    "makes a Kustomization": flux("CREATE", kustomization()),
    "pins an image": flux("UPDATE", kustomization(images=[{"name": "x", "newTag": "1"}]), kustomization()),
    "asks Flux to look": flux("UPDATE", kustomization(ASKED), kustomization()),
    "asks Flux to look at what was changed by hand": flux(
        "UPDATE", {**CHANGED_BY_HAND, "metadata": metadata("p1-staging", HOME, annotations=ASKED)}, CHANGED_BY_HAND),
    "puts a Kustomization back": flux("UPDATE", kustomization(), CHANGED_BY_HAND),
    "deletes a Kustomization": flux("DELETE", None, CHANGED_BY_HAND),
    "frees what holds a namespace": request(
        "UPDATE", "", "persistentvolumeclaims", plain("data", labels=None), plain("data", labels=None, finalizers=["x"])),
    "frees a Role of the project's": request("UPDATE", RBAC, "roles", plain("own", labels=None), plain("own", labels=None)),
    "warns about Flux": request(
        "CREATE", "", "events", {"metadata": metadata("slipway.x", "default", None)}, namespace="default", container=None),
    "asks what it may do": request(
        "CREATE", "authorization.k8s.io", "selfsubjectaccessreviews", plain("", labels=None), namespace=None),
    "somebody else makes a namespace": namespace("CREATE", "kube-own", {}, user="system:admin"),
}

REFUSED = {
    "makes a namespace of another name": namespace("CREATE", "kube-own"),
    "makes a namespace whose name begins alike": namespace("CREATE", "platform"),
    "makes a namespace without the label": namespace("CREATE", labels={}),
    "makes a namespace without labels": namespace("CREATE", labels=None),
    "takes the label off": namespace("UPDATE", labels={}),
    "changes a namespace that is not a project's": namespace("UPDATE", "kube-system"),
    "deletes a namespace that is not a project's": namespace("DELETE", "flux-system"),
    "deletes a namespace that only bears the name": namespace("DELETE", "project-x", old={}),
    "makes a Secret elsewhere": request("CREATE", "", "secrets", plain("x", type="Opaque"), namespace="kube-system"),
    "makes a Secret in its own namespace": request("CREATE", "", "secrets", plain("x", type="Opaque"), namespace="slipway"),
    "deletes a Secret elsewhere": request("DELETE", "", "secrets", None, plain("x"), namespace="flux-system", container={}),
    "makes a Secret where only the name is a project's": request(
        "CREATE", "", "secrets", plain("x", type="Opaque"), container={}),
    "makes a Secret where the namespace has no labels": request(
        "CREATE", "", "secrets", plain("x", type="Opaque"), container=None),
    "makes a Secret where only the label is a project's": request(
        "CREATE", "", "secrets", plain("x", type="Opaque"), namespace="platform", container=LABELS),
    "makes something without the label": request("CREATE", "", "resourcequotas", plain("x", labels={})),
    "makes something without labels": request("CREATE", "", "resourcequotas", plain("x", labels=None)),
    "makes a token": request("CREATE", "", "secrets", plain("x", type="kubernetes.io/service-account-token")),
    "binds admin": create_binding(role="admin"),
    "binds cluster-admin": create_binding(role="cluster-admin"),
    "binds a Role": create_binding(role_kind="Role"),
    "binds edit to another account": create_binding(account="default"),
    "binds edit to itself": create_binding(account="slipway", where="slipway"),
    "binds edit to the deployer of another project": create_binding(where="project-p2-staging"),
    "binds edit to a person": create_binding(kind="User"),
    "binds edit to one more": create_binding(more=[STRANGER]),
    "binds edit to nobody": request("CREATE", RBAC, "rolebindings", {
        "metadata": metadata("slipway-deployer", HOME), "roleRef": {"kind": "ClusterRole", "name": "edit"}}),
    "binds slipway-project to the deployer": create_binding(role="slipway-project"),
    "binds slipway-project to an account of that name": create_binding(role="slipway-project", account="slipway"),
    "changes a subject": request("UPDATE", RBAC, "rolebindings", binding(account="mallory"), binding()),
    "adds a subject": request("UPDATE", RBAC, "rolebindings", binding(more=[STRANGER]), binding()),
    "makes a Role": request("CREATE", RBAC, "roles", plain("x")),
    "makes a ClusterRoleBinding": request("CREATE", RBAC, "clusterrolebindings", binding(), namespace=None),
    "makes a Kustomization with Flux's own rights": flux("CREATE", CHANGED_BY_HAND),
    "makes a Kustomization with another account": flux("CREATE", kustomization(serviceAccountName="default")),
    "makes a Kustomization for another namespace": flux("CREATE", kustomization(targetNamespace="kube-system")),
    "makes a Kustomization without a namespace": flux("CREATE", kustomization(targetNamespace=None)),
    "makes a Kustomization for another cluster": flux("CREATE", kustomization(kubeConfig={"secretRef": {"name": "x"}})),
    "makes a Kustomization from another's source": flux(
        "CREATE", kustomization(sourceRef={"kind": "GitRepository", "name": "x", "namespace": "project-p2-staging"})),
    "gives a Kustomization Flux's own rights": flux("UPDATE", CHANGED_BY_HAND, kustomization()),
    "writes an Event elsewhere": request("CREATE", "", "events", plain("x"), namespace="kube-system", container={}),
    "deletes an Event": request("DELETE", "", "events", None, plain("x"), namespace="default", container=None),
    "makes something of no namespace": request("CREATE", "", "persistentvolumes", plain("x"), namespace=None),
}
