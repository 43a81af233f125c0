import GitHubAPI
import KubernetesAPI
import Storage

extension Finding {
    /// What could not be looked at, in the words of what failed.
    init(_ error: any Error) {
        switch error {
        case let error as KubernetesError where error.code == .forbidden:
            self = .unchecked("the cluster does not let Slipway \(error.call).")
        case let error as KubernetesError: self = .failure(error.whatHappened, error.whatToDo)
        case let error as GitHubError: self = Finding(error)
        case let error as Unhealthy:
            self = .failure(error.what, error.whatToDo.isEmpty ? "Look at its own log and state." : error.whatToDo)
        case is CancellationError: self = .unchecked("it was interrupted.")
        default:
            let failure = StartFailure(error)
            let advice = failure.map(\.whatToDo).flatMap { $0.isEmpty ? nil : $0 } ?? "Try again."
            self = .failure((failure?.what ?? error.sentence).capitalised.withFullStop, advice.withFullStop)
        }
    }

    private init(_ error: GitHubError) {
        switch error.code {
        case .rateLimited: self = .warning(error.whatHappened, "Wait until then, then try again.")
        default: self = .failure(error.whatHappened, error.whatToDo)
        }
    }
}

extension String {
    /// Some modules leave it to the sentence around.
    fileprivate var withFullStop: String { hasSuffix(".") || hasSuffix(")") || hasSuffix("`") ? self : self + "." }

    /// Sentences that follow a colon elsewhere begin with a small letter.
    var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
