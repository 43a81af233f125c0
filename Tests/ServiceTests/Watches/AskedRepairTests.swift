import Automations
import Foundation
import Storage
import Testing

@Suite("A repair that a person asks for")
struct AskedRepairTests {
    private static let id = StorageFixture.project.value

    private func ask(
        _ storage: StorageFixture, _ environment: EnvironmentName? = nil, after seconds: Double = 0
    ) async throws -> [RunRecord] {
        try await storage.database.write { tx in
            let project = try #require(try tx.projects.find(Self.id))
            return try tx.askToRepair(project, environment, at: StorageFixture.now.addingTimeInterval(seconds))
        }
    }

    @Test func isARunForEachEnvironmentAndAskedTwiceTheSame() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        let runs = try await ask(storage)
        #expect(try runs.map { try $0.input(as: RepairInput.self).environment } == EnvironmentName.allCases)
        #expect(runs.allSatisfy { $0.automation == "RepairProject" })
        #expect(try await ask(storage, after: 1).map(\.id) == runs.map(\.id))
        #expect(try await ask(storage, .staging, after: 2).map(\.id) == [runs[1].id])
    }

    @Test func isRefusedWhereNothingIsPutBack() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        try await storage.database.write { tx in
            try tx.environments.update(Self.id, .staging, at: StorageFixture.now) { $0.paused = StorageFixture.now }
        }
        #expect(try await ask(storage).count == 2)
        let ofNamespace = await #expect(throws: Refusal.self) { _ = try await ask(storage, .staging) }
        #expect(ofNamespace?.what.hasSuffix(": the namespace is paused.") == true)
        try await storage.database.write { tx in
            let project = try #require(try tx.projects.find(Self.id))
            #expect(try tx.pause(project, at: StorageFixture.now))
            #expect(try !tx.pause(try #require(try tx.projects.find(Self.id)), at: StorageFixture.now))
        }
        let ofProject = await #expect(throws: Refusal.self) { _ = try await ask(storage) }
        #expect(ofProject?.what.hasSuffix(": the project is paused.") == true)
        #expect(ofProject?.whatToDo.hasPrefix("End the pause first") == true)
    }
}
