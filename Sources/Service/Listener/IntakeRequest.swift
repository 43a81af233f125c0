import Foundation
import GitHubAPI
import NIOCore
import NIOHTTP1

/// A delivery that is being received: its body so far, and the signature computed while it arrives.
struct IntakeRequest {
    let headers: DeliveryHeaders
    private(set) var body = ByteBuffer()
    private var verifier: SignatureVerifier
    private let uses: [SecretsInUse.Use]

    /// Refuses what must be refused before a body is read.
    init(_ head: HTTPRequestHead, secrets: SecretsInUse.Moment) throws(IntakeAnswer) {
        guard head.uri.prefix(while: { $0 != "?" }) == Intake.path else { throw .notFound }
        guard head.method == .POST else { throw .methodNotAllowed }
        do {
            let read = try DeliveryHeaders.read { head.headers[$0] }
            headers = read.headers
            verifier = SignatureVerifier(secrets: secrets.secrets, signature: read.signature)
            uses = secrets.uses
        } catch {
            throw .refused(error)
        }
    }

    /// Takes the next chunk of the body.
    mutating func take(_ chunk: ByteBuffer) throws(IntakeAnswer) {
        guard body.readableBytes + chunk.readableBytes <= DeliveryHeaders.maximumBodyBytes else {
            throw .refused(.tooLarge)
        }
        verifier.update(chunk)
        if body.readableBytes == 0 {
            body = chunk
        } else {
            body.writeImmutableBuffer(chunk)
        }
    }

    /// Notes which secret it was.
    func verify(at now: Date) throws(IntakeAnswer) {
        guard let signer = verifier.signer() else { throw .wrongSignature }
        uses[signer].verified(at: now)
    }
}
