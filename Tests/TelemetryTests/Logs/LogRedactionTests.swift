// SPDX-License-Identifier: Apache-2.0

import Logging
import Telemetry
import Testing

@Suite struct LogRedactionTests {
    private enum Key: String, CaseIterable {
        case authorization = "Authorization"
        case header = "http.request.headers.X-Twilio-Signature"
        case token = "twilio.auth_token"
        case cookie = "set-cookie"
        case password
        case apiKey = "DEEPGRAM.API-KEY"
    }

    @Test(arguments: [LogFormat.Resolved.json, .pretty(usesColor: false)], Logger.Level.allCases)
    func neverWritesSecretKeys(format: LogFormat.Resolved, level: Logger.Level) {
        let text = LogCapture.text(format) { logger in
            for key in Key.allCases {
                logger[metadataKey: key.rawValue] = "hunter2-a"
                logger.log(level: level, "m", metadata: [key.rawValue: ["x": "hunter2-b", "y": ["hunter2-c"]]])
                logger.log(level: level, "m", metadata: ["outer": .array([["\(key.rawValue)": "hunter2-d"]])])
            }
            let marked: Logger.MetadataValue = .attributed("hunter2-e", attributes: [LogSensitivity.secret])
            logger.log(level: level, "m", metadata: ["dial": marked, "kept": "yes"])
        }
        #expect(!text.contains("hunter2"))
        #expect(text.contains("kept"))
    }

    @Test func aKeyAboutASecretIsNoSecret() throws {
        let object = try LogCapture.object { $0.info("m", metadata: ["signature.verdict": "mismatch", "tokens": "2"]) }
        #expect(object["signature.verdict"] as? String == "mismatch")
        #expect(object["tokens"] as? String == "2")
    }

    @Test(arguments: [LogFormat.Resolved.json, .pretty(usesColor: true)])
    func neverWritesSecretValues(format: LogFormat.Resolved) {
        let redaction = LogRedaction(secretValues: ["s3cr3t-t0k3n", "abc"])
        let text = LogCapture.text(format, redaction: redaction) { logger in
            logger.info("with s3cr3t-t0k3n inside", metadata: ["url": "https://u:s3cr3t-t0k3n@h/?t=s3cr3t-t0k3n"])
            let late = String(repeating: "x", count: 1_015) + "s3cr3t-t0k3n"
            logger.info("abc", metadata: ["late": .string(late)])
        }
        #expect(!text.contains("s3cr"))
        #expect(text.contains("with <redacted> inside"))
        #expect(text.contains("abc"))
    }

    @Test(arguments: [
        ("+14155551234", "***1234"), ("call from +14155551234 to +4930123456", "call from ***1234 to ***3456"),
        ("sip:+14155551234@host", "sip:***1234@host"),
        ("From=%2B14155551234&To=%2b4930123456", "From=***1234&To=***3456"),
        ("+1 (415) 555-1234.", "***1234."), ("+49 30 123456", "***3456"), ("\"+14155551234\"", "\"***1234\""),
        ("a+14155551234b", "a***1234b"), ("++14155551234", "+***1234"), ("+123456", "+123456"), ("1+1", "1+1"),
        ("Fri, 20 Aug 2010 01:13:42 +0000", "Fri, 20 Aug 2010 01:13:42 +0000"), ("100%", "100%"), ("%2", "%2"),
        ("+", "+"),
        ("2026-11-22T16:05:09+01:00", "2026-11-22T16:05:09+01:00"), ("+1234567890123456789", "***6789"),
        ("***1234", "***1234"), ("+1415555+14155551234", "***5555***1234"),
    ])
    func masksNumbersAnywhere(text: String, masked: String) throws {
        let object = try LogCapture.object { $0.info("\(text)", metadata: ["v": .string(text), "l": [.string(text)]]) }
        #expect(object["v"] as? String == masked)
        #expect(object["l.0"] as? String == masked)
        #expect(object["msg"] as? String == masked)
    }

    @Test func masksANumberThatWouldBeCut() throws {
        let text = String(repeating: "x", count: 1_015) + "+14155551234"
        let object = try LogCapture.object { $0.info("m", metadata: ["v": .string(text)]) }
        #expect((object["v"] as? String)?.contains("+") == false)
        let many = Array(repeating: "+14155551234", count: 500).joined(separator: ",")
        let line = LogCapture.text { $0.info("m", metadata: ["v": .string(many)]) }
        #expect(!line.contains("+"))
        #expect(!line.contains("5555"))
    }

    @Test(arguments: [
        ("14155551234", "***1234"), ("0171 2345678", "***5678"), ("1234", "***"), ("", "***"),
        ("client:alice", "***lice"),
        ("withheld", "withheld"), ("***1234", "***1234"),
    ])
    func masksEverythingUnderAPhoneKey(text: String, masked: String) throws {
        for key in ["call.from", "call.to", "Call.Forwarded_From"] {
            let object = try LogCapture.object { $0.info("m", metadata: [key: .string(text)]) }
            #expect(object[key] as? String == masked)
        }
        let nested = try LogCapture.object {
            $0.info("m", metadata: ["call": ["to": .stringConvertible(4_155_551_234)]])
        }
        #expect(nested["call.to"] as? String == "***1234")
    }

    @Test(arguments: Logger.Level.allCases) func writesWhatACallerSaidAtTraceOnly(level: Logger.Level) {
        for format in [LogFormat.Resolved.json, .pretty(usesColor: false)] {
            let text = LogCapture.text(format) { logger in
                logger[metadataKey: "call.pii.digits"] = "said-1"
                logger.log(level: level, "m", metadata: ["call": ["pii": ["words": "said-2"]], "Call.PII.x": "said-3"])
            }
            for word in ["said-1", "said-2", "said-3"] {
                #expect(text.contains(word) == (level == .trace))
            }
        }
    }
}
