import Automations
import GitHubAPI

extension GitHubClient {
    /// Whether some installation of the App is suspended, as far as calls have shown: what needs it waits.
    /// - Throws: ``Unhealthy``
    func checkInstallations() throws {
        let suspended = refusedAccounts.filter { $0.value.code == .suspended }.keys.sorted()
        guard !suspended.isEmpty else { return }
        throw Unhealthy(
            "The App is suspended on \(Wording.count(suspended.count, "account")) (\(suspended.joined(separator: ", "))): "
                + "what concerns their repositories waits, and goes on by itself.",
            whatToDo: "Unsuspend it in the settings of the account, under \"GitHub Apps\".")
    }
}
