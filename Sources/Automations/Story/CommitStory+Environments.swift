import Storage

extension CommitStory {
    /// The table of environments; columns that would be empty are left out.
    var table: String {
        guard !environments.isEmpty else { return "" }
        let showsImage = environments.contains { $0.image != nil || $0.nextImage != nil }
        let showsAddress = environments.contains { $0.address != nil } && setUp?.state != .working
        let titles = ["Environment", "State"] + (showsImage ? ["Image"] : []) + (showsAddress ? ["Address"] : [])
        let rows = environments.map { environment in
            [environment.name.rawValue, environment.stateCell]
                + (showsImage ? [environment.imageCell] : []) + (showsAddress ? [environment.address ?? ""] : [])
        }
        return ([titles, titles.map { _ in "---" }] + rows).map(Self.row).joined(separator: "\n")
    }

    private static func row(_ cells: [String]) -> String {
        "| \(cells.joined(separator: " | ")) |"
    }

    /// One paragraph for each thing that went wrong, with what it means and what to do.
    var troubles: [String] {
        let ofSetUp = setUp?.trouble.map { [Self.paragraph($0, before: "", after: "")] } ?? []
        return ofSetUp
            + environments.flatMap { environment in
                environment.trouble.map { [paragraph($0, in: environment)] } ?? []
            }
    }

    private func paragraph(_ trouble: Trouble, in environment: EnvironmentStory) -> String {
        Self.paragraph(trouble, before: "\(environment.name.rawValue): ", after: meaning(of: environment))
    }

    private static func paragraph(_ trouble: Trouble, before: String, after: String) -> String {
        let why = trouble.why.isEmpty ? "" : " \(MarkedText.render(trouble.why))"
        let meaning = after.isEmpty ? "" : "\n\(after)"
        let remedy = trouble.whatToDo.isEmpty ? "" : "\n\n**What to do:** \(MarkedText.render(trouble.whatToDo))"
        return "**\(before)\(MarkedText.render(trouble.what))**\(why)\(meaning)\(remedy)"
    }

    /// What a failure means for the users of the environments: what keeps serving, what was not touched.
    private func meaning(of environment: EnvironmentStory) -> String {
        guard environment.state == .failed, environment.nextImage == commit || environment.image != nil else {
            return ""
        }
        let serving = environment.image.map {
            "The old version `\(Wording.short($0))` keeps serving in \(environment.name.rawValue)."
        }
        let untouched = environments.filter { $0.name > environment.name && $0.state != .failed }.map(\.name.rawValue)
        let rest =
            untouched.isEmpty
            ? nil
            : "\(Wording.list(untouched).capitalizedFirst) "
                + (untouched.count == 1 ? "was not touched." : "were not touched.")
        return [serving, rest].compactMap(\.self).joined(separator: " ")
    }
}

extension EnvironmentStory {
    var stateCell: String {
        detail.isEmpty ? state.rawValue : "\(state.rawValue) \(MarkedText.render(detail))"
    }

    var imageCell: String {
        switch (image, nextImage) {
        case (let image?, let next?) where image != next: "`\(Wording.short(image))` → `\(Wording.short(next))`"
        case (let image?, _): "`\(Wording.short(image))`"
        case (nil, let next?): "→ `\(Wording.short(next))`"
        case (nil, nil): ""
        }
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
