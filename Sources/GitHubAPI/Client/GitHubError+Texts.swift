import Foundation

extension GitHubError: CustomStringConvertible, LocalizedError {
    public var description: String { whatHappened + " " + whatToDo }
    public var errorDescription: String? { description }

    /// What happened and why, as one or two sentences.
    public var whatHappened: String {
        switch code {
        case .notFound: "GitHub does not know \(path), or does not show it to Slipway (404)."
        case .forbidden(let permission): forbidden(permission)
        case .unauthorized: "GitHub refused Slipway's token (401)\(quote)."
        case .suspended: "Slipway's installation on this account is suspended (403)."
        case .rateLimited(let until): "GitHub allows no more requests until \(Timestamp(until).clock)."
        case .conflict: "GitHub could not do \(call) because of a conflict (409)\(quote)."
        case .emptyRepository: "The repository has no commit yet (409)."
        case .unprocessable: "GitHub does not accept \(call) (422)\(quote)."
        case .notFastForward: "The branch has moved on in the meantime, so \(call) was refused (422)."
        case .alreadyExists: "What \(call) should create exists already (422)."
        case .archived: "The repository is archived, so GitHub lets nobody change it (403)."
        case .gone: "\(path) is gone for good (\(status ?? 410))."
        case .server: "GitHub answered \(call) with an error of its own (\(status ?? 500))\(quote)."
        case .transport, .proxy: "GitHub could not be reached for \(call)\(quote)."
        case .timedOut: "GitHub did not answer \(call) in time."
        case .tooLarge: "GitHub's answer to \(call) is larger than Slipway reads."
        case .invalidAnswer: "GitHub's answer to \(call) cannot be understood\(quote)."
        case .invalidRequest: "A name in \(call) is empty or not allowed in a path, so it was not sent."
        case .other: "GitHub answered \(call) with \(status.map(String.init) ?? "no status")\(quote)."
        }
    }

    /// What a person can do about it.
    public var whatToDo: String {
        switch code {
        case .notFound:
            "Check that it exists and that Slipway may see it: for an App, that it is installed on this repository"
                + " with the permissions it asks for."
        case .forbidden(let permission): grant(permission)
        case .unauthorized:
            "Check the App's id and private key (or the token), that they are not revoked, and this machine's clock."
        case .suspended: "Unsuspend it in the settings of the account, under \"GitHub Apps\"."
        case .rateLimited: "Nothing: Slipway goes on by itself then."
        case .conflict, .server, .transport, .timedOut: "Slipway tries again by itself" + afterRetry
        case .proxy:
            "Check the address, user name and password of proxy (or HTTPS_PROXY), or list GitHub's host in noProxy. Slipway "
                + "tries again by itself."
        case .emptyRepository: "Slipway creates the first commit by itself."
        case .unprocessable, .other, .invalidRequest, .tooLarge:
            "This is likely a mistake in Slipway: please report it with this text."
        case .notFastForward: "Slipway reads the branch again."
        case .alreadyExists: "Nothing: Slipway uses what is there."
        case .archived: "Unarchive it, and replay the delivery if it is to be set up."
        case .gone: "Remove it from Slipway's projects if that was intended."
        case .invalidAnswer: "Check that github.api is the address of GitHub's REST API and that no proxy answers."
        }
    }

    private var call: String { method + " " + path }

    private var quote: String {
        let texts = [message].compactMap { $0 } + details.compactMap { $0.message ?? $0.summary }
        return texts.isEmpty ? "" : ": " + texts.joined(separator: "; ").trimmingTrailingFullStop
    }

    private func forbidden(_ permission: String?) -> String {
        if permission == Self.workflows {
            return "GitHub refused to change files under .github/workflows/ (\(status ?? 403)). "
                + "That needs the permission \"workflows\"; without it GitHub may even say that nothing was found."
        }
        return "GitHub does not let Slipway do \(call) (\(status ?? 403))\(quote)."
    }

    private func grant(_ permission: String?) -> String {
        guard let permission else {
            return "Give the App (or the token) the permission it lacks, and accept it for the installation."
        }
        let words = permission.replacingOccurrences(of: "=", with: ": ")
        return "Give the App (or the token) the permission \"\(words)\", and accept it for the installation."
    }

    private var afterRetry: String {
        switch code {
        case .transport, .timedOut: "; if it stays, check github.api, the network and the proxy."
        case .server: "; if it stays, look at https://www.githubstatus.com."
        default: "."
        }
    }

    static let workflows = "workflows=write"
}

extension GitHubError.Detail {
    /// E.g. `field sha of Reference: invalid`.
    fileprivate var summary: String? {
        guard let code else { return nil }
        return [field.map { "field \($0)" }, resource.map { "of \($0)" }].compactMap { $0 }.joined(separator: " ")
            + ": " + code
    }
}

extension String {
    fileprivate var trimmingTrailingFullStop: String {
        hasSuffix(".") ? String(dropLast()) : self
    }
}
