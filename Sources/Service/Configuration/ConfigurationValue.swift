/// A value as somebody wrote it, with the place it was written in.
struct ConfigurationValue: Sendable {
    enum Content: Sendable {
        case text(String)
        case list([(text: String, place: ConfigurationPlace)])
        case rules([ConfigurationRule])
        case amounts([(name: String, text: String, place: ConfigurationPlace)])
    }

    var content: Content
    var place: ConfigurationPlace
}

/// A project rule as written: its keys and their values.
struct ConfigurationRule: Sendable {
    var entries: [String: (text: String, place: ConfigurationPlace)]
    /// What it says of limits, by paths as those of the whole configuration.
    var limits: [String: ConfigurationValue] = [:]
    var place: ConfigurationPlace
}

/// Where a value was written. Flags win over environment variables, these win over the file.
enum ConfigurationPlace: Sendable, CustomStringConvertible {
    case file(name: String, line: Int, column: Int)
    case variable(String)
    case flag(String)

    var description: String {
        switch self {
        case .file(let name, let line, let column): "\(name):\(line):\(column)"
        case .variable(let name): name
        case .flag(let name): "--\(name)"
        }
    }

    /// The higher one wins.
    var rank: Int {
        switch self {
        case .file: 0
        case .variable: 1
        case .flag: 2
        }
    }

    /// Relative paths in the file start at its folder, others at the working directory.
    var isFile: Bool { rank == 0 }
}
