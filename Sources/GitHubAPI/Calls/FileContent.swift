import Foundation

/// A file of a repository, as the Contents API gives it.
public struct FileContent: Sendable, Hashable {
    public let path: String
    /// SHA of the blob; needed to replace the file.
    public let sha: String
    public let bytes: Data
}

extension FileContent: Decodable {
    enum CodingKeys: String, CodingKey {
        case path, sha, content, encoding
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        path = try values.decode(String.self, forKey: .path)
        sha = try values.decode(String.self, forKey: .sha)
        // Above 1 MB the encoding is `none` and the content empty.
        let encoding = try values.decode(String.self, forKey: .encoding)
        let text = try values.decode(String.self, forKey: .content)
        guard encoding == "base64", let bytes = Data(base64Encoded: text, options: .ignoreUnknownCharacters) else {
            throw DecodingError.dataCorruptedError(forKey: .content, in: values, debugDescription: "is not base64")
        }
        self.bytes = bytes
    }
}
