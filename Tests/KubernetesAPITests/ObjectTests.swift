import Foundation
import KubernetesAPI
import Redaction
import Testing

@Suite struct ObjectTests {
    private static func read<Value: Decodable>(_ text: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }

    private static func written(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test func timesAreWholeSecondsAndMicroTimesHaveSixDecimals() throws {
        let times: [Time] = try Self.read(
            #"["2026-01-02T03:04:05Z","2026-01-02T03:04:05.999Z","2026-01-02T04:04:05+01:00"]"#)
        #expect(times.map(\.date.timeIntervalSince1970) == [1_767_323_045, 1_767_323_045.999, 1_767_323_045])
        #expect(try Self.written(times) == #"["2026-01-02T03:04:05Z","2026-01-02T03:04:05Z","2026-01-02T03:04:05Z"]"#)
        let micro: [MicroTime] = try Self.read(#"["2026-01-02T03:04:05.000012Z","2026-01-02T03:04:05Z"]"#)
        #expect(try Self.written(micro) == #"["2026-01-02T03:04:05.000012Z","2026-01-02T03:04:05.000000Z"]"#)
        #expect(throws: DecodingError.self) { try Self.read(#""yesterday""#) as Time }
    }

    @Test func numbersOrTexts() throws {
        let values: [IntOrString] = try Self.read(#"[80,"http","25%"]"#)
        #expect(values == [80, "http", "25%"])
        #expect(try Self.written(values) == #"[80,"http","25%"]"#)
    }

    @Test func aNamespacedObjectNeedsItsNamespace() throws {
        #expect(throws: (any Error).self) {
            try Self.read(#"{"metadata":{"name":"x"},"data":{}}"#) as Secret
        }
        let namespace: Namespace = try Self.read(#"{"metadata":{"name":"x"},"status":{"phase":"Terminating"}}"#)
        #expect(namespace.isTerminating)
    }

    @Test func aPullSecretHoldsADockerConfig() throws {
        let secret = try Secret.dockerConfig(
            ObjectMeta(name: "ghcr-auth", namespace: "shop"),
            DockerConfig(registry: "ghcr.io", username: "me", password: Redacted("pw")))
        #expect(secret.type == .dockerConfigJSON)
        #expect(
            secret.data?[".dockerconfigjson"]
                == Redacted(#"{"auths":{"ghcr.io":{"auth":"bWU6cHc=","password":"pw","username":"me"}}}"#))
    }

    @Test func policiesAreWrittenAsKubernetesReadsThem() throws {
        let policy = NetworkPolicy(
            metadata: ObjectMeta(name: "project-isolation", namespace: "shop"),
            spec: .init(
                policyTypes: ["Ingress"],
                ingress: [
                    .init(from: [
                        .init(podSelector: LabelSelector()),
                        .init(
                            namespaceSelector: LabelSelector(
                                matchExpressions: [.init(key: "slipway.dev/project", operator: "DoesNotExist")])),
                    ])
                ]))
        #expect(
            try Self.written(policy) == """
                {"metadata":{"name":"project-isolation","namespace":"shop"},"spec":{"ingress":[{"from":\
                [{"podSelector":{}},{"namespaceSelector":{"matchExpressions":[{"key":"slipway.dev/project",\
                "operator":"DoesNotExist"}]}}]}],"podSelector":{},"policyTypes":["Ingress"]}}
                """)
    }

    @Test func limitsUseTheWordDefault() throws {
        let limits = LimitRange(
            metadata: ObjectMeta(name: "project-limits", namespace: "shop"),
            spec: .init(limits: [.init(type: "Container", default: ["cpu": "500m"], defaultRequest: ["cpu": "50m"])]))
        #expect(
            try Self.written(limits).contains(
                #"{"default":{"cpu":"500m"},"defaultRequest":{"cpu":"50m"},"type":"Container"}"#))
    }

    @Test func readsWhatAPodWaitsFor() throws {
        let pod: Pod = try Self.read(
            """
            {"metadata":{"name":"web","namespace":"shop"},"spec":{"containers":[{"name":"app","image":"a:1"}]},
             "status":{"phase":"Running","containerStatuses":[{"name":"app","ready":false,"restartCount":4,
             "state":{"waiting":{"reason":"CrashLoopBackOff"}},
             "lastState":{"terminated":{"exitCode":1,"reason":"Error","finishedAt":"2026-01-02T03:04:05Z"}}}]}}
            """)
        let status = try #require(pod.status?.containerStatuses?.first)
        #expect(status.state?.waiting?.reason == "CrashLoopBackOff")
        #expect(status.lastState?.terminated?.exitCode == 1)
        #expect(status.restartCount == 4)
    }

    @Test func findsConditionsByType() {
        let conditions = [Condition(type: "Ready", status: .no, reason: "BuildFailed")]
        #expect(conditions["Ready"]?.status == .no)
        #expect(conditions["Stalled"] == nil)
    }
}
