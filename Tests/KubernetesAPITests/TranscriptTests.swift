import Foundation
import Testing

@testable import KubernetesAPI

/// Everything a real API server answered can be read, and every failure has the code it should have.
@Suite(.enabled(if: Transcripts.arePresent, "needs recordings of a real API server beside the package"))
struct TranscriptTests {
    /// Reads an object of one kind, and writes and reads it again.
    private struct Reader: Sendable {
        var read: @Sendable (Data) throws -> Void

        init<Object: KubernetesObject & Equatable>(_ type: Object.Type) {
            read = { data in
                let object = try JSONDecoder().decode(Object.self, from: data)
                let again = try JSONDecoder().decode(Object.self, from: try JSONEncoder().encode(object))
                #expect(object == again)
            }
        }
    }

    private static let readers: [String: Reader] = [
        "Namespace": Reader(Namespace.self), "ServiceAccount": Reader(ServiceAccount.self),
        "RoleBinding": Reader(RoleBinding.self), "ResourceQuota": Reader(ResourceQuota.self),
        "LimitRange": Reader(LimitRange.self), "NetworkPolicy": Reader(NetworkPolicy.self),
        "Secret": Reader(Secret.self), "GitRepository": Reader(GitRepository.self),
        "Kustomization": Reader(Kustomization.self), "Deployment": Reader(Deployment.self),
        "ReplicaSet": Reader(ReplicaSet.self), "Pod": Reader(Pod.self), "Event": Reader(ClusterEvent.self),
        "Ingress": Reader(Ingress.self), "IngressClass": Reader(IngressClass.self),
    ]

    private static func isFullObject(_ body: Transcripts.JSON) -> Bool {
        // Events of events.k8s.io have other fields and are not read by this module.
        body["metadata"]?["name"] != nil && body["apiVersion"]?.text != "events.k8s.io/v1"
    }

    @Test func everyObjectIsRead() throws {
        var kinds: [String: Int] = [:]
        for (file, exchange) in try Transcripts.exchanges() {
            let body = exchange.response.body
            var objects = [body].compactMap { $0 } + (exchange.response.events ?? []).compactMap { $0["object"] }
            let kind = body?["kind"]?.text ?? ""
            if kind.hasSuffix("List"), let version = body?["apiVersion"], version.text != "events.k8s.io/v1" {
                objects += (body?["items"]?.items ?? []).map { item in
                    guard case .object(var members) = item else { return item }
                    members["kind"] = .string(String(kind.dropLast(4)))
                    return .object(members)
                }
            }
            for object in objects where Self.isFullObject(object) {
                guard let kind = object["kind"]?.text, let reader = Self.readers[kind] else { continue }
                kinds[kind, default: 0] += 1
                #expect(throws: Never.self, "\(file) \(exchange.request.path)") { try reader.read(try object.data) }
            }
        }
        let missing = Set(Self.readers.keys).subtracting(kinds.keys)
        #expect(missing.isSubset(of: ["ReplicaSet", "Pod"]))
    }

    @Test func everyFailureHasItsCode() throws {
        let call = Call(verb: .apply, resource: "things")
        var codes: Set<KubernetesError.Code> = []
        for (file, exchange) in try Transcripts.exchanges() where exchange.response.status >= 400 {
            let response = exchange.response
            guard let body = try response.body?.data else { continue }
            let error = KubernetesError(call: call, status: response.status, retryAfterHeader: nil, body: body)
            let reason = response.body?["reason"]?.text
            codes.insert(error.code)
            #expect(
                Self.expected(response.status, reason, error.message).contains(error.code),
                "\(file) \(exchange.request.method) \(exchange.request.path): \(error)")
        }
        #expect(
            codes.isSuperset(of: [
                .notFound, .resourceTypeMissing, .forbidden, .unauthorized, .conflict, .invalid, .quotaExceeded,
                .namespaceTerminating, .alreadyExists, .gone, .tooManyRequests, .typedPatch, .server, .timeout,
            ]))
    }

    private static func expected(_ status: Int, _ reason: String?, _ message: String) -> [KubernetesError.Code] {
        switch (status, reason) {
        case (401, _): [.unauthorized]
        case (403, _):
            if message.contains("quota:") {
                [.quotaExceeded]
            } else if message.contains("because it is being terminated") {
                [.namespaceTerminating]
            } else {
                [.forbidden]
            }
        case (404, nil): [.resourceTypeMissing]
        case (404, _): message.hasSuffix("not found") ? [.notFound] : [.resourceTypeMissing]
        case (409, "AlreadyExists"): [.alreadyExists]
        case (409, _): [.conflict]
        case (410, _): [.gone]
        case (429, _): [.tooManyRequests]
        case (500, _):
            if message.contains("typed patch") || message.contains("failed to convert") {
                [.typedPatch]
            } else {
                [.server, .invalid]
            }
        case (504, _): [.timeout]
        default: [.invalid]
        }
    }

    @Test func everyWatchIsRead() throws {
        var lines = 0
        for (file, exchange) in try Transcripts.exchanges() {
            for event in exchange.response.events ?? [] {
                guard exchange.request.path.contains("gitrepositories") else { continue }
                lines += 1
                let isWhole = event["object"]?["kind"]?.text == "GitRepository" || event["type"]?.text == "ERROR"
                let line = try JSONDecoder().decode(WatchLine<MetadataOnly>.self, from: try event.data)
                if case .unknown = line { Issue.record("\(file): \(event)") }
                guard isWhole else { continue }
                let whole = try JSONDecoder().decode(WatchLine<GitRepository>.self, from: try event.data)
                guard case .error(let status) = whole else { continue }
                let error = KubernetesError(call: Call(verb: .watch, resource: "things"), event: status)
                #expect(error.code == .gone, "\(file)")
            }
        }
        #expect(lines > 20)
    }
}

/// Enough of any object of a namespace to follow a watch.
private struct MetadataOnly: NamespacedObject {
    static let resource = GitRepository.resource

    var metadata: ObjectMeta<NamespaceName>
}
