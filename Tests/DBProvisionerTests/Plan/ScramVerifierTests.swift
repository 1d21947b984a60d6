import IPC
import Testing

@testable import DBProvisioner

@Suite struct ScramVerifierTests {
    /// The example of RFC 7677, section 3: its keys follow from password, salt and rounds.
    @Test func theExampleOfTheStandard() throws {
        let salt = try #require(Base64.decode("W22ZaJ0SNY7soEsUEjb6gQ=="))
        let verifier = try #require(ScramVerifier(password: "pencil", salt: salt, iterations: 4096))
        #expect(
            verifier.text
                == "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
        )
        #expect(ScramVerifier(verifier.text) == verifier)
        #expect(verifier.matches("pencil"))
        #expect(!verifier.matches("pencil "))
    }

    @Test(arguments: [
        "", "secret", "SCRAM-SHA-256$", "SCRAM-SHA-256$4096:AAAA$AAAA:AAAA", "SCRAM-SHA-256$x:AAAA$AAAA:AAAA", "SCRAM-SHA-256$0:AAAA$A:A",
    ])
    func whatIsNoVerifierIsAPassword(text: String) {
        #expect(ScramVerifier(text) == nil)
        #expect(!WantedPassword.isVerifier(text))
    }

    @Test(arguments: [[], [0], [0, 255], [1, 2, 3], [250, 251, 252, 253]] as [[UInt8]])
    func base64GoesThereAndBack(bytes: [UInt8]) { #expect(Base64.decode(Base64.encode(bytes)) == bytes) }

    @Test func md5IsHashOfPasswordAndName() {
        let password = WantedPassword(role: "app", secret: "secret", method: .md5)
        #expect(PasswordCheck.verifier(for: password) == "md56a422f785c9e20873908ce25d1736ae2")
        #expect(PasswordCheck.matches(password, stored: "md56a422f785c9e20873908ce25d1736ae2"))
        #expect(WantedPassword.isVerifier("md56a422f785c9e20873908ce25d1736ae2"))
    }

    @Test func anotherMethodThanStoredIsADifference() {
        let scram = WantedPassword(role: "app", secret: "secret", method: .scram)
        #expect(!PasswordCheck.matches(scram, stored: "md56a422f785c9e20873908ce25d1736ae2"))
        #expect(!PasswordCheck.matches(scram, stored: nil))
    }

    @Test func theMemoryKnowsOnlyThePairItWasTold() {
        let memory = PasswordMemory()
        let password = WantedPassword(role: "app", secret: "secret", method: .scram)
        memory.remember("verifier", password, in: "default/demo")
        #expect(memory.knows("verifier", password, in: "default/demo"))
        #expect(!memory.knows("other", password, in: "default/demo"))
        #expect(!memory.knows("verifier", password, in: "default/other"))
        #expect(!memory.knows("verifier", WantedPassword(role: "app", secret: "Secret", method: .scram), in: "default/demo"))
    }

    @Test func aPasswordIsNeverPrinted() {
        let password = WantedPassword(role: "app", secret: "hush", method: .scram)
        let statement: SQLText = "alter role \(name: "app") password \(verifier: password)"
        let step = PlannedStep(.role, "app", .changed, "set it", [statement])
        var dumped = ""
        dump(step, to: &dumped)
        for text in ["\(password)", String(reflecting: password), "\(statement)", "\(step)", String(reflecting: step), dumped] {
            #expect(!text.contains("hush"))
        }
        #expect("\(statement)" == "alter role \"app\" password '***'")
    }
}
