import Crypto
import Foundation

/// How git names contents.
enum GitBlob {
    /// The SHA-1 of `blob <length>\0<contents>`, in hex, as git and GitHub's trees give it.
    static func sha(of contents: Data) -> String {
        var hash = Insecure.SHA1()
        hash.update(data: Data("blob \(contents.count)\0".utf8))
        hash.update(data: contents)
        return hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
