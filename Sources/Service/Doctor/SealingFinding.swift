import Storage

extension SealingReport {
    /// Whether the tokens in the database open with the keys at hand.
    var finding: Finding {
        guard opened == values else {
            let missing = keys.filter { $0.role == .missing }.compactMap(\.id)
            let which = missing.isEmpty ? "" : "; missing: key \(missing.joined(separator: ", "))"
            return .warning(
                "\(values - opened) of \(values) sealed tokens do not open with the keys at hand\(which).",
                "Put the key back that belongs to this data folder; without it Slipway gets these tokens anew.")
        }
        let active = keys.first { $0.role == .active }?.id.map { "key \($0)" } ?? "no key yet"
        let former = keys.filter { $0.role == .older && $0.values > 0 }
        let sealed =
            values == 0
            ? "Nothing is sealed yet" : values == 1 ? "The sealed token opens" : "All \(values) sealed tokens open"
        guard former.isEmpty else {
            return .warning(
                "\(sealed), some of them with an older key than \(active).",
                "slipway keys rotate   (goes on where it stood)")
        }
        return .ok("\(sealed); \(active) seals.")
    }
}
