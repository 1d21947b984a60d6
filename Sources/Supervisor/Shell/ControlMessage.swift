import IPC
import Model

/// What arrives on the control socket: workers report, the command line asks.
enum ControlMessage: Message {
    case report(WorkerReport)
    case request(ControlRequest)

    var type: String {
        switch self {
        case .report(let report): report.type
        case .request(let request): request.type
        }
    }

    var body: JSON {
        switch self {
        case .report(let report): report.body
        case .request(let request): request.body
        }
    }

    init(type: String, body: JSON) throws(FormError) {
        self =
            type.hasPrefix("get") ? .request(try ControlRequest(type: type, body: body)) : .report(try WorkerReport(type: type, body: body))
    }
}
