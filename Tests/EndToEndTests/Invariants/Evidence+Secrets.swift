import Foundation
import Simulation

extension Evidence {
    /// I7: slices of secrets in logs, pages, what was sent to GitHub, objects other than Secrets, events, the database.
    func leaks() -> [String] {
        let search = SecretSearch(secrets)
        return places().flatMap { place, text in
            search.find(in: text).map { "\($0), in \(place)" }
        }.sorted()
    }

    private func places() -> [(String, Data)] {
        var places = texts.map { ($0.key, $0.value) }
        let toGitHub = requests.map { "\($0.path)?\($0.query) \($0.body)" }.joined(separator: "\n")
        places.append(("a request to GitHub", Data(toGitHub.utf8)))
        var toCluster = Data()
        for request in clusterRequests where request.resource != "secrets" {
            toCluster += Data(request.path.utf8) + request.body
        }
        places.append(("an object in the cluster", toCluster))
        places.append(
            (
                "an Event of the cluster",
                Data(events.map { String(decoding: $0.serialized(), as: UTF8.self) }.joined().utf8)
            ))
        let records = deliveries.map(\.responseBody).joined(separator: "\n")
        places.append(("an answer to a delivery", Data(records.utf8)))
        return places
    }
}
