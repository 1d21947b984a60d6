/// What a step does to the people who use the database, from nothing to the worst.
public enum Disruption: String, Sendable, Hashable, CaseIterable, Comparable {
    case none
    /// PostgreSQL reads its configuration again.
    case reload
    /// Pods or PostgreSQL are restarted, one at a time.
    case restart
    /// Another member becomes the primary: open transactions end.
    case switchover
    /// An object is deleted and made again; what it owns stays.
    case recreate
    /// Data is gone afterwards.
    case dataLoss

    private var rank: Int {
        switch self {
        case .none: 0
        case .reload: 1
        case .restart: 2
        case .switchover: 3
        case .recreate: 4
        case .dataLoss: 5
        }
    }

    public static func < (a: Disruption, b: Disruption) -> Bool { a.rank < b.rank }
}
