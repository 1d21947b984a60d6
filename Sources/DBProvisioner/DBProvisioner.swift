/// The database provisioner: makes the inside of PostgreSQL what an order wants it to be, through libpq, and says what became of each item.
public enum DBProvisioner {}
