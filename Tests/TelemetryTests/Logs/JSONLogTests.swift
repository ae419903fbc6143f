// SPDX-License-Identifier: Apache-2.0

import Logging
import Telemetry
import Testing

@Suite struct JSONLogTests {
    private static let head = #"{"ts":"2026-11-22T16:05:09.042Z","level":"#

    @Test func writesTheLineOfTheDesign() {
        let text = LogCapture.text { logger in
            logger[metadataKey: "call.sid"] = "CA0123456789abcdef0123456789abcdef"
            logger.info(
                "call answered",
                metadata: [
                    "call": ["from": "+14155551234", "leg": ["count": "\(2)"]], "retries": .stringConvertible(3),
                ]
            )
        }
        #expect(
            text == Self.head
                + #""info","logger":"app","msg":"call answered","call.from":"***1234","call.leg.count":"2","#
                + #""call.sid":"CA0123456789abcdef0123456789abcdef","retries":3}"# + "\n"
        )
    }

    @Test(arguments: Logger.Level.allCases) func namesTheLevel(level: Logger.Level) {
        let text = LogCapture.text { $0.log(level: level, "m") }
        #expect(text == Self.head + #""\#(level.rawValue)","logger":"app","msg":"m"}"# + "\n")
    }

    @Test func writesNumbersAndTruthAsSuchAndTheRestAsText() {
        let text = LogCapture.text { logger in
            logger.info(
                "m",
                metadata: [
                    "a": .stringConvertible(-7), "b": .stringConvertible(true), "c": .stringConvertible(1.5),
                    "d": .stringConvertible(Double.nan), "e": .stringConvertible(UInt64.max), "f": ["x", "y"],
                    "g": .stringConvertible(Duration.seconds(1)), "h": "12", "i": .array([["k": "v"]]),
                    "j": .stringConvertible(UInt8(9)),
                ]
            )
        }
        #expect(
            text == Self.head + #""info","logger":"app","msg":"m","a":-7,"b":true,"c":1.5,"d":"nan","#
                + #""e":"18446744073709551615","f.0":"x","f.1":"y","g":"1.0 seconds","h":"12","i.0.k":"v","j":9}"#
                + "\n"
        )
    }

    @Test func theCallWinsOverTheProviderAndThatOverTheLogger() throws {
        let provider = Logger.MetadataProvider { ["a": "provider", "b": "provider"] }
        let text = LogCapture.text(metadataProvider: provider) { logger in
            logger[metadataKey: "a"] = "logger"
            logger[metadataKey: "b"] = "logger"
            logger[metadataKey: "c"] = "logger"
            logger.info("m", metadata: ["a": "call"])
        }
        #expect(text.hasSuffix(#""a":"call","b":"provider","c":"logger"}"# + "\n"))
    }

    @Test func theHeadCannotBeForgedByMetadata() throws {
        let object = try LogCapture.object { logger in
            logger.info("real", metadata: ["msg": "forged", "ts": "x", "level": "x", "logger": "x"])
        }
        #expect(object["msg"] as? String == "real")
        #expect(object["metadata.msg"] as? String == "forged")
        #expect(object["level"] as? String == "info")
        #expect(object["logger"] as? String == "app")
    }

    @Test func aKeyComesOnceEvenIfItIsReachedTwice() {
        let text = LogCapture.text { $0.info("m", metadata: ["a.b": "1", "a": ["b": "2"]]) }
        #expect(text.components(of: #""a.b""#) == 1)
    }

    @Test func writesErrors() throws {
        struct Broken: Error, CustomStringConvertible {
            var description: String { "no\nway +14155551234" }
        }
        let text = LogCapture.text { $0.error("failed", error: Broken()) }
        #expect(text.contains(#""error.message":"no\nway ***1234","error.type":"Broken""#))
    }

    @Test func boundsTheNumberOfFieldsTheirDepthAndTheSizeOfKeys() throws {
        let many = Dictionary(uniqueKeysWithValues: (0..<500).map { ("k\($0)", "v" as Logger.MetadataValue) })
        let object = try LogCapture.object { $0.info("m", metadata: many) }
        #expect(object.count == 4 + 100 + 1)
        #expect(object["log.omitted_fields"] as? Int == 400)
        var deep: Logger.MetadataValue = "bottom"
        for _ in 0..<10_000 { deep = ["d": deep] }
        #expect(try LogCapture.object { $0.info("m", metadata: ["x": deep]) }.count == 4)
        let long = String(repeating: "k", count: 100_000)
        #expect(LogCapture.text { $0.info("m", metadata: [long: "v"]) }.utf8.count < 400)
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(of text: String) -> Int {
        self.ranges(of: text).count
    }
}
