import Foundation
import Simulation
import Storage

extension Evidence {
    /// I8: writes elsewhere than in a project's namespaces and repository.
    func outOfBounds() -> [String] {
        Set(strayClusterWrites() + strayGitHubWrites()).sorted()
    }

    private func strayClusterWrites() -> [String] {
        let environments = ["development", "staging", "production"]
        let allowed = Set(
            repositories.flatMap { repository in environments.map { "project-\(project(of: repository.id))-\($0)" } })
        return clusterRequests.filter { $0.isWrite && !allowed.contains($0.place) && !$0.isWarning }
            .map { "\($0.verb) \($0.path) in the cluster" }
    }

    private func strayGitHubWrites() -> [String] {
        let projects = Set(records.projects.map(\.repository))
        let names = repositories.filter { projects.contains(Int64($0.id)) }.reduce(into: Set<String>()) { names, one in
            names.insert("/repos/\(one.fullName.lowercased())")
            names.insert("/repositories/\(one.id)")
            for effect in effects where effect.repositoryID == one.id {
                names.insert("/repos/\(effect.repository.lowercased())")
            }
        }
        return requests.filter { request in
            guard !["GET", "HEAD"].contains(request.method), request.isOfSlipway else { return false }
            if request.path.wholeMatch(of: /\/app\/installations\/\d+\/access_tokens/) != nil { return false }
            if request.path.contains("/deliveries/") && request.path.hasSuffix("/attempts") { return false }
            let path = request.path.lowercased()
            return !names.contains { path.hasPrefix($0 + "/") }
        }.map { "\($0.method) \($0.path) on GitHub" }
    }
}

extension RecordedRequest {
    /// Requests to the API come from Slipway; git, the registry and the pages have other visitors.
    var isOfSlipway: Bool { account == "app" || account.hasPrefix("installation ") || caller == "token" }
}

extension ClusterRequest {
    /// Warnings about Flux as a whole are Events in `default`.
    var isWarning: Bool { resource == "events" && namespace == "default" && verb == "patch" }
}
