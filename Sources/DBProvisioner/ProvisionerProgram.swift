import ArgumentParser

/// The database provisioner: makes the inside of PostgreSQL what an order wants it to be, through libpq, and says what became of each item.
public enum ProvisionerProgram {
    /// The whole program; ends the process itself where it does not end well.
    public static func main() async { await ProvisionerCommand.main() }
}
