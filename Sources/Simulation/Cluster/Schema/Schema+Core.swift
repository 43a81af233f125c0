/// The built-in types that are not workloads, as far as server-side apply needs them.
extension Schema {
    static let namespaceType = Schema.resource([
        "spec": .object(["finalizers": .list(.string)]), "status": .anything,
    ])

    static let secret = Schema.resource([
        "data": .strings, "stringData": .strings, "type": .string, "immutable": .boolean,
    ])

    static let configMap = Schema.resource(["data": .strings, "binaryData": .strings, "immutable": .boolean])

    static let serviceAccount = Schema.resource([
        "automountServiceAccountToken": .boolean, "imagePullSecrets": .list(.reference("name")),
        "secrets": .list(.anything, .map(["name"])),
    ])

    static let resourceQuota = Schema.resource([
        "spec": .object([
            "hard": .map(.integerOrString), "scopes": .list(.string), "scopeSelector": .anything,
        ]),
        "status": .anything,
    ])

    static let limitRange = Schema.resource([
        "spec": .object([
            "limits": .list(
                .object([
                    "type": .string, "default": .map(.integerOrString), "defaultRequest": .map(.integerOrString),
                    "max": .map(.integerOrString), "min": .map(.integerOrString),
                    "maxLimitRequestRatio": .map(.integerOrString),
                ]))
        ])
    ])

    static let networkPolicy = Schema.resource([
        "spec": .object([
            "podSelector": .labelSelector, "policyTypes": .list(.string), "ingress": .list(networkRule("from")),
            "egress": .list(networkRule("to")),
        ])
    ])

    private static func networkRule(_ peers: String) -> Schema {
        .object([
            "ports": .list(
                .object(["port": .integerOrString, "endPort": .integer, "protocol": .string])),
            peers: .list(
                .object([
                    "podSelector": .labelSelector, "namespaceSelector": .labelSelector,
                    "ipBlock": .object(["cidr": .string, "except": .list(.string)]),
                ])),
        ])
    }

    private static let rules = Schema.list(
        .object([
            "verbs": .list(.string), "apiGroups": .list(.string), "resources": .list(.string),
            "resourceNames": .list(.string), "nonResourceURLs": .list(.string),
        ]))

    static let role = Schema.resource(["rules": rules])
    static let clusterRole = Schema.resource(["rules": rules, "aggregationRule": .anything])
    static let roleBinding = Schema.resource([
        "roleRef": .reference("apiGroup", "kind", "name"),
        "subjects": .list(.reference("apiGroup", "kind", "name", "namespace")),
    ])

    static let service = Schema.resource([
        "spec": .object([
            "type": .string, "clusterIP": .string, "clusterIPs": .list(.string), "externalName": .string,
            "externalIPs": .list(.string), "externalTrafficPolicy": .string, "internalTrafficPolicy": .string,
            "ipFamilies": .list(.string), "ipFamilyPolicy": .string, "loadBalancerClass": .string,
            "loadBalancerIP": .string, "loadBalancerSourceRanges": .list(.string), "healthCheckNodePort": .integer,
            "publishNotReadyAddresses": .boolean, "sessionAffinity": .string, "sessionAffinityConfig": .anything,
            "trafficDistribution": .string, "allocateLoadBalancerNodePorts": .boolean,
            "selector": .object([:], atomic: true),
            "ports": .list(
                .object([
                    "name": .string, "port": .integer, "targetPort": .integerOrString, "nodePort": .integer,
                    "protocol": .string, "appProtocol": .string,
                ]), .map(["port", "protocol"])),
        ]),
        "status": .anything,
    ])

    static let ingress = Schema.resource([
        "spec": .object([
            "ingressClassName": .string, "defaultBackend": ingressBackend,
            "rules": .list(
                .object([
                    "host": .string,
                    "http": .object([
                        "paths": .list(
                            .object(["path": .string, "pathType": .string, "backend": ingressBackend]))
                    ]),
                ])),
            "tls": .list(.object(["hosts": .list(.string), "secretName": .string])),
        ]),
        "status": .anything,
    ])

    private static let ingressBackend = Schema.object([
        "resource": .reference("apiGroup", "kind", "name"),
        "service": .object(["name": .string, "port": .object(["name": .string, "number": .integer], atomic: true)]),
    ])

    static let ingressClass = Schema.resource([
        "spec": .object(["controller": .string, "parameters": .anything])
    ])

    static let storageClass = Schema.resource([
        "provisioner": .string, "parameters": .strings, "reclaimPolicy": .string, "volumeBindingMode": .string,
        "allowVolumeExpansion": .boolean, "mountOptions": .list(.string), "allowedTopologies": .list(.anything),
    ])

    static let clusterIssuer = Schema.resource([
        "spec": .anything, "status": .object(["conditions": .conditions, "acme": .anything]),
    ])

    static let certificate = Schema.resource([
        "spec": .object([
            "secretName": .string, "dnsNames": .list(.string), "issuerRef": .reference("group", "kind", "name"),
        ]), "status": .object(["conditions": .conditions, "notAfter": .string]),
    ])

    /// Policies and their bindings.
    static let admission = Schema.resource(["spec": .anything, "status": .anything])

    static let lease = Schema.resource([
        "spec": .object([
            "holderIdentity": .string, "leaseDurationSeconds": .integer, "acquireTime": .string, "renewTime": .string,
            "leaseTransitions": .integer, "strategy": .string, "preferredHolder": .string,
        ])
    ])
}
