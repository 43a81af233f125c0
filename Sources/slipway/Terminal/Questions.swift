import Foundation

/// Asks a person, where there is one: on a terminal.
struct Questions {
    /// Nil where nobody is asked.
    static var ifAsked: Questions? { isatty(0) == 1 && isatty(1) == 1 ? Questions() : nil }

    /// Nil when nothing was answered.
    func answer(_ question: String, default standard: String? = nil) -> String? {
        Terminal.put(standard.map { "\(question) [\($0)] " } ?? "\(question) ")
        let answer = readLine()?.trimmingCharacters(in: .whitespaces) ?? ""
        return answer.isEmpty ? standard : answer
    }
}
