import Automations
import Testing

@testable import Service

@Suite("Addresses that runs ask about")
struct AddressQueueTests {
    @Test func whatIsNotKnownIsAskedForOnceAndToldOnce() async {
        let queue = AddressQueue()
        var requests = queue.requests.makeAsyncIterator()
        #expect(queue.ask("http://one.example") == nil)
        #expect(queue.ask("http://one.example") == nil)
        #expect(queue.ask("http://two.example") == nil)
        #expect(await requests.next() == "http://one.example")
        #expect(await requests.next() == "http://two.example")
        queue.tell("http://one.example", .answers(status: 200))
        #expect(queue.ask("http://one.example") == .answers(status: 200))
        #expect(queue.ask("http://one.example") == nil)
        #expect(await requests.next() == "http://one.example")
    }
}
