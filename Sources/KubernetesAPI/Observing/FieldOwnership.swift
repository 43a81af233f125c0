/// Which fields of an object a field manager owns, as `metadata.managedFields` says.
///
/// Whoever changes or removes a field takes it away from its owner, by apply as well as by update. So what we own is
/// still as we applied it, whatever the cluster made of the values (defaults, normal forms, admission), and what we no
/// longer own was changed by somebody else. Bodies, of Secrets for instance, need not be read for that.
public struct FieldOwnership: Sendable, Hashable {
    /// `fieldsV1` of the manager's applies: JSON as it was sent. Nil: it owns nothing.
    public var fields: [UInt8]?
    /// Who else changed something of the object last (not its status).
    public var lastOther: String?
    /// Who else owns `spec.suspend`: whoever suspended an object of Flux.
    public var suspenders: Set<String> = []

    public init(fields: [UInt8]? = nil, lastOther: String? = nil, suspenders: Set<String> = []) {
        self.fields = fields
        self.lastOther = lastOther
        self.suspenders = suspenders
    }

    /// FNV-1a over ``fields``: equal for equal fields, also between processes.
    public var hash: UInt64 {
        (fields ?? []).reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

extension FieldOwnership {
    /// Reads `metadata.managedFields`.
    init(from cursor: inout JSONCursor, of manager: FieldManager) throws {
        var last = ""
        try cursor.array { cursor in
            let entry = try Entry(from: &cursor)
            if entry.manager == manager.rawValue, entry.isApply {
                fields = entry.fields
            } else if !entry.isOfSubresource {
                if try entry.suspends() { suspenders.insert(entry.manager) }
                guard !entry.manager.hasPrefix(manager.rawValue), entry.time >= last else { return }
                (last, lastOther) = (entry.time, entry.manager)
            }
        }
    }

    private struct Entry {
        var manager = ""
        var time = ""
        var isApply = false
        var isOfSubresource = false
        var fields: [UInt8] = []

        init(from cursor: inout JSONCursor) throws {
            try cursor.object { cursor, key in
                switch key {
                case "manager": manager = try cursor.text() ?? ""
                case "time": time = try cursor.text() ?? ""
                case "operation": isApply = try cursor.text() == "Apply"
                case "subresource": isOfSubresource = try cursor.text().map { !$0.isEmpty } ?? false
                case "fieldsV1": fields = try cursor.raw()
                default: break
                }
            }
        }

        /// Whether `spec.suspend` is among the fields.
        func suspends() throws -> Bool {
            guard !fields.isEmpty else { return false }
            var cursor = JSONCursor(fields)
            var suspends = false
            try cursor.object { cursor, key in
                guard key == "f:spec" else { return }
                try cursor.object { _, key in suspends = suspends || key == "f:suspend" }
            }
            return suspends
        }
    }
}
