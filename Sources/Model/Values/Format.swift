/// The forms that strings in manifests and configurations must have. Each is written once as a pattern for the CRDs and once as code:
/// no regular expression engine runs while the operator reads a manifest.
public enum Format: Sendable, Hashable, CaseIterable {
    case cpu
    case memory
    case cron
    case window
    case cidr
    case cloneTimestamp
    case uuid

    /// For the CRDs; anchored.
    public var pattern: String? {
        switch self {
        case .cpu: #"^(\d+m|\d+(\.\d{1,3})?)$"#
        case .memory: #"^(\d+(e\d+)?|\d+(\.\d+)?(e\d+)?[EPTGMK]i?)$"#
        case .cron: #"^(\d+|\*)(/\d+)?(\s+(\d+|\*)(/\d+)?){4}$"#
        case .window: Self.windowPattern
        case .cidr: Self.cidrPattern
        case .cloneTimestamp: Self.timestampPattern
        case .uuid: nil
        }
    }

    /// What would be right, for messages.
    public var right: String {
        switch self {
        case .cpu: "a CPU quantity such as 500m or 1.5"
        case .memory: "a quantity such as 500Mi or 2Gi"
        case .cron: "a cron schedule of five fields, each a number or *, with an optional /step, such as 30 0 * * *"
        case .window: "a window such as 01:00-06:00 or Sat:22:00-23:59"
        case .cidr: "an address range such as 10.0.0.0/8 or 2001:db8::/32"
        case .cloneTimestamp: "a time with a numeric offset such as 2025-11-25T12:00:00+00:00"
        case .uuid: "a UUID such as efd12e58-5786-11e8-b5a7-06148230260c"
        }
    }

    public func matches(_ text: String) -> Bool {
        switch self {
        case .cpu: FormatScanner.isCPU(text)
        case .memory: FormatScanner.isMemory(text)
        case .cron: FormatScanner.isCron(text)
        case .window: FormatScanner.isWindow(text)
        case .cidr: CIDR(text) != nil
        case .cloneTimestamp: FormatScanner.isCloneTimestamp(text)
        case .uuid: FormatScanner.isUUID(text)
        }
    }

    private static let clock = #"(2[0-3]|[01]?\d):([0-5]?\d)"#
    private static let windowPattern = #"^\ *((Mon|Tue|Wed|Thu|Fri|Sat|Sun):\#(clock)|\#(clock))-(\#(clock)|\#(clock))\ *$"#
    private static let timestampPattern =
        #"^([0-9]+)-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)"#
        + #"(\.[0-9]+)?(([+-]([01][0-9]|2[0-3]):[0-5][0-9]))$"#
    private static let cidrPattern =
        #"^((\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])\.){3}(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])/(\d|[12]\d|3[0-2])$"#
        + #"|^(([0-9a-fA-F]{1,4}:){1,7}(:|[0-9a-fA-F]{1,4})|([0-9a-fA-F]{1,4}:){1,6}(:[0-9a-fA-F]{1,4}){1,6}"#
        + #"|:((:[0-9a-fA-F]{1,4}){1,7}|:))/(\d|[1-9]\d|1[01]\d|12[0-8])$"#
}
