import IPC
import Model

/// One order against one server, without the operator: what `plan` and `apply` do.
struct ByHand {
    /// libpq's form; nil: the connection that the order names.
    var conninfo: String?
    var file: String
    var mode: ProvisionOptions.Mode

    /// Prints what became of the order and ends the process.
    func run(output: OutputForm) async -> Never {
        await Program.run {
            let result = try await result()
            switch output {
            case .text: for line in Self.lines(result) { print(line) }
            case .json: print(result.json.text(.canonical))
            }
            let status = Self.status(result)
            if status != .done { throw status }
        }
    }

    func result() async throws -> ProvisionResult {
        var order = try OrderFile.read(file)
        order.options.mode = mode
        let parameters: ConnectionParameters
        do {
            if let conninfo {
                parameters = try ConnectionParameters(conninfo: conninfo)
            } else if order.connection.host.isEmpty {
                throw Misconfigured("which server? Give --conninfo, or a connection in the order")
            } else {
                parameters = try ConnectionParameters(order.connection)
            }
        } catch let error as PostgresError {
            throw Misconfigured(error.description)
        }
        return await Provisioner().perform(order, parameters: parameters)
    }

    /// For people.
    static func lines(_ result: ProvisionResult) -> [String] {
        var lines = result.items.map { item in
            let name = "\(item.kind.rawValue) \(item.name)"
            return switch item.outcome {
            case .planned: "would \(item.message ?? "change \(name)")"
            case .created, .changed: "\(item.outcome.rawValue) \(name): \(item.message ?? "")"
            case .unchanged: "unchanged \(name)"
            case .refused, .failed: "\(item.outcome.rawValue) \(name): \(item.message ?? "")"
            }
        }
        if result.items.isEmpty, result.outcome == .done { lines.append("nothing to do: \(result.unchanged) items are as wanted") }
        if let message = result.message { lines.append("\(result.outcome.rawValue): \(message)") }
        return lines
    }

    /// 0 where all is as wanted (or would be), 1 otherwise.
    static func status(_ result: ProvisionResult) -> ExitStatus { result.outcome == .done ? .done : .failed }
}
