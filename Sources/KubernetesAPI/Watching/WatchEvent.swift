import Foundation

/// One line of a watch.
public enum WatchEvent<Object: KubernetesObject>: Sendable {
    case added(Object)
    case modified(Object)
    /// The object as it last was.
    case deleted(Object)
    /// Everything up to this version of the collection has been told.
    case bookmark(resourceVersion: String)

    /// The version from which a watch continues after this event.
    var resourceVersion: String? {
        switch self {
        case .added(let object), .modified(let object), .deleted(let object): object.metadata.resourceVersion
        case .bookmark(let version): version
        }
    }
}

/// A line as it is sent, `ERROR` included.
enum WatchLine<Object: KubernetesObject>: Decodable {
    case event(WatchEvent<Object>)
    case error(StatusBody)
    /// A type of event this program does not know.
    case unknown

    private enum CodingKeys: String, CodingKey {
        case type, object
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(String.self, forKey: .type) {
        case "ADDED": self = .event(.added(try container.decode(Object.self, forKey: .object)))
        case "MODIFIED": self = .event(.modified(try container.decode(Object.self, forKey: .object)))
        case "DELETED": self = .event(.deleted(try container.decode(Object.self, forKey: .object)))
        case "BOOKMARK":
            let body = try container.decode(MetadataBody.self, forKey: .object)
            self = .event(.bookmark(resourceVersion: body.metadata.resourceVersion ?? ""))
        case "ERROR": self = .error(try container.decode(StatusBody.self, forKey: .object))
        default: self = .unknown
        }
    }
}
