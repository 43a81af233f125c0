import Foundation

/// What a person says about the App that is to be registered.
public struct AppChoices: Sendable {
    /// Nil: the App belongs to the person who registers it.
    public let organization: String?
    public let name: String
    /// Where GitHub reaches Slipway, without a slash at its end.
    public let address: String

    /// - Parameters:
    ///   - web: where GitHub's pages are; one on this machine reaches what is on it.
    /// - Throws: ``StartFailure`` that names the flag.
    public init(organization: String?, name: String?, address: String, web: String) throws {
        try organization.map(Self.check)
        self.organization = organization
        let name = name ?? Self.name(for: organization)
        guard !name.isEmpty, name.count <= AppManifest.longestName else {
            throw StartFailure(
                "--name has \(name.count) characters.",
                whatToDo: "GitHub takes names of 1 to \(AppManifest.longestName) characters.")
        }
        self.name = name
        self.address = try Self.address(address, web: web)
    }

    private static func name(for organization: String?) -> String {
        let whole = organization.map { "slipway-\($0)" } ?? "slipway-\(ProcessInfo.processInfo.hostName)"
        return String(whole.prefix(AppManifest.longestName))
    }

    /// - Throws: ``StartFailure`` where no organisation has this name.
    static func check(organization: String) throws {
        guard !isLogin(organization) else { return }
        throw StartFailure(
            "--organization is \"\(organization.printableStart)\", which is no name of an organisation.",
            whatToDo: "It is what stands in its address: acme, of https://github.com/acme.")
    }

    /// Letters, digits and hyphens; up to 39 characters.
    private static func isLogin(_ text: String) -> Bool {
        (1...39).contains(text.utf8.count) && text.first != "-"
            && text.utf8.allSatisfy { byte in
                let character = Character(UnicodeScalar(byte))
                return character.isASCII && (character.isLetter || character.isNumber || "-_".contains(character))
            }
    }

    private static func address(_ text: String, web: String) throws -> String {
        let advice = "It should be where GitHub reaches Slipway, such as https://slipway.example.com; webhooks go to "
        guard var url = URLComponents(string: text), let host = url.host, !host.isEmpty, url.user == nil,
            url.query == nil, url.fragment == nil, ["", "/", Intake.path].contains(url.path),
            ["http", "https"].contains(url.scheme)
        else {
            throw StartFailure("--url is \"\(text.printableStart)\".", whatToDo: advice + "\(Intake.path) below it.")
        }
        guard url.scheme == "https" || SeenWebhook.isLocal(URLComponents(string: web)?.host ?? "") else {
            throw StartFailure(
                "--url begins with http://, so that anybody on the way could read what GitHub tells.",
                whatToDo: "Give an address that begins with https://.")
        }
        url.path = ""
        return url.string ?? text
    }
}

extension String {
    /// Enough of it to know it again, fit for a terminal.
    fileprivate var printableStart: String {
        String(
            String.UnicodeScalarView(unicodeScalars.filter { $0.properties.generalCategory != .control }.prefix(100)))
    }
}
