import Foundation
import Yams

/// `template.yaml` as it is written.
struct TemplateManifest: Sendable, Hashable {
    static let fileName = "template.yaml"

    var name: String
    var description: String
    /// The template whose files this one adds to and overrides by path.
    var extends: String?
    var variables: [String: Variable]
    /// Files that git records with mode 100755.
    var executable: [String]
    /// Files copied byte for byte, delimiters and all.
    var raw: [String]
    /// Files that exist only when the variable has a value: variable → paths.
    var only: [String: [String]]
    /// Files of the base that this template leaves out.
    var without: [String]

    /// Every key may be left out: a template overrides of a base's variable what it needs to.
    struct Variable: Sendable, Hashable {
        var description: String?
        var defaultValue: String?
        var required: Bool?
    }

    init(yaml: Data) throws {
        self = try YAMLDecoder().decode(TemplateManifest.self, from: yaml)
    }
}

extension TemplateManifest: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, description, extends, variables, executable, raw, only, without
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        description = try container.decode(String.self, forKey: .description)
        extends = try container.decodeIfPresent(String.self, forKey: .extends)
        variables = try container.decodeIfPresent([String: Variable].self, forKey: .variables) ?? [:]
        executable = try container.decodeIfPresent([String].self, forKey: .executable) ?? []
        raw = try container.decodeIfPresent([String].self, forKey: .raw) ?? []
        only = try container.decodeIfPresent([String: [String]].self, forKey: .only) ?? [:]
        without = try container.decodeIfPresent([String].self, forKey: .without) ?? []
    }
}

extension TemplateManifest.Variable: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case description, required
        case defaultValue = "default"
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        description = try container.decodeIfPresent(String.self, forKey: .description)
        defaultValue = try container.decodeIfPresent(String.self, forKey: .defaultValue)
        required = try container.decodeIfPresent(Bool.self, forKey: .required)
    }
}

extension Decoder {
    /// A key nobody reads is a misspelt one: say so instead of ignoring it.
    fileprivate func refuseKeys<Key: CodingKey & CaseIterable>(besides keys: Key.Type) throws {
        let known = Set(Key.allCases.map(\.stringValue))
        let given = try container(keyedBy: AnyKey.self).allKeys
        guard let stranger = given.first(where: { !known.contains($0.stringValue) }) else { return }
        let text = "unknown key \(stranger.stringValue) (there are: \(known.sorted().joined(separator: ", ")))"
        throw DecodingError.dataCorrupted(.init(codingPath: codingPath, debugDescription: text))
    }
}

private struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
}
