// SPDX-License-Identifier: Apache-2.0

import Twilio

/// Requests signed with the token `12345`: from the tests of Twilio's own libraries and from its documentation page
/// "Security", the rest computed with another implementation of HMAC.
struct SignatureVector: Sendable {
    var id: String
    var url: String
    var parameters: FormParameters
    var signature: String
    var algorithm: SignatureAlgorithm = .hmacSHA1

    private static let call: FormParameters = [
        "CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234", "From": "+14158675309",
        "To": "+18005551212",
    ]

    static let all: [SignatureVector] = [
        SignatureVector(
            id: "V01",
            url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            parameters: call,
            signature: "RSOYDt4T1cUTdK1PDd93/VVr8B8="
        ),
        SignatureVector(
            id: "V02",
            url: "https://mycompany.com:443/myapp.php?foo=1&bar=2",
            parameters: call,
            signature: "kvajT1Ptam85bY51eRf/AJRuM3w="
        ),
        SignatureVector(
            id: "V03",
            url: "http://mycompany.com:80/myapp.php?foo=1&bar=2",
            parameters: call,
            signature: "0ZXoZLH/DfblKGATFgpif+LLRf4="
        ),
        SignatureVector(
            id: "V04",
            url: "http://mycompany.com/myapp.php?foo=1&bar=2",
            parameters: call,
            signature: "OyGYPqTF6ztdbRNCvuQO/oPvqQ4="
        ),
        SignatureVector(
            id: "V05",
            url: "http://mycompany.com:1234/myapp.php?foo=1&bar=2",
            parameters: call,
            signature: "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="
        ),
        SignatureVector(
            id: "V06",
            url: "https://mycompany.com:1234/myapp.php?foo=1&bar=2",
            parameters: call,
            signature: "CYn1h0gLBdNxDGkKJg6hYohgeD8="
        ),
        SignatureVector(
            id: "V07",
            url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            parameters: [:],
            signature: "zYQTYrRWXE7LtzbG4PfP7/bkkGo="
        ),
        SignatureVector(
            id: "V08",
            url: "https://mycompany.com/myapp.php",
            parameters: call,
            signature: "1xaxFBvyzXYvWplzNOSs28HWO94="
        ),
        SignatureVector(
            id: "V09",
            url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            parameters: ["Sid": "CA123", "SidAccount": "AC123", "Digits": "5678", "Digits": "1234", "Digits": "1234"],
            signature: "IK+Dwps556ElfBT0I3Rgjkr1wJU="
        ),
        SignatureVector(
            id: "V10",
            url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            parameters: [
                "CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234", "From": "+14158675309",
                "To": "+18005551212", "Reason": "Participant", "ReasonConferenceEnded": "test",
            ],
            signature: "vOEb5UThFn24KEfnOFLQY2AE5FY="
        ),
        SignatureVector(
            id: "V11",
            url: "http://mycompany.com/myapp.php?foo=1&bar=2",
            parameters: [
                "CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234", "From": "+14158675309",
                "To": "+18005551212", "Reason": "Participant", "ReasonConferenceEnded": "test",
            ],
            signature: "n2xBNyzSW7rfYStDtOFiFMv7qNo="
        ),
        SignatureVector(
            id: "V12",
            url:
                "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620",
            parameters: [:],
            signature: "a9nBmqA0ju/hNViExpshrM61xv4="
        ),
        SignatureVector(
            id: "V13",
            url:
                "https://mycompany.com/myapp.php?bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620",
            parameters: [:],
            signature: "y77kIzt2vzLz71DgmJGsen2scGs="
        ),
        SignatureVector(
            id: "V14",
            url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            parameters: ["property": "value", "boolean": "true"],
            signature: "NBdBDr/T/lgjI+tlgpXjKZQZs/k="
        ),
        SignatureVector(
            id: "V15",
            url: "https://example.com/myapp.php?foo=1&bar=2",
            parameters: [
                "CallSid": "CA1234567890ABCDE", "Caller": "+14158675310", "Digits": "1234", "From": "+14158675310",
                "To": "+18005551212",
            ],
            signature: "L/OH5YylLD5NRKLltdqwSvS0BnU="
        ),
        SignatureVector(
            id: "V16",
            url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            parameters: [
                "CallSid": "CA1234567890ABCDE", "Caller": "+12349013030", "Digits": "1234", "From": "+12349013030",
                "To": "+18005551212",
            ],
            signature: "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
        ),
        SignatureVector(
            id: "V17",
            url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            parameters: [
                "Message": "Hello & goodbye! @#$%^*()", "From": "+1 (415) 867-5309", "Special": "unicode: ñáéíóú",
            ],
            signature: "dCPiR4WtQ6QFN6pJh81CtlCcWLQ="
        ),
        SignatureVector(
            id: "V18",
            url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            parameters: ["Digits": "", "CallSid": "CA1234567890ABCDE", "EmptyParam": ""],
            signature: "9HHp/OqQMEwdrVebHDdA/+tqjX8="
        ),
        SignatureVector(
            id: "V19",
            url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            parameters: ["Zebra": "last", "Alpha": "first", "Beta": "second", "Gamma": "third"],
            signature: "enveUe73ZTVLAekHxez3Qx6JuuQ="
        ),
        SignatureVector(
            id: "V20",
            url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            parameters: ["callSid": "lowercase", "CallSid": "uppercase", "CALLSID": "allcaps"],
            signature: "jDK7WKT8wiNrwggd4ceTv4e1MJ4="
        ),
        SignatureVector(
            id: "V21",
            url: "https://mycompany.com/myapp.php?foo=hello%20world&bar=test%2Bvalue",
            parameters: call,
            signature: "er2tvAP1Wx+iuTTE2BPgvEaN1cs="
        ),
        SignatureVector(
            id: "V22",
            url: "https://mycompany.com/webhook/España?año=2023",
            parameters: call,
            signature: "G/Hx6mqqnjUNlPAoi2Sp9bGst0g="
        ),
        SignatureVector(
            id: "V23",
            url: "https://mycompany.com:443//myapp.php?foo=1&bar=2",
            parameters: call,
            signature: "A9lH3u16NjyiiM/+wylw5rirFUs="
        ),
        SignatureVector(
            id: "V24",
            url:
                "https://mycompany.com/myapp.php?foo=1&bar=2&type=thiswontbeusedinthesignaturegeneratorandsoshouldbeignored",
            parameters: call,
            signature: "hYkNsTBttoNGkyCS0p+wWmQoRTg="
        ),
        SignatureVector(
            id: "V25",
            url: "wss://example.com/media",
            parameters: [:],
            signature: "7PR3qMkpDyEJtMrVOY/LDyNq8J8="
        ),
        SignatureVector(
            id: "V26",
            url: "wss://example.com/media/",
            parameters: [:],
            signature: "T+WBXwUXC0/CyoZ1DA+p9ilZORs="
        ),
        SignatureVector(
            id: "V27",
            url: "wss://example.com:443/media",
            parameters: [:],
            signature: "zyyJQiPZXIGCLy3HYdHEfry0yDg="
        ),
        SignatureVector(
            id: "V28",
            url: "https://example.com/media",
            parameters: [:],
            signature: "6HZQ7Cq/dSYDCAiy3qRA6PZfACI="
        ),
        SignatureVector(
            id: "V29",
            url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            parameters: call,
            signature: "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s=",
            algorithm: .hmacSHA256
        ),
    ]
}
