#if DEBUG
    extension ServiceOptions {
        /// Shortens what is long for GitHub's and for people's sake, for tests of the whole program:
        /// `SLIPWAY_PACE=test`. A release build knows no such thing.
        public mutating func setPace(_ environment: [String: String]) {
            guard environment["SLIPWAY_PACE"] == "test" else { return }
            outboxSpacing = .milliseconds(20)
            healthInterval = .milliseconds(200)
            patience = (flux: 30, rollout: 30, recheck: 2)
        }
    }
#endif
