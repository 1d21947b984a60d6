import Model

/// A number or a percentage of one (`IntOrString`).
enum Share: Sendable, Equatable {
    case count(Int)
    case percent(Int)

    init(_ json: JSON) {
        if let number = json.int {
            self = .count(number)
        } else if let text = json.string, text.hasSuffix("%"), let number = Int(text.dropLast()) {
            self = .percent(number)
        } else {
            self = .count(json.string.flatMap { Int($0) } ?? 0)
        }
    }

    func of(_ whole: Int, roundingUp: Bool) -> Int {
        switch self {
        case .count(let number): number
        case .percent(let number): roundingUp ? (whole * number + 99) / 100 : whole * number / 100
        }
    }
}
