import Foundation
import NIOCore
import NIOPosix

/// Asks the system's resolver for all addresses of a name.
enum NameLookUp {
    /// Why a name led to no address.
    enum Failure: Error, Equatable {
        case noName
        /// No name server answered, or not in time.
        case nameServer
    }

    /// An address, and the port to connect to.
    struct Place: Sendable, Hashable, CustomStringConvertible {
        let address: IPAddress
        let port: Int

        var description: String { address.isIPv4 ? "\(address):\(port)" : "[\(address)]:\(port)" }
    }

    typealias LookUp = @Sendable (_ host: String, _ port: Int) async throws -> [Place]

    /// The system's own resolver cannot be interrupted: one that takes longer than `limit` is left to itself.
    static func system(within limit: Duration) -> LookUp {
        { host, port in
            let loop = MultiThreadedEventLoopGroup.singleton.any()
            let promise = loop.makePromise(of: [IPAddress].self)
            let timeout = loop.scheduleTask(in: .init(limit)) { promise.fail(Failure.nameServer) }
            NIOThreadPool.singleton.runIfActive(eventLoop: loop) { try addresses(of: host) }.cascade(to: promise)
            defer { timeout.cancel() }
            return try await promise.futureResult.get().map { Place(address: $0, port: port) }
        }
    }

    /// Every name leads here.
    static func fixed(_ place: SocketAddress) throws -> [Place] {
        guard let address = IPAddress(place.host) else { throw Failure.noName }
        return [Place(address: address, port: place.port)]
    }

    private static func addresses(of host: String) throws -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_flags = AI_ADDRCONFIG
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, nil, &hints, &first)
        defer { if let first { freeaddrinfo(first) } }
        switch result {
        case 0: break
        case EAI_NONAME, -5: throw Failure.noName  // -5: EAI_NODATA of glibc's netdb.h
        default: throw Failure.nameServer
        }
        var found: [IPAddress] = []
        var next = first
        while let entry = next?.pointee {
            if let address = address(entry), !found.contains(address) { found.append(address) }
            next = entry.ai_next
        }
        return found
    }

    private static func address(_ entry: addrinfo) -> IPAddress? {
        guard let raw = entry.ai_addr else { return nil }
        switch entry.ai_family {
        case AF_INET:
            return raw.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                withUnsafeBytes(of: $0.pointee.sin_addr) { IPAddress(bytes: Array($0)) }
            }
        case AF_INET6:
            return raw.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                withUnsafeBytes(of: $0.pointee.sin6_addr) { IPAddress(bytes: Array($0)) }
            }
        default: return nil
        }
    }
}
