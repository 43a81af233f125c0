import Storage

/// How one environment is looked after.
public struct EnvironmentChoice: Sendable, Hashable {
    /// Between two looks of Flux at the repository, as Flux writes durations, e.g. `5m`.
    public var interval: String
    public var promotion: Promotion

    public init(interval: String, promotion: Promotion = .automatic) {
        self.interval = interval
        self.promotion = promotion
    }
}

/// When a release may enter an environment.
public enum Promotion: String, Sendable, Hashable, CaseIterable {
    /// As soon as the environment before it is healthy.
    case automatic
    /// When a person says so; releases stop in front of it.
    case manual
}

/// The choices for all three environments; the defaults are 1, 3 and 5 minutes, promoted automatically.
public struct EnvironmentChoices: Sendable, Hashable {
    public var development: EnvironmentChoice
    public var staging: EnvironmentChoice
    public var production: EnvironmentChoice

    public init(
        development: EnvironmentChoice = EnvironmentChoice(interval: "1m"),
        staging: EnvironmentChoice = EnvironmentChoice(interval: "3m"),
        production: EnvironmentChoice = EnvironmentChoice(interval: "5m")
    ) {
        self.development = development
        self.staging = staging
        self.production = production
    }

    public subscript(environment: EnvironmentName) -> EnvironmentChoice {
        switch environment {
        case .development: development
        case .staging: staging
        case .production: production
        }
    }
}
