import ArgumentParser
import Foundation
import Service

/// How the commands speak: results on standard output, failures on standard error.
enum Terminal {
    /// Runs a command and turns what goes wrong into one sentence of what and why and one of what to do.
    static func reporting(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as ConfigurationProblems {
            for problem in error.problems { complain(problem.headline, problem.whatToDo) }
            throw ExitCode.failure
        } catch let error as ExitCode {
            throw error
        } catch let error as ValidationError {
            throw error
        } catch {
            guard let failure = StartFailure(error) else { throw error }
            complain(failure.what, failure.whatToDo)
            throw ExitCode.failure
        }
    }

    static func complain(_ what: String, _ whatToDo: String) {
        let prefix = "slipway: "
        let indent = String(repeating: " ", count: prefix.count)
        let advice = whatToDo.isEmpty ? "" : "\n" + indent + whatToDo.replacing("\n", with: "\n" + indent)
        write(prefix + lowered(what).replacing("\n", with: "\n" + indent) + advice + "\n", to: .standardError)
    }

    /// The sentence goes on after `slipway: `, so its first word loses its capital unless it is a name.
    private static func lowered(_ sentence: String) -> String {
        let word = sentence.prefix { $0.isLetter }
        let names: [Substring] = ["Flux", "Kubernetes", "Slipway"]
        let isName = word.dropFirst().contains(where: \.isUppercase) || names.contains(word)
        return isName ? sentence : sentence.prefix(1).lowercased() + sentence.dropFirst()
    }

    static func say(_ text: String) {
        write(text + "\n", to: .standardOutput)
    }

    /// Text as it is, without a line break at its end.
    static func put(_ text: String) {
        write(text, to: .standardOutput)
    }

    /// One JSON document.
    static func say(json value: some Encodable) throws {
        say(String(decoding: try JSONEncoder.slipway.encode(value), as: UTF8.self))
    }

    /// A reader that went away, such as `head`, is no failure of ours.
    private static func write(_ text: String, to file: FileHandle) {
        try? file.write(contentsOf: Data(text.utf8))
    }
}
