import Foundation
import Simulation
import Storage

extension Evidence {
    /// Changes that Slipway made on GitHub.
    var ownEffects: [Effect] { effects.filter { $0.caller == "installation" || $0.caller == "token" } }

    /// I3: scaffold commits, deployments and releases that were made more often than asked for.
    func doneTwice() -> [String] {
        scaffoldsTwice() + deploymentsTwice() + releasesTwice()
    }

    private func scaffoldsTwice() -> [String] {
        repositories.compactMap { repository in
            let own = repository.history.filter { $0.author == "Slipway" }
            let scaffolds = own.filter { $0.message.hasPrefix("Add the template") }
            let seeds = own.filter { $0.message.hasPrefix("Start the repository") }
            guard scaffolds.count > 1 || seeds.count > 1 else { return nil }
            return "\(repository.fullName) has \(scaffolds.count) scaffold commits and \(seeds.count) first commits"
        }
    }

    private func deploymentsTwice() -> [String] {
        let made = ownEffects.filter { $0.kind == .deploymentCreated }
        return Dictionary(grouping: made) { "\($0.repositoryID ?? 0) \($0.subject)" }
            .filter { $0.value.count > 1 }.keys.sorted()
            .map { "more than one deployment for repository, commit and environment \($0)" }
    }

    /// An environment may be pinned to a commit once for each successful build of it. One that left the cluster and came
    /// back begins anew.
    private func releasesTwice() -> [String] {
        let builds = repositories.flatMap(\.builds)
        return pins().flatMap { place, lives in
            lives.flatMap { tags in
                Dictionary(grouping: tags) { $0 }.compactMap { tag, times in
                    let attempts = builds.filter { $0.commit == tag }.map(\.attempt).reduce(0, +)
                    guard times.count > max(attempts, 1) else { return nil }
                    return "\(place) was pinned to \(tag) \(times.count) times, after \(attempts) builds"
                }
            }
        }.sorted()
    }

    /// The commits that environments were pinned to, in order, for each life of their Kustomization.
    private func pins() -> [String: [[String]]] {
        var pins: [String: [[String]]] = [:]
        for request in clusterRequests where request.resource == "kustomizations" && request.isDoneWrite {
            let place = "\(request.namespace)/\(request.name)"
            var lives = pins[place] ?? [[]]
            if request.verb == "delete" {
                lives.append([])
            } else if let tag = request.json["spec"]?["images"]?.array?.first?["newTag"]?.string,
                lives[lives.count - 1].last != tag
            {
                lives[lives.count - 1].append(tag)
            }
            pins[place] = lives
        }
        return pins
    }

    /// I4: a commit with more than one comment of ours.
    func saidTwice() -> [String] {
        let made = ownEffects.filter { $0.kind == .commentCreated }
        return Dictionary(grouping: made) { "\($0.repositoryID ?? 0) \($0.subject)" }
            .filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
            .map { "\($0.value.count) comments on repository and commit \($0.key)" }
    }

    /// I5: something exists that no record announces.
    func neverIntended() -> [String] {
        let intended = Set(records.projects.map(\.repository))
        let said = Set(records.outbox.map { "\($0.kind) \($0.sha)" })
        let kinds: [Effect.Kind: String] = [
            .commentCreated: "comment", .statusCreated: "status", .deploymentCreated: "deployment",
        ]
        let onGitHub = ownEffects.compactMap { effect -> String? in
            guard let id = effect.repositoryID, effect.kind != .tokenIssued else { return nil }
            guard intended.contains(Int64(id)) else { return "\(effect.kind) in a repository without a project: \(id)" }
            guard let kind = kinds[effect.kind] else { return nil }
            let sha = effect.subject.prefix { $0 != " " }
            return said.contains("\(kind) \(sha)") ? nil : "a \(kind) on \(sha) that the outbox does not know"
        }
        let namespaces = Set(records.environments.map(\.namespace))
        let written = Set(clusterRequests.filter { $0.isDoneWrite && !$0.isWarning }.map(\.place)).subtracting([""])
        return Set(onGitHub).sorted()
            + written.subtracting(namespaces).sorted().map { "namespace \($0) that no environment has" }
    }
}

extension ClusterRequest {
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }

    /// Whether it changes something; questions about rights, and who one is, are asked by creating them.
    var isWrite: Bool {
        ["create", "update", "patch", "delete", "deletecollection"].contains(verb)
            && !["authorization.k8s.io", "authentication.k8s.io"].contains(group)
    }

    var isDoneWrite: Bool { isWrite && status.map { $0 < 400 } ?? false }

    /// The namespace it is about.
    var place: String { resource == "namespaces" ? name : namespace }
}
