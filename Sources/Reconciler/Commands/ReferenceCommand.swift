public import ArgumentParser

/// `reference`: writes the reference of fields and settings.
public struct ReferenceCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "Print the reference of fields and settings, or write it to files.", shouldDisplay: false)

    @Option(help: "Write the files into this directory instead of printing them.")
    var directory: String?

    public init() {}

    public func run() throws {
        for (name, text) in Reference.files {
            if let directory {
                try OutputFile.write(text, to: "\(directory)/\(name)")
            } else {
                StandardStream.out(text)
            }
        }
    }
}
