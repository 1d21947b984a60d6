import Model
import Testing

@testable import LocalCluster

struct AuthTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func digestsAreThoseOfTheStandard(_ text: String, _ digest: String) {
        #expect(hex(SHA256.hash(Array(text.utf8))) == digest)
    }

    @Test func authenticationCodesAreThoseOfTheStandard() {
        let code = SHA256.authenticationCode(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
        #expect(hex(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test func tokensAreReadAgainUntilTheyAreOver() {
        let tokens = ServiceAccountTokens(key: [1, 2, 3])
        let claims = ServiceAccountTokens.Claims(namespace: "ns", name: "bot", uid: "u", audiences: ["a"], issuedAt: 100, expires: 200)
        let token = tokens.token(claims, id: "1")
        #expect(tokens.claims(of: token, now: 150) == claims)
        #expect(tokens.claims(of: token, now: 200) == nil)
        #expect(ServiceAccountTokens(key: [9]).claims(of: token, now: 150) == nil)
        #expect(tokens.claims(of: token + "x", now: 150) == nil)
        #expect(tokens.claims(of: "nonsense", now: 150) == nil)
    }

    @Test func rulesAllowWhatTheyName() {
        let rule: JSON = [
            "verbs": ["get"], "apiGroups": ["apps"], "resources": ["statefulsets", "deployments/scale"], "resourceNames": [],
        ]
        func allows(_ verb: String, _ plural: String, _ subresource: String? = nil) -> Bool {
            Authorizer.allows(
                rule,
                AccessAttributes(
                    verb: verb, target: .resource(group: "apps", plural: plural, subresource: subresource, namespace: "n", name: "x")))
        }
        #expect(allows("get", "statefulsets"))
        #expect(allows("get", "deployments", "scale"))
        #expect(!allows("get", "statefulsets", "scale"))
        #expect(!allows("list", "statefulsets"))
        #expect(!allows("get", "deployments"))
    }

    @Test func bindingsAllowServiceAccountsInTheirNamespace() {
        let store = Store()
        let group = "rbac.authorization.k8s.io"
        _ = store.create(
            CollectionID(group: group, plural: "roles"), ObjectPath(namespace: "a", name: "r"),
            ["metadata": ["name": "r"], "rules": [["verbs": ["*"], "apiGroups": [""], "resources": ["pods"]]]])
        _ = store.create(
            CollectionID(group: group, plural: "rolebindings"), ObjectPath(namespace: "a", name: "b"),
            [
                "metadata": ["name": "b"], "roleRef": ["kind": "Role", "name": "r"],
                "subjects": [["kind": "ServiceAccount", "name": "bot", "namespace": "a"]],
            ])
        let user = User.serviceAccount(namespace: "a", name: "bot", uid: "u")
        func allows(in namespace: String?) -> Bool {
            Authorizer(store: store).allows(
                user,
                AccessAttributes(
                    verb: "list", target: .resource(group: "", plural: "pods", subresource: nil, namespace: namespace, name: nil)))
        }
        #expect(allows(in: "a"))
        #expect(!allows(in: "b"))
        #expect(!allows(in: nil))
    }
}
