import Automations

extension ConfigurationReader {
    mutating func cleanUp() -> CleanUpChoices {
        var choices = CleanUpChoices()
        choices.failedAfter = grace("cleanUp.failedAfter", default: choices.failedAfter)
        choices.unusedAfter = grace("cleanUp.unusedAfter", default: choices.unusedAfter)
        choices.deletedAfter = grace("cleanUp.deletedAfter", default: choices.deletedAfter)
        let words = list("cleanUp.words")
        if values["cleanUp.words"] != nil { choices.words = words.compactMap { word($0.text, $0.place) } }
        return choices
    }

    /// Nil for `off`.
    private mutating func grace(_ key: String, default standard: Double?) -> Double? {
        let read = parsed(key, "off, or a time such as 36h or 14d, from 1h to 365d") { text -> Double?? in
            if text == "off" || text == "false" { return .some(nil) }
            guard let seconds = Self.seconds(text, units: ["d": 86_400, "h": 3600]),
                (3600...365 * 86_400).contains(seconds)
            else { return nil }
            return .some(Double(seconds))
        }
        return read ?? standard
    }

    private mutating func word(_ text: String, _ place: ConfigurationPlace) -> String? {
        let word = text.lowercased()
        if !word.isEmpty, !word.contains(where: { "-_. /".contains($0) }) { return word }
        report(
            place, "cleanUp.words names \"\(text)\".", "It should be words without -, _ and dots, such as test.")
        return nil
    }
}
