import Foundation

/// A comment without what is different each time: durations, times of day, ids and SHAs.
func settled(_ comment: String, _ names: [String: String]) -> String {
    var text = comment
    for (value, name) in names.sorted(by: { $0.key.count > $1.key.count }) {
        text = text.replacing(value, with: name)
        if value.count == 40 { text = text.replacing(value.prefix(7), with: name.lowercased()) }
    }
    text.replace(/updated \d\d:\d\d:\d\d UTC/, with: "updated TIME")
    text.replace(/\d+ min \d+ s|\d+(\.\d+)? (ms|s)\b/, with: "DURATION")
    text.replace(/runs\/\d+/, with: "runs/BUILD")
    text.replace(/job\/\d+/, with: "job/JOB")
    text.replace(/\d+ times/, with: "COUNT times")
    text.replace(/\d+-ghcr-auth/, with: "OWNER-ghcr-auth")
    return text
}
