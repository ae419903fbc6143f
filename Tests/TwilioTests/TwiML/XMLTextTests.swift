// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Twilio

#if canImport(FoundationXML)
import FoundationXML
#endif

/// What an XML parser reads back from a document.
private final class Reader: NSObject, XMLParserDelegate {
    var text = ""
    var value = ""
    var elements: [String] = []

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        self.text += string
    }

    func parser(
        _ parser: XMLParser,
        didStartElement elementName: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        self.elements.append(elementName)
        self.value += attributes["action"] ?? ""
    }
}

@Suite struct XMLTextTests {
    /// Reads a text back from an element and from an attribute.
    private func roundTrip(_ text: String) throws -> (text: String, value: String) {
        let response = Response {
            Gather(action: text) { Say(text) }
        }
        let reader = Reader()
        let parser = XMLParser(data: Data(response.document.bytes))
        parser.delegate = reader
        #expect(parser.parse())
        #expect(reader.elements == ["Response", "Gather", "Say"])
        return (reader.text, reader.value)
    }

    /// Legal in XML 1.0 though no characters; Swift has no literals for them.
    static let nonCharacters = [0xFDD0, 0x1_FFFE, 0x10_FFFF].compactMap { Unicode.Scalar($0 as UInt32) }

    static let hostile = [
        #"<script>alert("1")</script>"#, #"</Say><Hangup/><Say>"#, "]]>", "&amp;", "&#0;", "a & b < c > d \" e ' f",
        #"" onload="x"#, "<!--", "-->", "<![CDATA[x]]>", "<?php ?>", "line\nline\r\nline\rend\ttab",
        "e\u{301} é \u{1F600} \u{10FFFD}", "\u{202E}evil\u{202C} \u{2066}x\u{2069} \u{200F}", "\u{2028}\u{2029}",
        "\u{7F}\u{85}\u{9F}", "a\u{FEFF}b", String(String.UnicodeScalarView(nonCharacters)),
    ]

    @Test(arguments: hostile) func readsBackWhatWentIn(text: String) throws {
        let back = try self.roundTrip(text)
        #expect(Array(back.text.utf8) == Array(text.utf8))
        #expect(Array(back.value.utf8) == Array(text.utf8))
    }

    @Test func replacesWhatXMLCannotCarry() throws {
        let illegal = (Array(0x00...0x08) + [0x0B, 0x0C] + Array(0x0E...0x1F) + [0xFFFE, 0xFFFF]).compactMap {
            Unicode.Scalar(UInt32($0))
        }
        #expect(illegal.count == 31)
        for scalar in illegal {
            let back = try self.roundTrip("a" + String(scalar) + "b")
            #expect(back.text == "a\u{FFFD}b")
            #expect(back.value == "a\u{FFFD}b")
        }
    }

    @Test func writesBidirectionalControlsSoThatNoViewerObeysThem() {
        let document = Response { Say("\u{202E}abc\u{2069}") }.document
        #expect(document.description.contains("<Say>&#8238;abc&#8297;</Say>"))
    }

    @Test func carriesRandomText() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<40, using: &generator) {
                let limit: UInt32 = Bool.random(using: &generator) ? 0x80 : 0x11_0000
                guard let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) else { continue }
                scalars.append(scalar)
            }
            let isLegal: (Unicode.Scalar) -> Bool = {
                $0.value >= 0x20 && ![0xFFFE, 0xFFFF].contains($0.value) || [9, 10, 13].contains($0.value)
            }
            let expected = String(String.UnicodeScalarView(scalars.map { isLegal($0) ? $0 : "\u{FFFD}" }))
            let back = try self.roundTrip(String(scalars))
            #expect(Array(back.text.utf8) == Array(expected.utf8))
            #expect(Array(back.value.utf8) == Array(expected.utf8))
        }
    }
}
