import Redaction

/// How Slipway proves to GitHub who it is.
public enum GitHubCredential: Sendable {
    /// A GitHub App: asks for a token per installation and scope.
    case app(GitHubApp)
    /// A personal access token, fine-grained or classic, as it is at the moment of a call.
    case token(LiveSecret)
}
