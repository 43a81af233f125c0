import Foundation
import GitHubAPI
import Storage

/// What a walk through GitHub's list of deliveries shows: which of them never succeeded, or succeeded and are not in the
/// log, because an older state of the database was put back. Pure.
///
/// GitHub lists attempts, newest first; attempts at the same delivery share a GUID. Only what failed is kept, so that the
/// list may be long.
public struct DeliverySurvey: Sendable {
    /// Attempts older than this need not be read: an earlier survey did.
    public let limit: Date?
    /// When the newest attempt was made; the next survey may stop there.
    public private(set) var newest: Date?
    /// When the newest attempt that succeeded was made: the webhook worked then.
    public private(set) var lastSuccess: Date?
    private var failing: [String: FailedDelivery] = [:]
    /// Where in the list the oldest attempt stood: times are whole seconds, and many deliveries can share one.
    private var places: [String: Int] = [:]
    private var count = 0
    private var redelivered: Set<String> = []

    public init(limit: Date? = nil) {
        self.limit = limit
    }

    /// Reads one page.
    /// - Parameter unknown: GUIDs of deliveries that should be in the log and are not.
    /// - Returns: whether an older one can hold anything new.
    public mutating func read(_ page: [HookDelivery], unknown: Set<String> = []) -> Bool {
        for attempt in page { read(attempt, isUnknown: unknown.contains(attempt.guid)) }
        guard let limit else { return true }
        // One that is late may stand among older ones, so that the whole page has to be old.
        return page.contains { $0.deliveredAt >= limit }
    }

    private mutating func read(_ attempt: HookDelivery, isUnknown: Bool) {
        newest = max(newest ?? .distantPast, attempt.deliveredAt)
        count += 1
        if attempt.isOK { lastSuccess = max(lastSuccess ?? .distantPast, attempt.deliveredAt) }
        if attempt.isOK, !isUnknown {
            failing[attempt.guid] = nil
            // Its failed attempts come later in the list.
            if attempt.isRedelivery { redelivered.insert(attempt.guid) }
        } else if !redelivered.contains(attempt.guid) {
            failing[attempt.guid] = FailedDelivery(attempt, known: failing[attempt.guid])
            places[attempt.guid] = count
        }
    }

    /// The deliveries none of whose attempts brought them into the log, oldest first: that is the order they should come in.
    public var failed: [FailedDelivery] {
        failing.values.sorted { places[$0.guid, default: 0] > places[$1.guid, default: 0] }
    }
}

extension FailedDelivery {
    init(_ attempt: HookDelivery, known: FailedDelivery?) {
        let latest = known.map { $0.attempt > attempt.id } ?? false
        self.init(
            guid: attempt.guid, attempt: latest ? known?.attempt ?? attempt.id : attempt.id, event: attempt.event,
            action: attempt.action, repository: attempt.repositoryID,
            failed: min(known?.failed ?? attempt.deliveredAt, attempt.deliveredAt),
            lastFailed: max(known?.lastFailed ?? attempt.deliveredAt, attempt.deliveredAt),
            failure: latest ? known?.failure ?? attempt.failure : attempt.failure,
            isUnanswered: latest ? known?.isUnanswered ?? attempt.isUnanswered : attempt.isUnanswered)
    }
}

extension HookDelivery {
    /// Why Slipway has not got it.
    fileprivate var failure: String { isOK ? "accepted, but not in the log: an older backup was put back" : status }

    /// Nobody answered in time. GitHub writes 0, or what a proxy would: 502 and 504 (docs.github.com, "Troubleshooting
    /// webhooks").
    var isUnanswered: Bool { statusCode == 0 || statusCode == 502 || statusCode == 504 }
}
