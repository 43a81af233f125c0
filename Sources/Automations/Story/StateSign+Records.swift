import Storage

extension StateSign {
    public init(_ state: EnvironmentState) {
        switch state {
        case .waiting: self = .waiting
        case .working: self = .working
        case .ready: self = .ready
        case .degraded: self = .degraded
        case .failed: self = .failed
        case .paused: self = .paused
        case .archived: self = .archived
        }
    }

    public init(_ state: ProjectState) {
        switch state {
        case .settingUp: self = .working
        case .active: self = .ready
        case .degraded: self = .degraded
        case .failed: self = .failed
        case .archived: self = .archived
        }
    }

    public init(_ state: ReleaseState) {
        switch state {
        case .waiting, .skipped: self = .waiting
        case .working: self = .working
        case .ready: self = .ready
        case .failed: self = .failed
        case .superseded: self = .paused
        }
    }

    public init(_ state: InitialisationStepRecord.State) {
        switch state {
        case .pending: self = .waiting
        case .running: self = .working
        case .done: self = .ready
        case .failed: self = .failed
        }
    }
}
