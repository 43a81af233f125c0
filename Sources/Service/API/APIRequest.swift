import Foundation
import HummingbirdCore
import Storage

/// A request that may be answered: what stands in its path, its query and its body.
struct APIRequest: Sendable {
    let places: [String: String]
    let query: [String: String]
    let body: Data
    /// Whose doing it is.
    let caller: AuditActor

    /// - Throws: ``APIProblem`` for a parameter that is unknown or given twice.
    init(_ uri: URI, places: [String: String], body: Data, caller: AuditActor, route: APIRoute) throws {
        self.places = places
        self.body = body
        self.caller = caller
        var query: [String: String] = [:]
        let known = route.parameters.map(\.name)
        for (name, value) in uri.queryParameters {
            let name = String(name)
            guard known.contains(name) else { throw Self.unknown(name, known) }
            guard query[name] == nil else { throw Self.invalid("\(name) is given twice.", "Give it once.") }
            query[name] = String(value)
        }
        self.query = query
    }

    /// What stands in the path, under a name of the route's.
    func place(_ name: String) -> String { places[name] ?? "" }

    var repository: String { "\(place("owner"))/\(place("name"))" }

    func text(_ name: String) -> String? { query[name] }

    func choice<Value: RawRepresentable & CaseIterable>(_ name: String) throws -> Value?
    where Value.RawValue == String {
        guard let text = query[name] else { return nil }
        if let value = Value(rawValue: text) { return value }
        throw Self.notAmong(name, text, Value.allCases.map(\.rawValue))
    }

    var limit: Int {
        get throws {
            guard let text = query["limit"] else { return 50 }
            guard let limit = Int(text), (1...1000).contains(limit) else {
                throw Self.invalid("limit is \"\(text)\".", "It should be a number from 1 to 1000.")
            }
            return limit
        }
    }

    /// Where the list goes on; nil at its beginning.
    func cursor(of list: String, fields: Int) throws -> PageCursor? {
        guard let text = query["cursor"] else { return nil }
        guard let cursor = PageCursor(text, of: list, fields: fields) else { throw Self.strangeCursor }
        return cursor
    }

    /// The number behind which a list goes on that is ordered by one.
    func number(behind list: String) throws -> Int64? {
        guard let cursor = try cursor(of: list, fields: 1) else { return nil }
        guard let number = Int64(cursor[0]) else { throw Self.strangeCursor }
        return number
    }

    /// The fields of the body; none when there is no body.
    /// - Throws: ``APIProblem`` for what is no object of strings, or has fields that are not known.
    func fields(_ known: String...) throws -> [String: String] {
        if body.isEmpty { return [:] }
        guard let fields = try? JSONDecoder().decode([String: String].self, from: body) else {
            throw Self.invalid("the body is not a JSON object of strings.", "Send {} or no body at all.")
        }
        for name in fields.keys.sorted() where !known.contains(name) { throw Self.unknown(name, known) }
        return fields
    }

    static func invalid(_ what: String, _ whatToDo: String) -> APIProblem {
        APIProblem(.invalid, what, whatToDo: whatToDo)
    }

    static func notAmong(_ name: String, _ text: String, _ names: [String]) -> APIProblem {
        let meant = Spelling.nearest(to: text, in: names).map { " Did you mean \"\($0)\"?" } ?? ""
        return invalid(
            "\(name) is \"\(text)\".", "It should be one of \(names.joined(separator: ", ")).\(meant)")
    }

    static let strangeCursor = invalid(
        "cursor is not the next of a page of this list.", "Leave it out to begin at the first page.")

    private static func unknown(_ name: String, _ known: [String]) -> APIProblem {
        let names = known.isEmpty ? "There is none here." : "Known are \(known.joined(separator: ", "))."
        let meant = Spelling.nearest(to: name, in: known).map { " Did you mean \"\($0)\"?" } ?? ""
        return invalid("\"\(name)\" is not known here.", names + meant)
    }
}
