import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import Simulation

extension World {
    /// Sends a body to the webhook, signed as GitHub signs.
    /// - Returns: the HTTP status of the answer.
    func deliver(_ event: String, _ body: Data, guid: String = UUID().uuidString) async throws -> Int {
        guard let addresses else { throw Unexpected("slipway does not listen") }
        let key = SymmetricKey(data: Data(Self.webhookSecret.utf8))
        let mac = HMAC<SHA256>.authenticationCode(for: body, using: key)
        var request = HTTPClientRequest(url: addresses.webhooks)
        request.method = .POST
        request.headers = [
            "Content-Type": "application/json", "User-Agent": "GitHub-Hookshot/51b2a1c", "X-GitHub-Event": event,
            "X-GitHub-Delivery": guid, "X-Hub-Signature-256": "sha256=" + mac.map(Self.hex).joined(),
        ]
        request.body = .bytes(ByteBuffer(bytes: body))
        return Int(try await HTTPClient.shared.execute(request, timeout: .seconds(120)).status.code)
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }

    /// Waits until every delivery has arrived. GitHub sends none again by itself: Slipway must ask for what was lost.
    func everyDeliveryArrives() async throws {
        _ = try await eventually("every delivery arrives", within: Self.patience) { () async throws -> Bool? in
            let all = await github.deliveries()
            let arrived = Set(all.filter { $0.status == "OK" }.map(\.guid))
            for guid in Set(all.map(\.guid)).subtracting(arrived) where try await !hasStored(guid) { return nil }
            return true
        }
    }

    /// Whether a delivery is in the log, even if GitHub did not hear so.
    private func hasStored(_ guid: String) async throws -> Bool {
        let delivery = try await operations("/api/deliveries/\(guid)")
        return delivery.status == 200 && delivery.body["status"]?.string != "lost"
    }

    /// One delivery of the log, when it is decided.
    func decision(_ guid: String) async throws -> JSONValue {
        try await eventually("delivery \(guid) is decided", within: Self.patience) {
            let delivery = try await operations("/api/deliveries/\(guid)").body
            guard let status = delivery["status"]?.string, status != "queued", status != "lost" else { return nil }
            return delivery
        }
    }
}
