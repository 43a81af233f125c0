import Automations
import Foundation
import GitHubAPI

/// How often Slipway looks for what no webhook told it, and where.
public struct SweepChoices: Sendable, Equatable {
    /// Between two looks for lost deliveries; nil: never.
    public var deliveries: Duration? = .seconds(5 * 60)
    /// Between two looks for repositories nobody told of; nil: never.
    public var repositories: Duration? = .seconds(3600)
    /// Which of these are set up.
    public var adopt = RepositoryAdoption.Reach.new
    /// With a token: the webhooks that deliver here. Empty: found by their path.
    public var webhooks: [WebhookChoice] = []

    public init() {}
}

/// A webhook as a person names it.
public enum WebhookChoice: Sendable, Hashable, CustomStringConvertible {
    /// The one that delivers to this address.
    case address(String)
    case owner(HookOwner)

    public init?(_ text: String) {
        if let owner = HookOwner(text), owner != .app {
            self = .owner(owner)
        } else if let url = URLComponents(string: text), ["http", "https"].contains(url.scheme), url.host != nil {
            self = .address(text)
        } else {
            return nil
        }
    }

    public var description: String {
        switch self {
        case .address(let address): address
        case .owner(let owner): "\(owner)"
        }
    }

    var address: String? {
        if case .address(let address) = self { address } else { nil }
    }

    var owner: HookOwner? {
        if case .owner(let owner) = self { owner } else { nil }
    }
}
