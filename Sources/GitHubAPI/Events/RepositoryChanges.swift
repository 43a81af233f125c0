/// What `changes` of a repository event says about before.
struct RepositoryChanges: Decodable {
    struct Body: Decodable {
        let changes: RepositoryChanges?
    }

    private struct Former: Decodable {
        let from: String

        private enum CodingKeys: String, CodingKey {
            case from
        }

        init(from decoder: any Decoder) throws {
            from = try decoder.container(keyedBy: CodingKeys.self).decodeLine(forKey: .from)
        }
    }

    private struct Name: Decodable {
        let name: Former?
    }

    private struct Owner: Decodable {
        struct From: Decodable {
            let user: Account?
            let organization: Account?
        }
        let from: From?
    }

    /// What they were is not read: GitHub says null where there were none.
    private struct Topics: Decodable {}

    private let defaultBranch: Former?
    private let repository: Name?
    private let owner: Owner?
    private let topics: Topics?

    var formerDefaultBranch: String? { defaultBranch?.from }
    var formerName: String? { repository?.name?.from }
    var hasOtherTopics: Bool { topics != nil }
    var formerOwner: Account? { owner?.from?.organization ?? owner?.from?.user }

    private enum CodingKeys: String, CodingKey {
        case repository, owner, topics
        case defaultBranch = "default_branch"
    }
}
