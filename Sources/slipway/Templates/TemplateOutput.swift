import Foundation
import Scaffolding
import Service

/// Writes rendered files into a folder, and never over anything.
struct TemplateOutput {
    let folder: String

    func write(_ files: [RenderedFile]) throws {
        let taken = files.filter { FileManager.default.fileExists(atPath: place(of: $0)) }
        guard taken.isEmpty else {
            let more = taken.count > 1 ? " and \(taken.count - 1) more" : ""
            throw StartFailure(
                "\(place(of: taken[0]))\(more) exists already; nothing was written.",
                whatToDo: "Give --output a folder that is empty or does not exist.")
        }
        for file in files { try write(file) }
    }

    private func write(_ file: RenderedFile) throws {
        let place = URL(filePath: place(of: file))
        do {
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try file.contents.write(to: place)
            if file.executable {
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.path)
            }
        } catch {
            throw StartFailure(
                "cannot write \(place.path): \(error.localizedDescription)",
                whatToDo: "Give --output a folder that this user can write to.")
        }
    }

    private func place(of file: RenderedFile) -> String { "\(folder)/\(file.path)" }
}
