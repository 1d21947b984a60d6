import Glibc
import Model

/// A container that runs its command with this machine's programs.
struct ShellImage: Sendable {
    let inputs: ContainerInputs

    func plan() throws -> ContainerPlan {
        let command = strings("command") + strings("args")
        let words = command.isEmpty ? ["sleep", "infinity"] : command.map { ContainerEnvironment.expanded($0, inputs.variables) }
        let environment = inputs.baseEnvironment.merging(inputs.variables) { $1 }
        guard let program = Self.find(words[0], path: environment["PATH"] ?? "") else {
            throw StartRefusal(
                reason: "RunContainerError", message: "this machine has no program \"\(words[0])\", which the container's command names")
        }
        return ContainerPlan(
            call: ProgramCall(
                path: program, arguments: Array(words.dropFirst()), environment: environment, directory: inputs.directory,
                user: inputs.files.user, logPath: inputs.files.log(inputs.name)))
    }

    private func strings(_ key: String) -> [String] { (inputs.container[key]?.array ?? []).compactMap(\.string) }

    static func find(_ name: String, path: String) -> String? {
        if name.contains("/") { return Directories.isExecutable(name) ? name : nil }
        return path.split(separator: ":").map { "\($0)/\(name)" }.first(where: Directories.isExecutable)
    }
}
