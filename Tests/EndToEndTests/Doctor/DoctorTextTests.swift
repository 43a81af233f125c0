import Foundation
import Testing

@testable import Service
@testable import slipway

@Suite("How the doctor tells")
struct DoctorTextTests {
    private let report = DoctorReport(
        time: .distantPast,
        checks: [
            Check(.github, "events", .failure("It is off.", "Turn it on\nand wait")),
            Check(.github, "webhook address", .ok("It is \u{1B}[31mred.")),
            Check(.cluster, "version", .warning("It is old.", "Make it new")),
            Check(.clock, "records", .unchecked("there are none.")),
        ])

    @Test func oneLineEachAndUnderWhatIsWrongWhatMendsIt() {
        #expect(
            DoctorText(report: report, style: Style(isColoured: false)).text == """
                GitHub
                ✗ events           It is off.
                                   Turn it on
                                   and wait
                ✓ webhook address  It is  [31mred.

                Cluster
                ! version          It is old.
                                   Make it new

                Clock
                – records          Not checked: there are none.

                1 well, 1 with a warning, 1 failed, 1 not checked.
                """)
    }

    @Test func coloursOnATerminal() {
        let text = DoctorText(report: report, style: Style(isColoured: true)).text
        #expect(text.contains("\u{1B}[31m✗\u{1B}[0m events"))
        #expect(text.contains("\u{1B}[33m!\u{1B}[0m version"))
    }
}
