import Model

/// Everything that a container's program is made of, once names have been resolved.
struct ContainerInputs: Sendable {
    let pod: ObservedObject
    let container: JSON
    let variables: [String: String]
    let mounts: MountTable
    let files: PodFiles
    let address: String

    var name: String { container["name"]?.string ?? "" }
    var image: String { container["image"]?.string ?? "" }
    var directory: String { files.containerDirectory(name) }

    /// What every process gets.
    var baseEnvironment: [String: String] {
        [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": directory, "HOSTNAME": pod.name,
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8", "TMPDIR": "/tmp",
        ]
    }
}

/// Why a container cannot start, as its status tells.
struct StartRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// One word: `ErrImagePull`, `CreateContainerConfigError`, `RunContainerError`.
    let reason: String
    let message: String

    var description: String { "\(reason): \(message)" }
}

/// What to start, and what belongs to it.
struct ContainerPlan: Sendable, Equatable {
    var call: ProgramCall
    /// Directories in which the container's processes work, beside its own.
    var workingDirectories: [String] = []
    /// Services whose address the program was given; when one moves, the program is told.
    var follows: FollowedService?
}

/// A Service's address that stands in a file of a program, which reads it again on SIGHUP.
struct FollowedService: Sendable, Equatable {
    let service: String
    let file: String
    let address: String
    /// The file's text with this in place of the address.
    let template: String

    static let placeholder = "@ADDRESS@"
}

extension FollowedService {
    init?(_ json: JSON) {
        guard let service = json["service"]?.string, let file = json["file"]?.string, let address = json["address"]?.string,
            let template = json["template"]?.string
        else { return nil }
        self.init(service: service, file: file, address: address, template: template)
    }

    var json: JSON {
        ["service": .string(service), "file": .string(file), "address": .string(address), "template": .string(template)]
    }
}
