import Foundation

/// A repository, confined to the actor that holds it.
final class Repository {
    let id: Int
    var owner: Account
    var name: String
    var description: String?
    var isPrivate: Bool
    var isArchived: Bool
    let isTemplate: Bool
    let mirrorURL: String?
    let parentID: Int?
    var topics: [String]
    var customProperties: [String: String]
    var defaultBranch: String
    let createdAt: Date
    var updatedAt: Date
    var pushedAt: Date
    var git = GitStore()
    var comments: [CommitComment] = []
    var statuses: [CommitStatus] = []
    var deployments: [Deployment] = []
    var builds: [Build] = []
    /// What builds will do, by commit; then, in order, what the next ones will.
    var plansByCommit: [String: BuildPlan] = [:]
    var nextPlans: [BuildPlan] = []

    init(id: Int, owner: Account, name: String, options: NewRepository, parentID: Int?, now: Date) {
        self.id = id
        self.owner = owner
        self.name = name
        description = options.description
        isPrivate = options.isPrivate
        isArchived = options.isArchived
        isTemplate = options.isTemplate
        mirrorURL = options.mirrorURL
        self.parentID = parentID
        topics = options.topics
        customProperties = options.customProperties
        defaultBranch = options.defaultBranch
        createdAt = now
        updatedAt = now
        pushedAt = now
    }

    var fullName: String { "\(owner.login)/\(name)" }
    /// Kilobytes, as GitHub counts them.
    var size: Int { git.objects.values.reduce(0) { $0 + $1.bytes.count } / 1024 }
    var visibility: String { isPrivate ? "private" : "public" }
}
