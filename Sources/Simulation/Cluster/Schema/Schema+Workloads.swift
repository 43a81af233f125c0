/// Pods and what makes them, as far as server-side apply needs them. Deep and rare parts are merged by what they look
/// like.
extension Schema {
    static let pod = Schema.resource(["spec": podSpec, "status": .anything])

    static let deployment = Schema.resource([
        "spec": .object([
            "replicas": .integer, "selector": .labelSelector, "template": podTemplate, "paused": .boolean,
            "minReadySeconds": .integer, "progressDeadlineSeconds": .integer, "revisionHistoryLimit": .integer,
            "strategy": .object([
                "type": .string,
                "rollingUpdate": .object(["maxSurge": .integerOrString, "maxUnavailable": .integerOrString]),
            ]),
        ]),
        "status": .anything,
    ])

    static let replicaSet = Schema.resource([
        "spec": .object([
            "replicas": .integer, "selector": .labelSelector, "template": podTemplate, "minReadySeconds": .integer,
        ]),
        "status": .anything,
    ])

    static let statefulSet = Schema.resource([
        "spec": .object([
            "replicas": .integer, "selector": .labelSelector, "template": podTemplate, "serviceName": .string,
            "podManagementPolicy": .string, "updateStrategy": .anything, "revisionHistoryLimit": .integer,
            "minReadySeconds": .integer, "volumeClaimTemplates": .list(.anything), "ordinals": .anything,
            "persistentVolumeClaimRetentionPolicy": .anything,
        ]),
        "status": .anything,
    ])

    private static let podTemplate = Schema.object(["metadata": .metadata, "spec": podSpec])

    private static let podSpec = Schema.object([
        "containers": .list(container, .map(["name"])), "initContainers": .list(container, .map(["name"])),
        "ephemeralContainers": .list(.anything, .map(["name"])), "volumes": .list(.anything, .map(["name"])),
        "imagePullSecrets": .list(.reference("name"), .map(["name"])), "nodeSelector": .object([:], atomic: true),
        "serviceAccountName": .string, "serviceAccount": .string, "automountServiceAccountToken": .boolean,
        "securityContext": .anything, "restartPolicy": .string, "terminationGracePeriodSeconds": .integer,
        "activeDeadlineSeconds": .integer, "dnsPolicy": .string, "dnsConfig": .anything, "hostname": .string,
        "hostnameOverride": .string, "subdomain": .string, "setHostnameAsFQDN": .boolean, "hostNetwork": .boolean,
        "hostPID": .boolean, "hostIPC": .boolean, "hostUsers": .boolean, "hostAliases": .list(.anything, .map(["ip"])),
        "shareProcessNamespace": .boolean, "affinity": .anything, "tolerations": .list(.anything),
        "topologySpreadConstraints": .list(.anything, .map(["topologyKey", "whenUnsatisfiable"])),
        "priorityClassName": .string, "priority": .integer, "preemptionPolicy": .string, "schedulerName": .string,
        "nodeName": .string, "runtimeClassName": .string, "enableServiceLinks": .boolean, "os": .anything,
        "overhead": .anything, "readinessGates": .list(.anything), "resourceClaims": .list(.anything, .map(["name"])),
        "resources": resources, "schedulingGates": .list(.anything, .map(["name"])),
    ])

    private static let container = Schema.object([
        "name": .string, "image": .string, "imagePullPolicy": .string, "command": .list(.string),
        "args": .list(.string),
        "workingDir": .string,
        "ports": .list(
            .object([
                "name": .string, "containerPort": .integer, "hostPort": .integer, "hostIP": .string,
                "protocol": .string,
            ]), .map(["containerPort", "protocol"])),
        "env": .list(.object(["name": .string, "value": .string, "valueFrom": .anything]), .map(["name"])),
        "envFrom": .list(.anything), "resources": resources,
        "volumeMounts": .list(
            .object([
                "name": .string, "mountPath": .string, "subPath": .string, "subPathExpr": .string,
                "readOnly": .boolean, "recursiveReadOnly": .string, "mountPropagation": .string,
            ]), .map(["mountPath"])),
        "volumeDevices": .list(.anything, .map(["devicePath"])),
        "livenessProbe": probe, "readinessProbe": probe, "startupProbe": probe, "lifecycle": .anything,
        "securityContext": .anything, "terminationMessagePath": .string, "terminationMessagePolicy": .string,
        "stdin": .boolean, "stdinOnce": .boolean, "tty": .boolean, "restartPolicy": .string,
        "restartPolicyRules": .list(.anything), "resizePolicy": .list(.anything),
    ])

    private static let resources = Schema.object([
        "limits": .map(.integerOrString), "requests": .map(.integerOrString),
        "claims": .list(.anything, .map(["name"])),
    ])

    private static let probe = Schema.object([
        "httpGet": .object([
            "path": .string, "port": .integerOrString, "host": .string, "scheme": .string,
            "httpHeaders": .list(.anything),
        ]),
        "tcpSocket": .object(["port": .integerOrString, "host": .string]),
        "exec": .object(["command": .list(.string)]), "grpc": .object(["port": .integer, "service": .string]),
        "initialDelaySeconds": .integer, "periodSeconds": .integer, "timeoutSeconds": .integer,
        "successThreshold": .integer, "failureThreshold": .integer, "terminationGracePeriodSeconds": .integer,
    ])
}
