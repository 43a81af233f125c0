import Foundation

extension KubernetesError {
    /// What an answer with a failing status means.
    init(call: Call, status: Int, retryAfterHeader: String?, body: Data) {
        let decoded = try? JSONDecoder().decode(StatusBody.self, from: body)
        let answer = decoded?.kind == "Status" ? decoded : nil
        let text = answer.map { $0.message ?? "" } ?? String(decoding: body.prefix(2000), as: UTF8.self)
        let code = Self.code(status: status, answer: answer, text: text)
        let seconds = answer?.details?.retryAfterSeconds ?? retryAfterHeader.flatMap { Int($0) }
        let causes = answer?.details?.causes ?? []
        self.init(
            code: code, call: call, status: status, reason: answer?.reason,
            message: call.isConfidential ? Self.discreet(code, text, causes) : Self.trimmed(text),
            causes: call.isConfidential ? causes.map { Cause(reason: $0.reason, field: $0.field) } : causes,
            retryAfter: seconds.map { .seconds(max(0, $0)) },
            outcomeUnknown: call.verb.isWrite && [.server, .timeout].contains(code))
    }

    /// What an `ERROR` event of a watch means.
    init(call: Call, event: StatusBody) {
        let status = event.code ?? 500
        self.init(
            code: Self.code(status: status, answer: event, text: event.message ?? ""), call: call, status: status,
            reason: event.reason, message: call.isConfidential ? "" : Self.trimmed(event.message ?? ""),
            retryAfter: event.details?.retryAfterSeconds.map { .seconds(max(0, $0)) })
    }

    private static func code(status: Int, answer: StatusBody?, text: String) -> Code {
        switch status {
        case 401: .unauthorized
        case 403: forbidden(answer, text)
        case 404: answer?.details?.kind == nil ? .resourceTypeMissing : .notFound
        case 409: answer?.reason == "AlreadyExists" ? .alreadyExists : .conflict
        case 410: .gone
        case 408, 504: .timeout
        case 429: .tooManyRequests
        case 400..<500: .invalid
        default: serverFailure(text)
        }
    }

    private static func forbidden(_ answer: StatusBody?, _ text: String) -> Code {
        if answer?.details?.causes?.contains(where: { $0.reason == "NamespaceTerminating" }) == true {
            return .namespaceTerminating
        }
        return text.contains("exceeded quota:") || text.contains("failed quota:") ? .quotaExceeded : .forbidden
    }

    /// Some 500s come from the body of the request and repeat with it.
    private static func serverFailure(_ text: String) -> Code {
        if text.contains("failed to create typed patch object") || text.contains("failed to convert new object") {
            return .typedPatch
        }
        return text.contains("request is too large") ? .invalid : .server
    }

    /// About a Secret only what cannot quote it: refusals by rule in full, all else by the names of the fields.
    private static func discreet(_ code: Code, _ text: String, _ causes: [Cause]) -> String {
        switch code {
        case .notFound, .resourceTypeMissing, .forbidden, .unauthorized, .conflict, .quotaExceeded,
            .namespaceTerminating, .alreadyExists, .gone, .tooManyRequests:
            return trimmed(text)
        default:
            let fields = causes.compactMap { cause in cause.field.map { "\($0) (\(cause.reason ?? "invalid"))" } }
            return fields.isEmpty
                ? "the details are withheld because the body holds a secret" : fields.joined(separator: ", ")
        }
    }

    /// Without the full stop and line end that the sentence around it brings.
    private static func trimmed(_ text: String) -> String {
        let line = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return line.hasSuffix(".") ? String(line.dropLast()) : line
    }
}
