import IPC
import Testing

@testable import DBProvisioner

@Suite struct PostgresErrorTests {
    private static let server = "connection to server at \"127.0.0.1\", port 5432 failed: "

    @Test(arguments: [
        (server + "FATAL:  28P01: password authentication failed for user \"x\"\nLOCATION:  auth_failed, auth.c:339\n", "LoginRefused"),
        (server + "FATAL:  28000: no pg_hba.conf entry for host \"1\"\n", "LoginRefused"),
        (server + "FATAL:  57P03: the database system is starting up\n", "DatabaseStarting"),
        (server + "FATAL:  53300: sorry, too many clients already\n", "TooManyConnections"),
        (server + "Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\n", "DatabaseUnreachable"),
        (server + "SSL error: certificate verify failed\n", "TLSFailed"),
        (server + "server does not support SSL, but SSL was required\n", "TLSFailed"),
        (server + "fe_sendauth: no password supplied\n", "LoginRefused"),
    ])
    func failuresAreToldApart(text: String, reason: String) {
        let error = PostgresError.connectionFailure(text)
        #expect(error.reason.rawValue == reason)
        #expect(!error.description.contains("LOCATION") && !error.description.contains("\n"))
    }
}
