import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers requests like a kube-apiserver.
struct APIServer: Sendable {
    let store: ClusterStore
    let gate: RequestGate
    let users: [ClusterUser]
    let timings: ClusterTimings
    let clock: any Clock<Duration>

    /// The connection is to be closed without an answer.
    struct Dropped: Error {}

    private static let largestBody = 3 * 1024 * 1024

    func respond(to request: Request, context: SimulationContext) async throws -> Response {
        var call = KubernetesRequest(request)
        let target = call.path + (request.uri.query.map { "?\($0)" } ?? "")
        let (latency, faults) = await gate.admit(method: request.method.rawValue, target: target)
        if latency > .zero { try await clock.sleep(for: latency) }
        let buffer = try await request.body.collect(upTo: Self.largestBody)
        call.body = Data(buffer.readableBytesView)
        var losesResponse = false
        var isCut = false
        var lateness = Duration.zero
        for fault in faults {
            switch fault {
            case .delay(let time): try await clock.sleep(for: time)
            case .answerLate(let time): lateness = time
            case .dropConnection: try await drop(call, context)
            case .loseResponse: losesResponse = true
            case .cutBody: isCut = true
            case .answer(let status, let body, let headers):
                await gate.record(call, user: "", status: status)
                return Response.fault(status: status, body: body, headers: headers)
            }
        }
        let (response, user) = await answer(call)
        if lateness > .zero { try await clock.sleep(for: lateness) }
        if losesResponse { try await drop(call, context, user: user) }
        await gate.record(call, user: user, status: response.status.code)
        return isCut ? response.cut(closing: context.channel) : response
    }

    private func drop(_ call: KubernetesRequest, _ context: SimulationContext, user: String = "") async throws {
        await gate.record(call, user: user, status: nil)
        try? await context.channel.close()
        throw Dropped()
    }

    private func answer(_ call: KubernetesRequest) async -> (Response, user: String) {
        do {
            let user = try authenticate(call)
            do {
                return (try await dispatch(call, user: user), user.name)
            } catch {
                return (Response.failure(error), user.name)
            }
        } catch {
            return (Response.failure(error), "")
        }
    }

    private func authenticate(_ call: KubernetesRequest) throws(APIError) -> ClusterUser {
        guard let token = call.token else {
            return ClusterUser(token: "", name: "system:anonymous", rules: [])
        }
        guard let user = users.first(where: { $0.token == token }) else { throw .unauthorized }
        return user
    }

    private func dispatch(_ call: KubernetesRequest, user: ClusterUser) async throws(APIError) -> Response {
        if let open = try await openPath(call, user: user) { return open }
        if call.group == "authorization.k8s.io" { return try await review(call, user: user) }
        if call.group == "authentication.k8s.io" { return try await reviewSelf(call, user: user) }
        try await store.authorize(call.access, user: user)
        guard let type = await store.served(call.typeID), type.version == call.version else { throw .typeNotServed }
        if !["", "status"].contains(call.subresource) || (call.subresource == "status" && !type.hasStatus) {
            throw .typeNotServed
        }
        switch call.verb {
        case "get":
            let key = ClusterStore.Key(namespace: call.namespace, name: call.name)
            return try await Response.object(store.get(type, key), for: call)
        case "list": return try await list(call, type)
        case "watch": return try await watch(call, type)
        case "deletecollection": return try await deleteCollection(call, type)
        case "delete": return try await delete(call, type)
        default: return try await write(call, type, user: user)
        }
    }
}
