import CProcess

/// The process's environment variables.
public enum Environment {
    public static var current: [String: String] {
        var variables: [String: String] = [:]
        guard var entry = cprocess_environ() else { return variables }
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return variables
    }

    /// Its value, nil where it is unset or empty.
    public static subscript(_ name: String) -> String? {
        guard let value = current[name], !value.isEmpty else { return nil }
        return value
    }
}
