// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SwitchboardTesting

struct DocumentReaderTests {
    private func read(_ text: String) throws -> [DocumentNode] { try DocumentReader.read(Array(text.utf8)) }

    private func code(_ bytes: [UInt8]) -> Int? {
        do throws(DebuggerError) {
            _ = try DocumentReader.read(bytes)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func readsVerbsAttributesAndText() throws {
        let nodes = try self.read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Response><!-- hello --><Say voice="a &amp; b">5 &lt; 6 &#233; <![CDATA[<&>]]></Say>
              <Gather action="/x?a=1&amp;b=2"><Say>Press</Say><Pause/></Gather></Response>
            """
        )
        #expect(nodes.map(\.name) == ["Say", "Gather"])
        #expect(nodes[0].attributes == ["voice": "a & b"] && nodes[0].trimmedText == "5 < 6 é <&>")
        #expect(nodes[1].attributes["action"] == "/x?a=1&b=2" && nodes[1].children.map(\.name) == ["Say", "Pause"])
    }

    @Test func anEmptyResponseHasNoVerbs() throws {
        #expect(try self.read("<Response/>").isEmpty)
        #expect(try self.read("<Response></Response>").isEmpty)
    }

    @Test(arguments: [
        "<Response><Say>a & b</Say></Response>", "<Response><Say></Response>", "<Response/><Response/>", "<Response",
        " <Response/>", "<Response a=1/>", "<Response><Say>\u{1}</Say></Response>", "Response",
        "<Response>&nbsp;</Response>",
        "<Response/>junk", "<?xml version=\"1.0\"?>", "<!DOCTYPE x", "<Response><Say a=\"1\" a=\"2\"/></Response>",
    ])
    func refusesWhatIsNotWellFormed(_ text: String) {
        #expect(self.code(Array(text.utf8)) == 12_100)
    }

    @Test func refusesOtherEncodingsThanTheDeclaredOne() {
        #expect(self.code(Array("<Response><Say>".utf8) + [0xFF, 0xC3] + Array("</Say></Response>".utf8)) == 12_100)
    }

    @Test(arguments: ["<response/>", "<Say>hi</Say>", "<html><Response/></html>"])
    func refusesOtherRoots(_ text: String) {
        #expect(self.code(Array(text.utf8)) == 12_102)
    }

    @Test func refusesNothing() {
        #expect(self.code([]) == 11_770)
    }

    @Test func everyTruncationIsAnErrorAndNothingWorse() {
        let document = Array(#"<?xml version="1.0"?><Response><Say voice="x">a&amp;b</Say><Hangup/></Response>"#.utf8)
        for length in 1..<document.count { #expect(self.code(Array(document.prefix(length))) == 12_100) }
        #expect(self.code(document) == nil)
    }

    @Test func deepNestingAndEntityBombsAreErrors() {
        let deep = String(repeating: "<a>", count: 20_000) + String(repeating: "</a>", count: 20_000)
        #expect(self.code(Array("<Response>\(deep)</Response>".utf8)) == 12_100)
        let entities = (1...9).map { "<!ENTITY e\($0) \"\(String(repeating: "&e\($0 - 1);", count: 10))\">" }.joined()
        let bomb = "<!DOCTYPE r [<!ENTITY e0 \"0123456789\">\(entities)]><Response><Say>&e9;</Say></Response>"
        let nodes = try? DocumentReader.read(Array(bomb.utf8))
        #expect((nodes?.first?.text.utf8.count ?? 0) < 1_000_000)
    }

    @Test func theSchemaNamesWhatTwilioWouldWarnOf() throws {
        let nodes = try self.read(
            """
            <Response><Say loop="2"><prosody rate="slow">x</prosody></Say><say/><Play lop="1"/>
            <Connect><Stream url="wss://x/y"><Parameter name="a" value="b" c="d"/></Stream></Connect><Pay/></Response>
            """
        )
        #expect(
            nodes.flatMap(DocumentSchema.complaints) == [
                "unknown element <say>", "<Play> has no attribute lop", "<Parameter> has no attribute c",
            ]
        )
    }
}
