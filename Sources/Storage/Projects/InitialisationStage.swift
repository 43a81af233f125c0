/// The recorded stages of setting up a project, each with its share of the progress bar.
public enum InitialisationStage: String, Codable, Sendable, CaseIterable {
    case project, template, environments, repository, scaffoldCommit, records, cluster, active

    /// The percentages this stage covers.
    public var percent: ClosedRange<Int> {
        switch self {
        case .project: 0...10
        case .template: 10...20
        case .environments: 20...30
        case .repository: 30...40
        case .scaffoldCommit: 40...60
        case .records: 60...70
        case .cluster: 70...90
        case .active: 90...100
        }
    }
}
