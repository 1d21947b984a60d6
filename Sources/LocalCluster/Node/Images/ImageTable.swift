/// Which images this node has: each stands for a program of this machine.
enum LocalImage: String, Sendable, CaseIterable {
    /// PostgreSQL under Patroni.
    case spilo
    case pgbouncer
    case logicalBackup = "logical-backup"
    /// Whatever the container's command says, run by this machine's programs; without one, nothing, for ever.
    case shell

    private static let shells: Set<String> = ["busybox", "alpine", "debian", "ubuntu", "bash", "sh", "pause"]

    /// By the last part of the image's name, without tag and digest; nil for an image that there is no program for.
    init?(image: String) {
        let path = image.split(separator: "@").first ?? ""
        let last = path.split(separator: "/").last ?? ""
        let name = last.split(separator: ":").first.map(String.init) ?? ""
        if name.hasPrefix("spilo") {
            self = .spilo
        } else if name.hasPrefix("pgbouncer") {
            self = .pgbouncer
        } else if name.hasPrefix("logical-backup") {
            self = .logicalBackup
        } else if Self.shells.contains(name) {
            self = .shell
        } else {
            return nil
        }
    }

    /// For the Event about an image that is none of these.
    static let known = "spilo*, pgbouncer*, logical-backup*, and busybox, alpine, debian, ubuntu, bash, pause as this machine's shell"
}
