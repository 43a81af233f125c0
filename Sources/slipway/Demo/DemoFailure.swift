import Foundation
import Service

/// A chapter that was not reached, or something that must not happen and did.
struct DemoFailure: Error {
    let chapter: String
    /// What is missing or wrong, one clause each.
    let reasons: [String]
    let waited: Duration?
    /// The end of Slipway's own log.
    var log: [String] = []

    var startFailure: StartFailure {
        let time = waited.map { " after \(Int($0 / .seconds(1))) s" } ?? ""
        let what = "the demo stopped\(time) in the chapter \"\(chapter)\": \(reasons.joined(separator: "; "))."
        let remedy =
            "This machine may be very busy: try again. If it stays like this, please report it with these lines."
        return StartFailure(what, whatToDo: ([remedy, "Slipway's log ends with:"] + log).joined(separator: "\n"))
    }
}
