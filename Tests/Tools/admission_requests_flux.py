"""Flux's objects as they are written in namespaces, for check_admission.py: what the policy slipway-projects lets pass."""
from admission_requests import ASKED, CHANGED_BY_HAND, FLUX, HOME, LABELS, kustomization, metadata, request

TENANT = f"system:serviceaccount:{HOME}:slipway-deployer"
ADMINISTRATOR = "system:admin"
CONTROLLER = "system:serviceaccount:flux-system:kustomize-controller"
OTHER = "project-p2-staging"
GROUPS = {"kustomizations": "kustomize", "helmreleases": "helm", "alerts": "notification", "receivers": "notification",
          "imagepolicies": "image", "imageupdateautomations": "image", "gitrepositories": "source", "helmcharts": "source"}


def thing(resource, spec, user=TENANT, labels=LABELS):
    group = "source.extensions.fluxcd.io" if resource == "artifactgenerators" else f"{GROUPS[resource]}.toolkit.fluxcd.io"
    new = {"metadata": metadata("x", HOME, labels=None), "spec": spec}
    return request("CREATE", group, resource, new, user=user, container=labels)


def kustomize(user=TENANT, labels=LABELS, **spec):
    return request("CREATE", FLUX, "kustomizations", kustomization(**spec), user=user, container=labels)


def update(new, old, user=TENANT):
    return request("UPDATE", FLUX, "kustomizations", new, old, user=user)


def source(kind="GitRepository", **more):
    return {"kind": kind, "name": "x", **more}


def release(**spec):
    every = {"chart": {"spec": {"chart": "podinfo", "sourceRef": source("HelmRepository")}},
             "serviceAccountName": "slipway-deployer", **spec}
    return {key: value for key, value in every.items() if value is not None}


def chart(**more):
    return {"spec": {"chart": "podinfo", "sourceRef": source("HelmRepository", **more)}}


REMOTE = {"secretRef": {"name": "x"}}
FINISHED = {**CHANGED_BY_HAND, "metadata": {**CHANGED_BY_HAND["metadata"], "finalizers": ["finalizers.fluxcd.io"]}}

ALLOWED = {
    "a Kustomization with the deployer": kustomize(),
    "a Kustomization with another account of the namespace": kustomize(serviceAccountName="own"),
    "a Kustomization without a target": kustomize(targetNamespace=None),
    "a Kustomization that waits for another here": kustomize(dependsOn=[{"name": "y"}, {"name": "z", "namespace": HOME}]),
    "a source named with its namespace": kustomize(sourceRef=source(namespace=HOME)),
    "a namespace that is empty": kustomize(sourceRef=source(namespace="")),
    "a HelmRelease with the deployer": thing("helmreleases", release()),
    "a HelmRelease from a chart": thing("helmreleases", release(chart=None, chartRef=source("OCIRepository"))),
    "a HelmRelease into its namespace": thing("helmreleases", release(targetNamespace=HOME, storageNamespace=HOME)),
    "a HelmChart": thing("helmcharts", {"chart": "podinfo", "sourceRef": source("HelmRepository")}),
    "a source": thing("gitrepositories", {"url": "https://git.example.com/x", "interval": "1m"}),
    "an Alert about its namespace": thing("alerts", {"eventSources": [source(), source(namespace=HOME)]}),
    "a Receiver of its namespace": thing("receivers", {"resources": [source()]}),
    "an ImagePolicy": thing("imagepolicies", {"imageRepositoryRef": {"name": "x"}}),
    "Flux asks nothing more of what was there": update(FINISHED, CHANGED_BY_HAND, CONTROLLER),
    "an annotation on what was there": update(
        {**CHANGED_BY_HAND, "metadata": metadata("p1-staging", HOME, annotations=ASKED)}, CHANGED_BY_HAND),
    "what was there is suspended": update(kustomization(serviceAccountName=None, suspend=True), CHANGED_BY_HAND, ADMINISTRATOR),
    "an account is given to what was there": update(kustomization(), CHANGED_BY_HAND, ADMINISTRATOR),
    "a Kustomization of the cluster's": kustomize(serviceAccountName=None, labels={}, user=ADMINISTRATOR),
    "a Kustomization where nothing is labelled": kustomize(serviceAccountName=None, labels=None, user=ADMINISTRATOR),
    "a Kustomization of somebody else's": kustomize(
        sourceRef=source(namespace="flux-system"), labels={"app.kubernetes.io/managed-by": "helm"}),
    "what is deleted": request("DELETE", FLUX, "kustomizations", None, CHANGED_BY_HAND, user=TENANT),
    "another type with such fields": request(
        "CREATE", "apps", "deployments", {"metadata": metadata("x", HOME), "spec": {"sourceRef": source(namespace=OTHER)}},
        user=TENANT),
}

REFUSED = {
    "a Kustomization with Flux's own rights": kustomize(serviceAccountName=None),
    "a Kustomization with an empty account": kustomize(serviceAccountName=""),
    "the same by an administrator": kustomize(serviceAccountName=None, user=ADMINISTRATOR),
    "the same by Slipway": kustomize(serviceAccountName=None, user="system:serviceaccount:slipway:slipway"),
    "an account is taken away": update(CHANGED_BY_HAND, kustomization()),
    "what was suspended goes on": update(CHANGED_BY_HAND, kustomization(serviceAccountName=None, suspend=True)),
    "a Kustomization for another cluster": kustomize(kubeConfig=REMOTE),
    "a Kustomization from another's source": kustomize(sourceRef=source(namespace=OTHER)),
    "a Kustomization from the cluster's source": kustomize(sourceRef=source(namespace="flux-system")),
    "a Kustomization that waits for another's": kustomize(dependsOn=[{"name": "y"}, {"name": "x", "namespace": OTHER}]),
    "a Kustomization for another namespace": kustomize(targetNamespace=OTHER),
    "a source is changed for another's": update(kustomization(sourceRef=source(namespace=OTHER)), kustomization()),
    "a HelmRelease with Flux's own rights": thing("helmreleases", release(serviceAccountName=None)),
    "a HelmRelease for another cluster": thing("helmreleases", release(kubeConfig=REMOTE)),
    "a HelmRelease from another's repository": thing("helmreleases", release(chart=chart(namespace=OTHER))),
    "a HelmRelease from another's chart": thing(
        "helmreleases", release(chart=None, chartRef=source("HelmChart", namespace=OTHER))),
    "a HelmRelease that waits for another's": thing("helmreleases", release(dependsOn=[{"name": "x", "namespace": OTHER}])),
    "a HelmRelease for another namespace": thing("helmreleases", release(targetNamespace=OTHER)),
    "a HelmRelease kept in another namespace": thing("helmreleases", release(storageNamespace=OTHER)),
    "an Alert about another's": thing("alerts", {"eventSources": [source(), {"kind": "Kustomization", "name": "*", "namespace": OTHER}]}),
    "a Receiver that wakes another's": thing("receivers", {"resources": [source(namespace=OTHER)]}),
    "an ImagePolicy of another's images": thing("imagepolicies", {"imageRepositoryRef": {"name": "x", "namespace": OTHER}}),
    "an automation upon another's source": thing("imageupdateautomations", {"sourceRef": source(namespace=OTHER)}),
    "an artifact of another's sources": thing("artifactgenerators", {"sources": [{"alias": "a", **source(namespace=OTHER)}]}),
}
