/// The program with which Patroni makes a replica: a base backup that leaves the replica's slot behind on the primary.
///
/// Patroni makes slots of members once in a round, up to ten seconds after the replica has asked for its own; a replica whose slot is there
/// streams at once. Where the slot exists already, or the primary makes none, the backup goes without.
struct ReplicaScript: Sendable {
    let binaries: String
    let member: String

    /// As Patroni names the slot of a member; nil for a name that it would have to encode.
    var slot: String? {
        let isPlain = member.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        }
        guard isPlain, member.utf8.count <= 63 else { return nil }
        return String(member.map { $0 == "-" ? "_" : $0 })
    }

    var text: String {
        let plain = "\"\(binaries)/pg_basebackup\" -D \"$datadir\" -d \"$connstring\" -X stream -c fast --no-sync -w"
        let first = slot.map { "\(plain) -C -S \"\($0)\" && exit 0\nrm -rf \"$datadir\"\n" } ?? ""
        return """
            #!/bin/sh
            for argument; do
                case $argument in
                --datadir=*) datadir=${argument#--datadir=} ;;
                --connstring=*) connstring=${argument#--connstring=} ;;
                esac
            done
            \(first)exec \(plain)

            """
    }
}
