import Service
import Simulation

/// What is told before the first chapter.
struct Opening {
    let world: DemoWorld

    var lines: [String] {
        [
            "Slipway demo · \(world.settings.repository) · template \(world.settings.template)",
            "GitHub \(world.github.baseURL) · cluster \(world.cluster.url) · Slipway http://\(world.addresses.listen)",
            "",
        ]
    }
}
