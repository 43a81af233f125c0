import Foundation
import GitHubAPI
import RunEngine
import Storage

extension CleanUp {
    /// Looks whether the project may go; announces it and waits, where people are to be told before.
    /// - Returns: why it stays; nil if it goes.
    func reasonToStay(_ input: CleanUpInput, _ context: RunContext) async throws -> String? {
        let first = try await look("look at the repository", context)
        if let kept = try await kept(first, input, context) { return kept }
        guard input.cause.isAnnounced else { return nil }
        guard let due = try await announce(input, context) else { return "the project stays: \(Self.changed)" }
        if let why = try await notice(until: due, isReadable: !first.isGone, input, context) {
            return try await stay(because: why, context)
        }
        return try await kept(try await look("look at the repository again", context), input, context)
    }

    /// What GitHub says of the repository.
    private struct Look: Codable, Sendable {
        /// Nobody can see it.
        var isGone = false
        /// It has the topic that keeps it.
        var isKept = false
    }

    private func look(_ step: String, _ context: RunContext) async throws -> Look {
        let identity = try await context.identity()
        let record = try await context.projectRecord()
        return try await context.step(step, retry: .persistent) { _ in
            guard let record else { return Look(isGone: true) }
            do {
                let client = try await bench.gitHub.forRepository(
                    try identity.repositoryName(), id: record.repository, installation: record.installation)
                let repository = try await client.repository(id: record.repository)
                return Look(isKept: repository.topics.contains(CleanUpChoices.keepTopic))
            } catch let error as GitHubError where error.isOfNoRepository {
                return Look(isGone: true)
            }
        }
    }

    private func kept(_ look: Look, _ input: CleanUpInput, _ context: RunContext) async throws -> String? {
        // First, so that it is not taken for deleted any longer.
        if input.cause == .deleted, !look.isGone {
            return try await stay(because: "the repository is there again", context)
        }
        if look.isKept { return try await stay(because: "it has the topic \(CleanUpChoices.keepTopic)", context) }
        switch input.cause {
        case .unused where look.isGone:
            return try await stay(because: "GitHub does not show its repository, so nobody can say", context)
        default: return nil
        }
    }

    /// - Returns: when it will be removed; nil if it stays.
    private func announce(_ input: CleanUpInput, _ context: RunContext) async throws -> Date? {
        let (id, settings, now) = (context.project, settings, context.now.roundedToMilliseconds)
        return try await context.record("announce it") { tx -> Date? in
            guard let project = try tx.projects.find(id),
                try CleanUpRule(settings.cleanUp).reason(tx.cleanUpFacts(of: project), at: now)?.cause == input.cause
            else { return nil }
            let due = now.addingTimeInterval(settings.cleanUp.notice)
            try tx.archivals.save(
                ArchivalRecord(project: id, cause: input.cause, reason: input.reason, announced: now, due: due))
            try tx.tellNewest(of: id, settings, at: now)
            return due
        }
    }

    func stay(because why: String, _ context: RunContext) async throws -> String {
        let (id, settings, now) = (context.project, settings, context.now)
        try await context.record("let it stay") { tx in
            try tx.projects.update(id, at: now) { if why.hasPrefix("the repository is there") { $0.gone = nil } }
            try tx.stay(id, settings, at: now)
        }
        return "the project stays: \(why)"
    }
}

extension GitHubError {
    /// There is none, or the App may not see it; a token for it alone is then refused with 422.
    var isOfNoRepository: Bool {
        switch code {
        case .notFound, .gone, .unprocessable: true
        default: false
        }
    }
}
