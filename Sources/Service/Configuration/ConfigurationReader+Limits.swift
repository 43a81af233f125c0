import Automations

extension ConfigurationReader {
    /// The limits of all projects.
    mutating func limits() -> Limits {
        let limits = Limits().with(limitsChoice(values))
        checkRequests(of: limits, written: values)
        return limits
    }

    /// What a part of the configuration says of limits: the whole of it, or one rule.
    mutating func limitsChoice(_ values: [String: ConfigurationValue]) -> LimitsChoice {
        LimitsChoice(
            quota: amounts("quota", values, isKnown: Self.isQuotaKey, known: Self.quotaKeys),
            defaultLimits: amounts("containerDefaults.default", values, known: Self.containerKeys),
            defaultRequests: amounts("containerDefaults.defaultRequest", values, known: Self.containerKeys),
            enforce: level("podSecurity.enforce", values), warn: level("podSecurity.warn", values),
            audit: level("podSecurity.audit", values))
    }

    /// The API server takes no LimitRange whose default request is above its default limit.
    mutating func checkRequests(of limits: Limits, written values: [String: ConfigurationValue]) {
        let (requests, defaults) = ("containerDefaults.defaultRequest", "containerDefaults.default")
        for (name, request) in limits.defaultRequests.sorted(by: { $0.key < $1.key }) {
            guard let limit = limits.defaultLimits[name], let asked = Amount(request), let most = Amount(limit),
                asked.value > most.value
            else { continue }
            report(
                (values[requests] ?? values[defaults])?.place,
                "\(requests).\(name) is \(request), more than \(defaults).\(name), which is \(limit).",
                "Lower the request, or raise the limit: the cluster takes no others.")
        }
    }

    private mutating func level(_ path: String, _ values: [String: ConfigurationValue]) -> PodSecurity.Level? {
        guard let value = values[path], case .text(let text) = value.content else { return nil }
        if let level = PodSecurity.Level(rawValue: text) { return level }
        let names = PodSecurity.Level.allCases.map(\.rawValue)
        let meant = Spelling.nearest(to: text, in: names).map { " Did you mean \"\($0)\"?" } ?? ""
        report(value.place, "\(path) is \"\(text)\".", "It should be one of \(names.joined(separator: ", ")).\(meant)")
        return nil
    }

    private mutating func amounts(
        _ path: String, _ values: [String: ConfigurationValue], isKnown: (String) -> Bool = { _ in false },
        known: [String]
    ) -> [String: String] {
        guard let value = values[path], case .amounts(let entries) = value.content else { return [:] }
        var amounts: [String: String] = [:]
        for entry in entries {
            guard known.contains(entry.name) || isKnown(entry.name) else {
                let remedy =
                    Spelling.nearest(to: entry.name, in: known).map { "Did you mean \"\($0)\"?" }
                    ?? "The keys here are: \(known.joined(separator: ", "))."
                report(entry.place, "unknown key \"\(entry.name)\" in \(path).", remedy)
                continue
            }
            let isCount = !Self.measured.contains { entry.name == $0 || entry.name.hasSuffix(".\($0)") }
            guard let amount = Amount(entry.text), amount.value >= 0, !isCount || amount.isCount else {
                report(
                    entry.place, "\(path).\(entry.name) is \"\(entry.text)\".",
                    isCount
                        ? "It should be a whole number, such as 10." : "It should be an amount, such as 500m, 2 or 4Gi."
                )
                continue
            }
            amounts[entry.name] = entry.text
        }
        return amounts
    }

    private static let measured = ["cpu", "memory", "ephemeral-storage", "storage"]
    private static let containerKeys = ["cpu", "memory", "ephemeral-storage"]
    static let quotaKeys = [
        "pods", "requests.cpu", "requests.memory", "requests.ephemeral-storage", "requests.storage", "limits.cpu",
        "limits.memory", "limits.ephemeral-storage", "persistentvolumeclaims", "services", "services.loadbalancers",
        "services.nodeports", "configmaps", "secrets", "replicationcontrollers",
    ]

    /// `count/jobs.batch`, or of one storage class: `fast.storageclass.storage.k8s.io/requests.storage`.
    private static func isQuotaKey(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && !$0.contains(" ") }) else { return false }
        return parts[0] == "count"
            || parts[0].hasSuffix(".storageclass.storage.k8s.io")
                && ["requests.storage", "persistentvolumeclaims"].contains(parts[1])
    }
}

/// A quantity of Kubernetes, as far as two have to be compared (apimachinery, `resource.Quantity`).
struct Amount {
    let value: Double
    /// Without a suffix or a fraction, as what is counted is written.
    let isCount: Bool

    /// Nil when the text is none.
    init?(_ text: String) {
        let pattern = /([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))([a-zA-Z]{0,2}|[eE][+-]?[0-9]{1,3})/
        guard let match = text.wholeMatch(of: pattern),
            let number = Double(match.1.hasSuffix(".") ? "\(match.1)0" : String(match.1)),
            let factor = Self.factor(String(match.2))
        else { return nil }
        value = number * factor
        isCount = match.2.isEmpty && !match.1.contains(".")
    }

    private static func factor(_ suffix: String) -> Double? {
        if let factor = factors[suffix] { return factor }
        guard let first = suffix.first, "eE".contains(first) else { return nil }
        return Double("1e\(suffix.dropFirst())")
    }

    private static let factors: [String: Double] = [
        "": 1, "n": 1e-9, "u": 1e-6, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18,
        "Ki": 0x1p10, "Mi": 0x1p20, "Gi": 0x1p30, "Ti": 0x1p40, "Pi": 0x1p50, "Ei": 0x1p60,
    ]
}
