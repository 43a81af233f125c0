import NIOCore
import Testing

@testable import Service

@Suite("Refusals in the log")
struct RefusalLogTests {
    @Test func aFewAreToldAndTheRestIsCounted() {
        let log = RefusalLog(limit: 2, period: .seconds(10))
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
        let first = (0..<5).map { log.decide(at: start + .seconds($0)) }
        #expect(first == [.tell, .tell, .keepQuiet, .keepQuiet, .keepQuiet])
        #expect(log.decide(at: start + .seconds(10)) == .tellAfter(3))
        #expect(log.decide(at: start + .seconds(11)) == .tell)
        #expect(log.decide(at: start + .seconds(12)) == .keepQuiet)
    }
}
