// SPDX-License-Identifier: Apache-2.0

import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// A document as an XML parser sees it: two trees are equal whatever the order of attributes was.
final class XMLTree: NSObject, XMLParserDelegate {
    indirect enum Node: Equatable {
        case text(String)
        case element(String, [String: String], [Node])
    }

    private var open: [(name: String, attributes: [String: String], children: [Node])] = [("", [:], [])]

    /// The root element; nil when this is no well-formed document.
    static func parse(_ document: [UInt8]) -> Node? {
        let tree = XMLTree()
        let parser = XMLParser(data: Data(document))
        parser.delegate = tree
        guard parser.parse(), tree.open.count == 1 else { return nil }
        return tree.open[0].children.first
    }

    func parser(
        _ parser: XMLParser,
        didStartElement elementName: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        self.open.append((elementName, attributes, []))
    }

    func parser(_ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?) {
        let closed = self.open.removeLast()
        self.open[self.open.count - 1].children.append(.element(closed.name, closed.attributes, closed.children))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        let last = self.open.count - 1
        if case .text(let before)? = self.open[last].children.last {
            self.open[last].children[self.open[last].children.count - 1] = .text(before + string)
        } else {
            self.open[last].children.append(.text(string))
        }
    }
}

extension XMLTree.Node {
    /// Every text and every value of an attribute, in the order of the document.
    var strings: [String] {
        switch self {
        case .text(let text): [text]
        case .element(_, let attributes, let children):
            attributes.sorted { $0.key < $1.key }.map(\.value) + children.flatMap(\.strings)
        }
    }
}
