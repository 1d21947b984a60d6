public import ArgumentParser
import Model
import YAML

/// `crds`: prints the CRDs, or writes a file for each.
public struct CRDsCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(commandName: "crds", abstract: "Print the CRDs, or write them to files.")

    @Option(help: "Write a file for each CRD into this directory instead of printing them.")
    var directory: String?

    public init() {}

    /// File name and text of each CRD.
    static var files: [(name: String, text: String)] {
        CustomResourceDefinitions.all.map { ("\($0.at("metadata", "name")?.string ?? "crd").yaml", $0.yaml()) }
    }

    public func run() throws {
        guard let directory else {
            StandardStream.out(Self.files.map(\.text).joined(separator: "---\n"))
            return
        }
        for (name, text) in Self.files { try OutputFile.write(text, to: "\(directory)/\(name)") }
    }
}
