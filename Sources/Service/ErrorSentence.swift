import GitHubAPI
import KubernetesAPI
import Storage

extension Error {
    /// What happened, in one line for a log or for `/readyz`; of what only a person can mend (a
    /// proxy, a role), also what to do.
    var sentence: String {
        switch self {
        case let error as GitHubError where error.code == .proxy: error.description
        case let error as KubernetesError where error.code == .proxy || error.hint != nil: error.description
        case let error as GitHubError: error.whatHappened
        case let error as KubernetesError: error.whatHappened
        case let error as StorageError: error.whatHappened
        default: "\(self)"
        }
    }
}
