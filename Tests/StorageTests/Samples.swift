import Foundation
import Storage

extension ProjectRecord {
    /// The project of repository 1, 2, 3 …
    static func sample(_ number: Int = 1, name: String? = nil) -> ProjectRecord {
        ProjectRecord(
            id: "00000000-0000-5000-8000-" + String(format: "%012d", number), repository: Int64(number),
            owner: "acme", ownerID: 7, name: name ?? "shop-\(number)", isPrivate: true, installation: 11,
            branch: "main", template: "nextjs-15-app", created: second(0))
    }

    var sampleEnvironments: [EnvironmentRecord] {
        EnvironmentName.allCases.map {
            EnvironmentRecord(project: id, name: $0, namespace: "project-\(id)-\($0.rawValue)", updated: second(0))
        }
    }
}

extension Transaction {
    /// Stores the sample project and returns its id.
    @discardableResult
    func registerSample(_ number: Int = 1, name: String? = nil) throws -> String {
        let project = ProjectRecord.sample(number, name: name)
        return try projects.register(project, environments: project.sampleEnvironments).project.id
    }
}

extension ReceivedDelivery {
    static func sample(_ guid: String, event: String = "push", body: String = "{}") -> ReceivedDelivery {
        ReceivedDelivery(
            guid: guid, event: event, headers: ["X-GitHub-Hook-ID": "1"], body: Data(body.utf8), received: second(1))
    }
}

extension String {
    /// Characters of which no two runs are alike, so that nothing is gained by packing them: one byte each.
    static func noise(_ count: Int) -> String {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        return String(
            decoding: (0..<count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(33 + (state >> 33) % 94)
            }, as: UTF8.self)
    }
}

extension NewRun {
    static func sample(_ key: String, project: String = "shop", automation: String = "Greet") throws -> NewRun {
        try NewRun(automation: automation, key: key, project: project, input: ["key": key])
    }
}
