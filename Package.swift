// swift-tools-version:6.2
import PackageDescription

/// The layers, lowest first; nothing imports upwards and no executable imports another (docs/architecture.md):
///     0 Model · 1 YAML, IPC · 2 KubeAPI · 3 the workers, the supervisor and the local cluster
let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    // Tests reach into the release build that is also the product: there is only one build.
    .unsafeFlags(["-enable-testing"], .when(configuration: .release)),
]

func library(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: swiftSettings)
}

/// The Swift runtime linked into the programs: they start faster, use less memory and need no toolchain where they run. Said at the
/// link alone (not as --static-swift-stdlib), so that programs and tests share one build; hence what static Foundation needs, by name.
let staticRuntime: [LinkerSetting] = [
    .unsafeFlags([
        "-static-stdlib", "-l_FoundationCShims", "-l_FoundationCollections", "-lswiftSynchronization", "-Xlinker", "--strip-debug", "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker", "--gc-sections", "-Xlinker", "--icf=safe",
    ])
]

/// A program is one call into its libraries, which the tests can then reach.
func program(_ name: String, of library: String, and others: [String] = [], linkerSettings: [LinkerSetting] = staticRuntime) -> Target {
    .executableTarget(
        name: name, dependencies: ([library] + others).map { .target(name: $0) }, path: "Sources/\(library)/Main",
        swiftSettings: swiftSettings, linkerSettings: linkerSettings)
}

/// A few kilobytes that become `postgres-operator` under the worker's name (docs/decisions/0008).
func launcher(_ name: String, of library: String) -> Target {
    .executableTarget(name: name, dependencies: ["CLaunch"], path: "Sources/\(library)/Main")
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.target(name: name)] + (name == "Model" ? [] : ["Model"]) + dependencies,
        swiftSettings: swiftSettings)
}

func system(_ name: String, pkgConfig: String? = nil, apt: String? = nil) -> Target {
    .systemLibrary(name: name, path: "Sources/CLibs/\(name)", pkgConfig: pkgConfig, providers: apt.map { [.apt([$0])] })
}

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let http: [Target.Dependency] = [
    .product(name: "HummingbirdCore", package: "hummingbird"),
    .product(name: "HummingbirdTLS", package: "hummingbird"),
    .product(name: "HummingbirdHTTP2", package: "hummingbird"),
]

let package = Package(
    name: "postgres-operator",
    products: [
        .executable(name: "postgres-operator", targets: ["postgres-operator"]),
        .executable(name: "postgres-operator-watcher", targets: ["postgres-operator-watcher"]),
        .executable(name: "postgres-operator-reconciler", targets: ["postgres-operator-reconciler"]),
        .executable(name: "postgres-operator-dbprovisioner", targets: ["postgres-operator-dbprovisioner"]),
        .executable(name: "postgres-operator-local", targets: ["postgres-operator-local"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    ],
    targets: [
        system("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        system("CPQ", pkgConfig: "libpq", apt: "libpq-dev"),
        system("CSystemd", pkgConfig: "libsystemd", apt: "libsystemd-dev"),
        system("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
        system("CProcess"),
        .target(name: "CLaunch", path: "Sources/CLibs/CLaunch"),

        library("Model", []),
        library("YAML", ["Model", "CYAML"]),
        library("IPC", ["Model", "CProcess", "CSystemd", logging, arguments]),
        library("KubeAPI", ["Model", "YAML", "CCurl", "CProcess", logging]),

        library("Watcher", ["Model", "IPC", "KubeAPI", logging, arguments], exclude: ["Main"]),
        library("Reconciler", ["Model", "YAML", "IPC", "KubeAPI", logging, arguments], exclude: ["Main"]),
        library("DBProvisioner", ["Model", "YAML", "IPC", "CPQ", logging, arguments], exclude: ["Main"]),
        library("Supervisor", ["Model", "IPC", "CProcess", "CSystemd", logging, arguments], exclude: ["Main"]),
        library("LocalCluster", ["Model", "YAML", "KubeAPI", "CProcess", logging, arguments] + http, exclude: ["Main"]),

        program("postgres-operator", of: "Supervisor", and: ["Watcher", "Reconciler", "DBProvisioner"]),
        launcher("postgres-operator-watcher", of: "Watcher"),
        launcher("postgres-operator-reconciler", of: "Reconciler"),
        launcher("postgres-operator-dbprovisioner", of: "DBProvisioner"),
        program("postgres-operator-local", of: "LocalCluster", linkerSettings: []),

        // The reconciler with a hook for the end-to-end tests; no product.
        .executableTarget(
            name: "postgres-operator-reconciler-testhook", dependencies: ["Reconciler", "Model"], path: "Tests/Hooks",
            swiftSettings: swiftSettings, linkerSettings: staticRuntime),

        tests(of: "Model"),
        tests(of: "YAML"),
        tests(of: "IPC"),
        tests(of: "KubeAPI"),
        tests(of: "Watcher", ["IPC", "KubeAPI"]),
        tests(of: "Reconciler", ["YAML", "IPC", "KubeAPI"]),
        tests(of: "DBProvisioner", ["IPC"]),
        tests(of: "Supervisor", ["IPC"]),
        tests(of: "LocalCluster", ["YAML", "KubeAPI"]),
    ]
)
