/// What this build calls itself, in hellos, `--version` and User-Agent.
public enum Build {
    public static let version = "0.1.0"
}
