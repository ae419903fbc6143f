// SPDX-License-Identifier: Apache-2.0

import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// Reads a TwiML document as strictly as Twilio does.
///
/// Errors are those of Twilio's debugger: 12100 for what is no well-formed XML (also a blank, a line feed or a byte
/// order mark before the declaration), 12102 for a root that is not `Response`, 11770 for nothing at all.
enum DocumentReader {
    /// The children of `<Response>`.
    static func read(_ bytes: [UInt8]) throws(DebuggerError) -> [DocumentNode] {
        guard let first = bytes.first else {
            throw DebuggerError(11_770, "the body is empty")
        }
        guard first == UInt8(ascii: "<") else {
            throw DebuggerError(12_100, "the document begins with byte \(first), not with <")
        }
        let collector = Collector()
        let parser = XMLParser(data: Data(bytes))
        parser.shouldResolveExternalEntities = false
        parser.delegate = collector
        guard parser.parse(), parser.parserError == nil, !collector.isRefused, let root = collector.root else {
            let place = "line \(parser.lineNumber), column \(parser.columnNumber)"
            throw DebuggerError(12_100, "not well-formed XML at \(place)")
        }
        guard root.name == "Response" else {
            throw DebuggerError(12_102, "the root element is <\(root.name)>, not <Response>")
        }
        return root.children
    }

    /// Builds the tree from the parser's events.
    private final class Collector: NSObject, XMLParserDelegate {
        /// No document nests deeper by far, and nobody who walks the tree shall run out of stack.
        private static let maximumDepth = 64

        var root: DocumentNode?
        var isRefused = false
        private var open: [DocumentNode] = []

        func parser(
            _ parser: XMLParser,
            didStartElement name: String,
            namespaceURI: String?,
            qualifiedName: String?,
            attributes: [String: String]
        ) {
            guard self.open.count < Self.maximumDepth, self.root == nil else {
                self.isRefused = true
                parser.abortParsing()
                return
            }
            self.open.append(DocumentNode(name: name, attributes: attributes))
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            guard !self.open.isEmpty else { return }
            self.open[self.open.count - 1].text += text
        }

        func parser(_ parser: XMLParser, foundCDATA block: Data) {
            guard !self.open.isEmpty else { return }
            self.open[self.open.count - 1].text += String(decoding: block, as: UTF8.self)
        }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            guard let done = self.open.popLast() else { return }
            if self.open.isEmpty {
                self.root = done
            } else {
                self.open[self.open.count - 1].children.append(done)
            }
        }
    }
}
