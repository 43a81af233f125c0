@testable import Automations

extension Situation {
    private static func job(_ conditions: String) -> String {
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: migrate, uid: job-migrate}
        spec: {backoffLimit: 3}
        status: {failed: 4, conditions: \(conditions)}
        ---

        """
    }

    static let containers: [Situation] = [
        Situation(
            title: "The program ends with an error",
            objects: Fixture.web
                + Fixture.crashing(#"{exitCode: 3, reason: Error, message: "starting\nDATABASE_URL is not set\n"}"#),
            kind: .crashLoop, says: "the new pods crash.",
            because: "Container `app` ended with exit code 3, 5 times (CrashLoopBackOff).",
            remedy: "look at `kubectl logs -n project-x-staging deploy/web --previous`, push a fix, or re-run the "
                + "build.",
            summary: "crash loop: DATABASE_URL is not set, exit code 3"),
        Situation(
            title: "The program ends without an error, but must not end",
            objects: Fixture.web + Fixture.crashing("{exitCode: 0, reason: Completed}"),
            kind: .crashLoop, says: "the new pods crash.",
            because: "Container `app` ended with exit code 0, 5 times (CrashLoopBackOff). A Deployment's program "
                + "must not end.",
            remedy: "look at `kubectl logs -n project-x-staging deploy/web --previous`, push a fix, or re-run the "
                + "build."),
        Situation(
            title: "A shell in the container does not find a command",
            objects: Fixture.web + Fixture.crashing("{exitCode: 127, reason: Error}"),
            kind: .crashLoop, says: "the new pods crash.",
            because: "Container `app` ended with exit code 127, 5 times (CrashLoopBackOff). By convention 127 means "
                + "that a command was not found.",
            remedy: "look at `kubectl logs -n project-x-staging deploy/web --previous`, push a fix, or re-run the "
                + "build."),
        Situation(
            title: "The program crashed a moment ago and runs again",
            objects: Fixture.web
                + Fixture.running.replacing(
                    "restartCount: 0,",
                    with: "restartCount: 2, lastState: {terminated: {exitCode: 139, reason: Error}},"),
            kind: .crashLoop, outlook: .passing, says: "the new pods crash.",
            because: "Container `app` ended with exit code 139, 2 times. That is a segmentation fault (signal 11).",
            remedy: "look at `kubectl logs -n project-x-staging deploy/web --previous`, push a fix, or re-run the "
                + "build."),
        Situation(
            title: "The container needs more memory than its limit (OOMKilled)",
            objects: Fixture.web + Fixture.crashing("{exitCode: 137, reason: OOMKilled}"),
            kind: .outOfMemory, says: "the new pods need more memory than they may use.",
            because: "Container `app` used more memory than its limit of 256Mi and was killed, 5 times (OOMKilled).",
            remedy: "raise `resources.limits.memory` in the manifests, or let the program use less, and push.",
            summary: "out of memory: the limit is 256Mi"),
        Situation(
            title: "The container's command does not exist",
            objects: Fixture.web
                + Fixture.crashing(
                    "{exitCode: 128, reason: StartError, message: "
                        + Fixture.quoted(
                            "failed to create containerd task: failed to create shim task: OCI runtime create "
                                + "failed: runc create failed: unable to start container process: exec: "
                                + "\"./server\": stat ./server: no such file or directory: unknown") + "}"),
            kind: .commandNotFound, says: "the command `./server` cannot be run.",
            because: "Container `app`: exec: \"./server\": stat ./server: no such file or directory.",
            remedy: "mend `command` in the manifests or `ENTRYPOINT` in the Dockerfile (the file must be in the "
                + "image, executable and built for the nodes' processor), and push."),
        Situation(
            title: "A program named in the manifests is not in the image",
            objects: Fixture.web
                + Fixture.waiting(
                    "RunContainerError",
                    "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc "
                        + "create failed: unable to start container process: exec: \"gunicorn\": executable file not "
                        + "found in $PATH: unknown"
                ),
            kind: .commandNotFound, says: "the command `gunicorn` cannot be run.",
            because: "Container `app`: exec: \"gunicorn\": executable file not found in $PATH.",
            remedy: "mend `command` in the manifests or `ENTRYPOINT` in the Dockerfile (the file must be in the "
                + "image, executable and built for the nodes' processor), and push."),
        Situation(
            title: "A Secret that the container's environment comes from is missing",
            objects: Fixture.web + Fixture.waiting("CreateContainerConfigError", "secret \"app-env\" not found"),
            kind: .configurationMissing, says: "the Secret `app-env` does not exist.",
            because: "Container `app` takes its environment from it.",
            remedy: "add it to the manifests and push, or create it in `project-x-staging`; the pods then start by "
                + "themselves."),
        Situation(
            title: "A Secret lacks a key",
            objects: Fixture.web
                + Fixture.waiting(
                    "CreateContainerConfigError", "couldn't find key DATABASE_URL in Secret project-x-staging/app-env"),
            kind: .configurationMissing, says: "the Secret `app-env` has no key `DATABASE_URL`.",
            because: "Container `app` takes its environment from it.",
            remedy: "add it to the manifests and push, or create it in `project-x-staging`; the pods then start by "
                + "themselves."),
        Situation(
            title: "The image runs as root, which the manifests forbid",
            objects: Fixture.web
                + Fixture.waiting(
                    "CreateContainerConfigError",
                    "container has runAsNonRoot and image will run as root (pod: "
                        + "\"web-7fff8dcb97-tfw25_project-x-staging(pod-1)\", container: app)"),
            kind: .runsAsRoot, says: "the image runs as root.",
            because: "The manifests forbid it for container `app` (`runAsNonRoot`).",
            remedy: "set a numeric `USER` in the Dockerfile, or `runAsUser` in the manifests, and push."),
        Situation(
            title: "The node cannot make the container for another reason",
            objects: Fixture.web
                + Fixture.waiting(
                    "CreateContainerError", "failed to reserve container name \"app_web\": name is reserved"),
            kind: .containerCannotStart, says: "a container cannot start.",
            because: "Container `app`: failed to reserve container name \"app_web\": name is reserved.",
            remedy: "look at `kubectl describe -n project-x-staging pod web-7fff8dcb97-tfw25`, create what is "
                + "missing or mend the manifests, and push."),
        Situation(
            title: "The liveness probe fails and restarts the container",
            objects: Fixture.web + Fixture.crashing("{exitCode: 137, reason: Error}")
                + Fixture.event(
                    "Unhealthy",
                    "Liveness probe failed: Get \"http://10.244.0.163:3000/health\": dial tcp 10.244.0.163:3000: "
                        + "connect: connection refused")
                + Fixture.event("Killing", "Container app failed liveness probe, will be restarted", type: "Normal"),
            kind: .livenessFailing, says: "the liveness probe fails.",
            because: "Container `app` was restarted for it, 4 times: Get \"http://10.244.0.163:3000/health\": dial "
                + "tcp 10.244.0.163:3000: connect: connection refused.",
            remedy: "compare the probe in the manifests with what the program serves, and give it time to start "
                + "(`startupProbe`, `initialDelaySeconds`); then push."),
        Situation(
            title: "The readiness probe fails",
            objects: Fixture.web + Fixture.running
                + Fixture.event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"),
            kind: .readinessFailing, outlook: .passing, says: "the pods run but do not become ready.",
            because: "The readiness probe fails: HTTP probe failed with statuscode: 503.",
            remedy: "compare the probe's path and port in the manifests with what the program serves, look at "
                + "`kubectl logs -n project-x-staging deploy/web`, and push a fix."),
    ]

    static let workloads: [Situation] = [
        Situation(
            title: "A Job has failed too often",
            objects: job(
                "[{type: Failed, status: \"True\", reason: BackoffLimitExceeded, message: Job has reached the "
                    + "specified backoff limit}]"
            ),
            kind: .jobFailed, says: "the Job `migrate` failed.",
            because: "The cluster reports: Job has reached the specified backoff limit.",
            remedy: "look at `kubectl logs -n project-x-staging job/migrate`, and push a fix. A Job is not run again "
                + "by itself: delete it, and Flux makes it anew."),
        Situation(
            title: "Somebody paused the rollout", objects: Fixture.deployment(paused: true),
            kind: .rolloutPaused, says: "the rollout is paused.",
            because: "The Deployment `web` has `spec.paused` set, so its pods are not replaced.",
            remedy: "run `kubectl rollout resume -n project-x-staging deploy/web`, or take the field out and push."),
        Situation(
            title: "The rollout makes no progress, and nothing says why",
            objects: Fixture.deployment(
                conditions: """
                    [{type: Progressing, status: "False", reason: ProgressDeadlineExceeded, message: "ReplicaSet \
                    \\"web-7fff8dcb97\\" has timed out progressing."}]
                    """),
            kind: .rolloutStuck, says: "the new pods do not become ready.",
            because: "The cluster reports: ReplicaSet \"web-7fff8dcb97\" has timed out progressing.",
            remedy: "look at `kubectl describe pods -n project-x-staging`, then push a fix or re-run the build."),
    ]
}
