import Automations
import Testing

@Suite("Sources that keep failing")
struct ProtectionTests {
    @Test func eachRestIsTwiceAsLongUpToADay() {
        let hours = (0...8).map { Protection().rest($0) / 3600 }
        #expect(hours == [1, 1, 2, 4, 8, 16, 24, 24, 24])
        #expect(Protection().rest(1_000_000) == 24 * 3600)
    }
}
