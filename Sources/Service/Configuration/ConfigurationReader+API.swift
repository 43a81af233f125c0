import Redaction

extension ConfigurationReader {
    mutating func api() -> Configuration.API {
        Configuration.API(
            token: token("api.token", file: "api.tokenFile", subject: "the API's token"),
            readToken: token("api.readToken", file: "api.readTokenFile", subject: "the API's token for reading"))
    }

    /// As a header can carry it (RFC 6750, 2.1), and too long to be guessed.
    private mutating func token(_ key: String, file fileKey: String, subject: String) -> Redacted? {
        let place = (values[key] ?? values[fileKey])?.place
        guard let token = secret(key, file: fileKey, subject: subject) else { return nil }
        if token.value.utf8.count < 20 || !token.value.utf8.allSatisfy(Self.mayStandInToken) {
            report(
                place, "\(subject) is not one that can be used.",
                "It should be 20 or more letters, digits and -._~+/=. Make one with: openssl rand -hex 32")
        }
        return token
    }

    private static func mayStandInToken(_ byte: UInt8) -> Bool {
        let character = Character(UnicodeScalar(byte))
        return character.isASCII && (character.isLetter || character.isNumber || "-._~+/=".contains(character))
    }
}
