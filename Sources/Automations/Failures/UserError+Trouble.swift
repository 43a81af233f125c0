import KubernetesAPI
import RunEngine
import Storage

extension UserError {
    /// The failure as records keep it and comments tell it.
    var trouble: Trouble {
        // Whatever was asked of them: without its types there is no Flux.
        if code == "kubernetes.\(KubernetesError.Code.resourceTypeMissing.rawValue)", what.contains("toolkit.fluxcd.io")
        {
            return Diagnosis.fluxNotInstalled.trouble
        }
        return Trouble(what: what, why: why, whatToDo: whatToDo.lowercasedFirst, summary: summary)
    }

    /// What happened is a long sentence when it comes from an API; this fits into a table and a status.
    private var summary: String? {
        switch code?.prefix(while: { $0 != "." }) {
        case "kubernetes": "the cluster did not do what it was asked"
        case "github": "GitHub did not do what it was asked"
        default: nil
        }
    }
}

extension RetryPolicy {
    /// For what others have to mend (GitHub or the cluster away, a right not granted): a day of trying.
    static let persistent = RetryPolicy(timeLimit: .seconds(86_400), longestDelay: .seconds(300))
}

extension String {
    /// For a sentence that follows a colon.
    var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
