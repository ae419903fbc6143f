// SPDX-License-Identifier: Apache-2.0

import Logging
import Telemetry
import Testing

@Suite struct PrettyLogTests {
    @Test func alignsItsColumns() {
        let text = LogCapture.text(.pretty(usesColor: false)) { logger in
            logger.info(
                "call answered",
                metadata: ["call.from": "+14155551234", "n": .stringConvertible(2), "q": "a b", "e": ""]
            )
            logger.critical("out of disk")
        }
        #expect(
            text == """
                16:05:09.042 INFO     app          call answered                    call.from=***1234 e="" n=2 q="a b"
                16:05:09.042 CRITICAL app          out of disk

                """
        )
    }

    @Test func usesColor() {
        let text = LogCapture.text(.pretty(usesColor: true)) { $0.error("m", metadata: ["k": "v"]) }
        #expect(text.contains("\u{1B}[31mERROR   \u{1B}[0m"))
        #expect(text.contains("\u{1B}[36mk=\u{1B}[0mv\n"))
    }

    @Test func quotesWhatCouldBeTakenForMore() {
        let text = LogCapture.text(.pretty(usesColor: false)) {
            $0.info("m", metadata: ["k": "v level=critical", "q": "\""])
        }
        #expect(text.hasSuffix(#"k="v level=critical" q="\"""# + "\n"))
    }
}
