/// On whose behalf a client calls. A client with a static token uses that token whatever its scope.
public enum AccessScope: Sendable, Hashable {
    /// As the App itself: installations, deliveries. Cannot touch repositories.
    case app
    /// As an installation, with everything it was granted.
    case installation(Int64)
    /// As an installation, but only for these repositories (at most 500) and with these permissions.
    case repositories(installation: Int64, ids: [Int64], permissions: Permissions)

    /// GitHub counts requests per App and per installation.
    var limitKey: String {
        switch self {
        case .app: "app"
        case .installation(let id), .repositories(let id, _, _): "installation \(id)"
        }
    }

    var installationID: Int64? {
        switch self {
        case .app: nil
        case .installation(let id), .repositories(let id, _, _): id
        }
    }
}
