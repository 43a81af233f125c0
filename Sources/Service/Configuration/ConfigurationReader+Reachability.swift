extension ConfigurationReader {
    /// Nil for `off`.
    mutating func reachability() -> ReachabilityChoices? {
        var allowed: [AddressRange] = []
        for (text, place) in list("reachability.allow") {
            if let range = AddressRange(text) {
                allowed.append(range)
            } else {
                report(
                    place, "reachability.allow holds \"\(text)\".",
                    "Write an address or a range of addresses, such as 10.20.0.0/16.")
            }
        }
        let isOn = parsed("reachability.check", "on or off") { text in
            ["on": true, "true": true, "off": false, "false": false][text]
        }
        return isOn ?? true ? ReachabilityChoices(allowed: allowed) : nil
    }
}
