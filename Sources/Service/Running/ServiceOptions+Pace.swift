import Automations
import Foundation

#if DEBUG
    extension ServiceOptions {
        /// Shortens what is long for GitHub's and for people's sake, for tests of the whole program:
        /// `SLIPWAY_PACE=test`, with `SLIPWAY_PATIENCE=<seconds>` for what never comes, `SLIPWAY_REST=<seconds>` for
        /// sources that keep failing, `SLIPWAY_SECRETS=<seconds>` between two looks at a project's Secrets, `SLIPWAY_GRACE=<seconds>` for projects that should leave the cluster, `SLIPWAY_CLOCK_AHEAD=<seconds>` for another time of day, and
        /// `SLIPWAY_EVERY_NAME=HOST:PORT` for where addresses of environments lead. A release build knows no such thing.
        public mutating func setPace(_ environment: [String: String]) {
            guard environment["SLIPWAY_PACE"] == "test" else { return }
            outboxSpacing = .milliseconds(20)
            healthInterval = .milliseconds(200)
            secretInterval = .milliseconds(300)
            let patience = environment["SLIPWAY_PATIENCE"].flatMap(Double.init) ?? 30
            self.patience = (flux: patience, rollout: patience, recheck: min(2, patience / 4))
            addressPatience = min(1, patience)
            everyName = environment["SLIPWAY_EVERY_NAME"].flatMap(SocketAddress.init)
            sweeps.deliveries = .seconds(1)
            sweeps.redelivery.first = 5
            sweeps.spacing = .zero
            if let rest = environment["SLIPWAY_REST"].flatMap(Double.init) {
                self.rest = (suspendAfter: rest, first: rest * 2)
                guardInterval = .milliseconds(300)
                alarms = AlarmPace(
                    interval: .milliseconds(300), failing: rest / 2, unprocessed: rest / 2, peace: rest / 2)
            }
            if let round = environment["SLIPWAY_SECRETS"].flatMap(TimeInterval.init) { secrets.round = round }
            if let grace = environment["SLIPWAY_GRACE"].flatMap(Double.init) {
                cleanUp = CleanUpPace()
                (cleanUp.interval, cleanUp.isAlwaysDue, cleanUp.grace) = (.milliseconds(300), true, grace)
            }
            if let ahead = environment["SLIPWAY_CLOCK_AHEAD"].flatMap(TimeInterval.init) {
                now = { Date().addingTimeInterval(ahead) }
            }
        }
    }
#endif
