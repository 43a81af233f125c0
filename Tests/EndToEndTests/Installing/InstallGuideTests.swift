import ArgumentParser
import Foundation
import Testing

@testable import slipway

@Suite("The pages about installing")
struct InstallGuideTests {
    /// Every command of `slipway` that a page shows is one, with flags that there are.
    @Test(arguments: InstallGuide.pages) func everyCommandIsOne(_ page: String) throws {
        let commands = try InstallGuide(page).commands
        #expect(commands.count > 2)
        for command in commands {
            #expect(throws: Never.self, "slipway \(command.joined(separator: " "))") {
                _ = try Slipway.parseAsRoot(command)
            }
        }
    }

    /// Every file of this repository that a page names is there.
    @Test(arguments: InstallGuide.pages) func everyFileThatIsNamedIsThere(_ page: String) throws {
        let text = try InstallGuide(page).text
        let folder = PackageRoot.url.appending(path: page).deletingLastPathComponent()
        for match in text.matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/) {
            #expect(PackageRoot.exists(folder.appending(path: String(match.1))), "\(match.1)")
        }
        for match in text.matches(of: /(?:kubectl (?:apply|delete) -f |cp )(Deploy\/[\w.\/-]+)/) {
            #expect(PackageRoot.exists(PackageRoot.url.appending(path: String(match.1))), "\(match.1)")
        }
    }

    /// The systemd unit starts the program that the page installs, as the user that it makes, on the configuration it writes.
    @Test func theUnitFitsThePage() throws {
        let unit = try String(contentsOf: PackageRoot.url.appending(path: "Deploy/slipway.service"), encoding: .utf8)
        let lines = try InstallGuide().lines.joined(separator: "\n")
        let start = try #require(unit.firstMatch(of: /ExecStart=(\S+) (.*)/))
        _ = try Slipway.parseAsRoot(start.2.split(separator: " ").map(String.init))
        #expect(lines.contains(String(start.1)))
        let user = try #require(unit.firstMatch(of: /User=(\S+)/)?.1)
        #expect(lines.contains("useradd") && lines.contains(" \(user)"))
        let configuration = try #require(start.2.firstMatch(of: /--config (\S+)/)?.1)
        #expect(lines.contains("--config \(configuration)"))
    }
}
