import Storage
import Testing

extension EndToEnd {
    /// What the crash matrix tries.
    @Suite struct CrashPlans {
        private let recordings: [(story: CrashStory, points: [CrashPoint])] = {
            let places = (1...30).map { "Deploy/step \($0)" }
            let points = places.flatMap { place in CrashPoint.Boundary.allCases.map { CrashPoint($0, place) } }
            return [(.firstRelease, points), (.secondRelease, points + [CrashPoint(.beforeCall, "Reconcile/new")])]
        }()

        @Test func aPlanHoldsEveryPointOfEveryRecordingOnce() {
            let plan = CrashPlan(recordings)
            let once = plan.cells.filter { $0.column != .twice }.map(\.cell.point)
            #expect(Set(once) == Set(recordings.flatMap(\.points)))
            #expect(once.count == 151)
            #expect(plan.rows.count == 31)
            #expect(plan.cells.first?.cell.stories.map(\.name) == ["a repository is created", "a commit is pushed"])
        }

        @Test func aSampleTriesEveryPlaceAndEveryBoundaryAboutAsOften() {
            let sample = CrashPlan(recordings).sample(columns: 1)
            #expect(sample.rows.allSatisfy { !$0.columns.isEmpty })
            for boundary in CrashPoint.Boundary.allCases {
                let count = sample.cells.count { $0.column == .boundary(boundary) }
                #expect(count >= 6, "\(boundary)")
            }
            #expect(sample.cells.contains { $0.column == .twice })
            #expect(sample.cells.map(\.cell.point) == CrashPlan(recordings).sample(columns: 1).cells.map(\.cell.point))
        }

        @Test func aStepThatNoStoryComesToIsNamed() throws {
            let names = try StepNames.all()
            #expect(names.contains("move the branch"))
            #expect(names.count > 25)
            let plan = CrashPlan([(.firstRelease, [CrashPoint(.beforeCall, "SetUpProject/move the branch")])])
            #expect(try Set(StepNames.missing(in: plan)) == Set(names).subtracting(["move the branch"]))
        }

        @Test func pointsAreReadAsTheProgramWritesThem() {
            for text in ["answerLost:Deploy/staging/pin the image#2", "beforeCommit:Outbox/first comment"] {
                #expect(CrashPoint(text)?.description == text)
            }
            #expect(CrashPoint("somewhere:else") == nil)
        }
    }
}
