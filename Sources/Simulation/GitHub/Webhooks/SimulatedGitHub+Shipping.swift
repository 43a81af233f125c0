import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

extension SimulatedGitHub {
    /// Records a delivery and puts it on its way, unless a fault has other plans.
    func enqueue(
        _ event: String, action: String?, _ payload: JSONValue, to hook: Hook, repositoryID: Int?, installationID: Int?
    ) {
        let fault = takeWebhookFault(event)
        guard fault != .forget else { return }
        let delivery = HookDelivery(
            id: newID() + 900_000_000, guid: random.uuid(), event: event, action: action, isRedelivery: false,
            installationID: installationID, repositoryID: repositoryID, payload: payload.serialized())
        hook.deliveries.append(delivery)
        hook.queue.yield(Shipment(hookID: hook.id, deliveryID: delivery.id, fault: fault))
    }

    func redeliver(_ delivery: HookDelivery, of hook: Hook, by caller: String) {
        let again = HookDelivery(
            id: newID() + 900_000_000, guid: delivery.guid, event: delivery.event, action: delivery.action,
            isRedelivery: true, installationID: delivery.installationID, repositoryID: delivery.repositoryID,
            payload: delivery.payload)
        hook.deliveries.append(again)
        hook.queue.yield(Shipment(hookID: hook.id, deliveryID: again.id, fault: nil))
        record(.redeliveryRequested, delivery.repositoryID.flatMap { repositories[$0] }, delivery.guid, by: caller)
    }

    /// Sends the body of a delivery once more under a GUID of its own, as somebody who captured it could: headers are
    /// not signed. GitHub does not remember having sent it.
    public func replay(_ deliveryID: Int) async throws {
        for hook in hooks.values {
            guard var copy = hook.deliveries.first(where: { $0.id == deliveryID }) else { continue }
            copy.guid = random.uuid()
            _ = try await client.execute(request(for: copy, of: hook), timeout: TimeAmount(options.hookTimeout)).body
                .collect(upTo: 1 << 20)
            return
        }
        throw ControlError(description: "there is no delivery \(deliveryID)")
    }

    private func takeWebhookFault(_ event: String) -> WebhookFault? {
        guard let index = webhookFaults.firstIndex(where: { $0.event == nil || $0.event == event }) else { return nil }
        webhookFaults[index].left -= 1
        let fault = webhookFaults[index].fault
        webhookFaultHits[webhookFaults[index].label, default: 0] += 1
        if webhookFaults[index].left <= 0 { webhookFaults.remove(at: index) }
        return fault
    }

    /// Sends one delivery and records how it went.
    func ship(_ shipment: Shipment) async {
        switch shipment.fault {
        case .drop:
            finish(shipment, status: "failed to connect to host", code: 502, after: .zero, headers: [:], body: "")
        case .delay(let time):
            work.add { [weak self, clock = options.clock] in
                try? await clock.sleep(for: time)
                await self?.send(shipment)
            }
        case .scatter(let times, let longest):
            for _ in 0..<times {
                let time = longest * Double.random(in: 0...1, using: &random)
                work.add { [weak self, clock = options.clock] in
                    try? await clock.sleep(for: time)
                    await self?.send(shipment)
                }
            }
        case .duplicate:
            await send(shipment)
            await send(shipment)
        default: await send(shipment)
        }
    }

    private func send(_ shipment: Shipment) async {
        guard let hook = hooks[shipment.hookID],
            let delivery = hook.deliveries.first(where: { $0.id == shipment.deliveryID })
        else { return }
        let headers = deliveryHeaders(delivery, of: hook)
        let request = request(for: delivery, of: hook)
        let start = ContinuousClock.now
        let limit = TimeAmount(options.hookTimeout)
        do {
            let response = try await client.execute(request, timeout: limit)
            let body = try await response.body.collect(upTo: 1 << 20)
            let code = Int(response.status.code)
            let status = 200..<300 ~= code ? "OK" : "Invalid HTTP Response: \(code)"
            finish(
                shipment, status: status, code: code, after: ContinuousClock.now - start, headers: headers,
                body: String(buffer: body))
        } catch {
            let isLate = (error as? HTTPClientError) == .deadlineExceeded
            finish(
                shipment, status: isLate ? "timed out" : "failed to connect to host", code: isLate ? 504 : 502,
                after: ContinuousClock.now - start, headers: headers, body: "")
        }
    }

    private func request(for delivery: HookDelivery, of hook: Hook) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: hook.url)
        request.method = .POST
        let headers = deliveryHeaders(delivery, of: hook).sorted { $0.key < $1.key }
        request.headers = HTTPHeaders(headers.map { ($0.key, $0.value) })
        request.body = .bytes(ByteBuffer(data: delivery.payload))
        return request
    }

    private func finish(
        _ shipment: Shipment, status: String, code: Int, after duration: Duration, headers: [String: String],
        body: String
    ) {
        guard let hook = hooks[shipment.hookID],
            let index = hook.deliveries.firstIndex(where: { $0.id == shipment.deliveryID })
        else { return }
        hook.deliveries[index].deliveredAt = now
        hook.deliveries[index].duration = duration / .seconds(1)
        hook.deliveries[index].status = status
        hook.deliveries[index].statusCode = code
        hook.deliveries[index].requestHeaders = headers
        hook.deliveries[index].responseBody = body
        changed()
    }

    /// GitHub's headers; the signatures are over the body as it is sent.
    private func deliveryHeaders(_ delivery: HookDelivery, of hook: Hook) -> [String: String] {
        let (type, target) = hookTarget(hook)
        var headers = [
            "Accept": "*/*", "Content-Type": "application/json", "User-Agent": "GitHub-Hookshot/51b2a1c",
            "X-GitHub-Delivery": delivery.guid, "X-GitHub-Event": delivery.event, "X-GitHub-Hook-ID": String(hook.id),
            "X-GitHub-Hook-Installation-Target-Type": type, "X-GitHub-Hook-Installation-Target-ID": String(target),
        ]
        guard !hook.secret.isEmpty else { return headers }
        let key = SymmetricKey(data: Data(hook.secret.utf8))
        let sha256 = HMAC<SHA256>.authenticationCode(for: delivery.payload, using: key)
        let sha1 = HMAC<Insecure.SHA1>.authenticationCode(for: delivery.payload, using: key)
        headers["X-Hub-Signature-256"] = "sha256=" + Hex.encode(sha256)
        headers["X-Hub-Signature"] = "sha1=" + Hex.encode(sha1)
        return headers
    }

    private func hookTarget(_ hook: Hook) -> (type: String, id: Int) {
        switch hook.target {
        case .app: ("integration", app.id)
        case .organization(let login): ("organization", accounts[login]?.id ?? 0)
        case .repository(let id): ("repository", id)
        }
    }
}
