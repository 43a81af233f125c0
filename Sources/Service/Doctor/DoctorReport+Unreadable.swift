import Foundation

extension DoctorReport {
    /// The configuration cannot be read at all: where everything is stands in it.
    public init(time: Date, unreadable: ConfigurationProblems) {
        let settings = unreadable.problems.map { problem in
            Check(.configuration, "settings", .failure(problem.headline, problem.whatToDo))
        }
        let others = Check.Area.allCases.filter { $0 != .configuration }.map { area in
            Check(area, "everything", .unchecked("the configuration cannot be read."))
        }
        self.init(time: time, checks: settings + others)
    }
}
