import Automations
import GitHubAPI
import KubernetesAPI
import Scaffolding
import Storage

extension StartFailure {
    /// Runs `body` and turns what the modules throw into a ``StartFailure``.
    static func translating<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw StartFailure(error) ?? error
        }
    }

    static func translating<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch {
            throw StartFailure(error) ?? error
        }
    }

    /// Nil for errors that have no words for people.
    public init?(_ error: any Error) {
        switch error {
        case let error as StartFailure: self = error
        case let error as StorageError: self.init(error.whatHappened, whatToDo: error.whatToDo)
        case let error as ClusterConfigurationError: self.init(error.whatHappened, whatToDo: error.whatToDo)
        case let error as TemplateError:
            let place = error.place.isEmpty ? "" : "\(error.place): "
            self.init(place + error.whatHappened, whatToDo: error.whatToDo)
        case let error as GitHubError: self.init(error.whatHappened, whatToDo: error.whatToDo)
        case let error as KubernetesError: self.init(error.whatHappened, whatToDo: error.whatToDo)
        case let error as Refusal: self.init(error.what, whatToDo: error.whatToDo)
        case let error as WebhookSecrets.Refusal: self.init(error.description, whatToDo: "")
        default: return nil
        }
    }
}
