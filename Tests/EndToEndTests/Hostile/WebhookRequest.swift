import Crypto
import Foundation

/// A request to the webhook's address, byte for byte: what no HTTP library would send can be sent, too.
struct WebhookRequest {
    var line = "POST /webhooks/github HTTP/1.1"
    var headers: [(name: String, value: String)]
    var body: Data

    /// What GitHub would send.
    init(_ event: String = "ping", _ body: Data = Self.ping(), guid: String = UUID().uuidString) {
        self.body = body
        headers = [
            ("Host", "slipway.example.com"), ("User-Agent", "GitHub-Hookshot/51b2a1c"),
            ("Content-Type", "application/json"), ("X-GitHub-Event", event), ("X-GitHub-Delivery", guid),
            ("X-Hub-Signature-256", Self.signature(of: body)), ("Content-Length", "\(body.count)"),
        ]
    }

    func with(_ name: String, _ value: String?) -> WebhookRequest {
        var other = without(name)
        if let value { other.headers.append((name, value)) }
        return other
    }

    func adding(_ name: String, _ value: String) -> WebhookRequest {
        var other = self
        other.headers.append((name, value))
        return other
    }

    func without(_ name: String) -> WebhookRequest {
        var other = self
        other.headers.removeAll { $0.name.lowercased() == name.lowercased() }
        return other
    }

    /// The body in chunks.
    func chunked(_ chunks: String) -> WebhookRequest {
        var other = without("Content-Length").adding("Transfer-Encoding", "chunked")
        other.body = Data(chunks.utf8)
        return other
    }

    var head: Data {
        Data((line + "\r\n" + headers.map { "\($0.name): \($0.value)\r\n" }.joined() + "\r\n").utf8)
    }

    var bytes: Data { head + body }

    static func signature(of body: Data, secret: String = World.webhookSecret) -> String {
        let key = SymmetricKey(data: Data(secret.utf8))
        return "sha256="
            + HMAC<SHA256>.authenticationCode(for: body, using: key)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// A ping with something in it, so that it is as large as usual deliveries are.
    static func ping(_ bytes: Int = 8_000) -> Data {
        Data(#"{"zen":"\#(String(repeating: "z", count: bytes))","hook_id":1,"hook":{"events":["push"]}}"#.utf8)
    }
}
