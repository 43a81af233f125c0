// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors where the environment asks for it (CI does); a newer compiler must not break a build elsewhere.
let strict: [SwiftSetting] = Context.environment["SLIPWAY_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

let settings: [SwiftSetting] =
    strict + [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]

// Products of other packages, named once.
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioFoundation = Target.Dependency.product(name: "NIOFoundationCompat", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// Storms run thousands of simulated hours, mostly in the simulators: those are optimised in debug builds too.
func simulation(_ dependencies: [Target.Dependency]) -> Target {
    .target(
        name: "Simulation", dependencies: dependencies,
        swiftSettings: settings + [.unsafeFlags(["-O"], .when(configuration: .debug))])
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "slipway",
    products: [.executable(name: "slipway", targets: ["slipway"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
    ],
    targets: [
        module("Redaction", []),
        module("GitHubAPI", ["Redaction", asyncHTTPClient, crypto, jwtKit, logging, nioCore, nioFoundation, nioHTTP1]),
        module(
            "KubernetesAPI",
            [
                "Redaction", asyncHTTPClient, logging, nioCore, nioFoundation, nioHTTP1, nioPosix, nioSSL, subprocess,
                yams,
            ]),
        .systemLibrary(name: "CLZ4", providers: [.apt(["liblz4-dev"])]),
        module("Storage", ["CLZ4", "Redaction", crypto, grdb, logging]),
        module("Scaffolding", [mustache, yams]),
        module("RunEngine", ["Storage", lifecycle, logging]),
        module(
            "Automations",
            [
                "Redaction", "GitHubAPI", "KubernetesAPI", "Storage", "Scaffolding", "RunEngine", crypto, logging, yams,
            ]),
        module(
            "Service",
            [
                "Redaction", "GitHubAPI", "KubernetesAPI", "Storage", "Scaffolding", "RunEngine", "Automations",
                asyncHTTPClient, coreMetrics, crypto, httpTypes, hummingbird, hummingbirdCore, lifecycle, logging,
                metrics, nioCore, nioFoundation, nioHTTP1, nioPosix, nioSSL, unixSignals, yams,
            ]),
        simulation(
            [
                asn1, asyncHTTPClient, crypto, httpTypes, hummingbird, hummingbirdCore, hummingbirdTLS, lifecycle,
                logging,
                nioCore, nioFoundation, nioHTTP1, nioPosix, nioSSL, x509, yams,
            ]),
        .executableTarget(
            name: "slipway",
            dependencies: [
                "Redaction", "GitHubAPI", "KubernetesAPI", "Storage", "Scaffolding", "RunEngine", "Automations",
                "Service", "Simulation", argumentParser, asyncHTTPClient, lifecycle, logging, yams,
            ],
            swiftSettings: settings),
        .target(
            name: "InstalledTools", dependencies: [subprocess, systemPackage], path: "Tests/InstalledTools",
            swiftSettings: settings),
        tests("GitHubAPITests", ["GitHubAPI", "Redaction", asyncHTTPClient, crypto, hummingbird, jwtKit, nioCore]),
        tests(
            "KubernetesAPITests",
            [
                "KubernetesAPI", "Redaction", asyncHTTPClient, httpTypes, hummingbird, lifecycle, logging, nioCore,
                yams,
            ]),
        tests("StorageTests", ["Storage", "Redaction", crypto, grdb]),
        tests("ScaffoldingTests", ["Scaffolding", "InstalledTools", subprocess, yams]),
        tests("RunEngineTests", ["RunEngine", "Storage", grdb]),
        tests(
            "AutomationsTests",
            ["Automations", "GitHubAPI", "KubernetesAPI", "Scaffolding", "Storage", "RunEngine", "Redaction", yams]),
        tests(
            "ServiceTests",
            [
                "Service", "Simulation", "GitHubAPI", "KubernetesAPI", "Storage", "Scaffolding", "Redaction",
                "RunEngine", "Automations", asyncHTTPClient, coreMetrics, crypto, grdb, hummingbird, lifecycle, logging,
                nioCore, nioHTTP1, yams,
            ]),
        tests("FuzzTests", ["GitHubAPI", "Automations", "Scaffolding", "Service", yams]),
        tests(
            "SimulationTests",
            ["Simulation", "InstalledTools", asyncHTTPClient, crypto, nioCore, nioHTTP1, nioSSL, yams]),
        tests(
            "EndToEndTests",
            [
                "Simulation", "GitHubAPI", "KubernetesAPI", "Storage", "Scaffolding", "Automations", "Service",
                "Redaction", "RunEngine", "slipway", "InstalledTools", argumentParser, asyncHTTPClient, crypto, grdb,
                logging, nioCore,
                nioHTTP1, nioPosix, subprocess, systemPackage, yams,
            ]),
    ],
    swiftLanguageModes: [.v6]
)
