import Foundation
import GRDB

extension Deliveries {
    /// Those of the deliveries that the log does not hold.
    public func unknown(among guids: [String]) throws -> Set<String> {
        try String.fetchSet(
            db, sql: "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT guid FROM delivery)",
            arguments: [JSONText.encode(guids)])
    }

    /// When the first delivery arrived that the log still holds.
    public func oldest() throws -> Date? {
        try Int64.fetchOne(db, sql: "SELECT received FROM delivery ORDER BY id LIMIT 1")
            .map(Date.init(milliseconds:))
    }
}
