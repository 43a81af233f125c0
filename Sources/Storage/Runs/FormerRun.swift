import Crypto
import Foundation

/// A run that was forgotten. Its key is known by its hash, in a twentieth of the space.
enum FormerRun {
    static func hash(_ key: String) -> Data {
        Data(SHA256.hash(data: Data(key.utf8)).prefix(16))
    }
}
