#if DEBUG
    extension ServiceOptions {
        /// Shortens what is long for GitHub's and for people's sake, for tests of the whole program:
        /// `SLIPWAY_PACE=test`, with `SLIPWAY_PATIENCE=<seconds>` for what never comes. A release build knows no such thing.
        public mutating func setPace(_ environment: [String: String]) {
            guard environment["SLIPWAY_PACE"] == "test" else { return }
            outboxSpacing = .milliseconds(20)
            healthInterval = .milliseconds(200)
            let patience = environment["SLIPWAY_PATIENCE"].flatMap(Double.init) ?? 30
            self.patience = (flux: patience, rollout: patience, recheck: min(2, patience / 4))
        }
    }
#endif
