import AsyncHTTPClient
import Foundation
import NIOCore

extension GitHubClient {
    /// Where the API is and how much of it may be used.
    public struct Configuration: Sendable {
        /// The address is no http(s) URL, or holds a user, a query or a fragment.
        public struct UnusableAddress: Error, Sendable, CustomStringConvertible, LocalizedError {
            public var description: String {
                "The address of GitHub's API is not usable. Write https://api.github.com or https://HOST/api/v3."
            }
            public var errorDescription: String? { description }
        }

        /// Base of all paths, without a slash at the end.
        public let api: String
        /// Requests in flight at once; GitHub allows 100 in all.
        public var maximumConcurrentRequests = 50
        /// From sending a request to the last byte of its answer.
        public var deadline = Duration.seconds(30)
        /// Larger answers are refused.
        public var maximumResponseBytes = 32 * 1024 * 1024
        /// `host:port` of the proxy that the HTTP client goes through, for the words of failures.
        public var proxy: String?
        /// GitHub answers 403 to requests without one.
        public var userAgent = "Slipway"

        public init(api: String = "https://api.github.com") throws(UnusableAddress) {
            guard let url = URLComponents(string: api), let scheme = url.scheme?.lowercased(),
                scheme == "https" || scheme == "http", url.host?.isEmpty == false, url.user == nil,
                url.password == nil, url.query == nil, url.fragment == nil
            else { throw UnusableAddress() }
            self.api = api.hasSuffix("/") ? String(api.dropLast()) : api
        }

        /// `target` of an address below the base, `nil` for any other: tokens are sent nowhere else.
        func target(of address: String) -> String? {
            if address.hasPrefix(api + "/") { return String(address.dropFirst(api.count)) }
            guard address.hasPrefix("/"), !address.hasPrefix("//"), let base = URLComponents(string: api) else {
                return nil
            }
            return address.hasPrefix(base.path + "/") ? String(address.dropFirst(base.path.count)) : nil
        }
    }
}

extension HTTPClient.Configuration {
    /// What ``GitHubClient`` needs of its HTTP client: no redirects behind its back, a bounded wait for a connection.
    public static var gitHub: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(10)))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 50
        // A refused connection is an answer: the run engine decides when to try again.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}
