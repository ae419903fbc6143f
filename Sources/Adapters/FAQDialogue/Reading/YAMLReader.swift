// SPDX-License-Identifier: Apache-2.0

import Yams

/// Reads values out of YAML nodes and remembers every problem with its place, so that all are reported at once.
struct YAMLReader {
    /// The key path of everything that was read, with its place in the text.
    private(set) var marks: [String: Mark] = [:]
    private(set) var problems: [FAQProblem] = []

    /// Notes a problem of a key.
    mutating func add(_ key: String, _ message: String, at node: Node? = nil) {
        let mark = node?.mark ?? self.marks[key]
        self.problems.append(FAQProblem(line: mark?.line, column: mark?.column, key: key, message: message))
    }

    /// The place of a key or of the nearest one above it.
    func mark(of key: String) -> Mark? {
        var path = key[...]
        while !path.isEmpty {
            if let mark = self.marks[String(path)] { return mark }
            guard let cut = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return nil }
            path = path[..<cut]
        }
        return nil
    }

    // MARK: Shapes

    /// The entries of a mapping; keys other than `allowed` (if given) are problems.
    mutating func mapping(_ node: Node, _ key: String, allowed: [String]? = nil) -> [String: Node] {
        guard case .mapping(let mapping) = node else {
            self.add(key, "must be a list of `key: value` lines", at: node)
            return [:]
        }
        var entries: [String: Node] = [:]
        for (name, value) in mapping {
            guard case .scalar(let scalar) = name else {
                self.add(key, "has a key that is no plain word", at: name)
                continue
            }
            let path = key.isEmpty ? scalar.string : "\(key).\(scalar.string)"
            self.marks[path] = value.mark ?? name.mark
            if let allowed, !allowed.contains(scalar.string) {
                self.add(path, "is not a known key; known here: \(allowed.joined(separator: ", "))", at: name)
                continue
            }
            entries[scalar.string] = value
        }
        return entries
    }

    /// The elements of a list, at most `limit`.
    mutating func list(_ node: Node, _ key: String, limit: Int) -> [Node] {
        guard case .sequence(let sequence) = node else {
            self.add(key, "must be a list (lines that begin with `-`)", at: node)
            return []
        }
        guard sequence.count <= limit else {
            self.add(key, "has \(sequence.count) entries; at most \(limit) are allowed", at: node)
            return []
        }
        for (index, element) in sequence.enumerated() { self.marks["\(key)[\(index)]"] = element.mark }
        return Array(sequence)
    }

    // MARK: Values

    /// A text that is not empty.
    mutating func text(_ node: Node, _ key: String, longest: Int = FAQLimits.textLength) -> String? {
        guard case .scalar(let scalar) = node else {
            self.add(key, "must be a text", at: node)
            return nil
        }
        guard scalar.string.contains(where: { !$0.isWhitespace }) else {
            self.add(key, "is empty; write a text or leave the key out", at: node)
            return nil
        }
        guard scalar.string.count <= longest else {
            self.add(key, "is longer than \(longest) characters", at: node)
            return nil
        }
        return scalar.string
    }

    /// A list of texts.
    mutating func texts(_ node: Node, _ key: String, limit: Int, longest: Int) -> [String] {
        self.list(node, key, limit: limit).enumerated().compactMap {
            self.text($1, "\(key)[\($0)]", longest: longest)
        }
    }

    /// One text or a list of texts.
    mutating func oneOrMore(_ node: Node, _ key: String, limit: Int) -> [String] {
        if case .scalar = node {
            self.marks["\(key)[0]"] = node.mark
            return self.text(node, key).map { [$0] } ?? []
        }
        return self.texts(node, key, limit: limit, longest: FAQLimits.textLength)
    }

    /// A number within a range.
    mutating func number(_ node: Node, _ key: String, in range: ClosedRange<Double>) -> Double? {
        guard case .scalar(let scalar) = node, let value = Double(scalar.string), range.contains(value) else {
            self.add(key, "must be a number from \(range.lowerBound) to \(range.upperBound)", at: node)
            return nil
        }
        return value
    }

    /// A whole number within a range.
    mutating func integer(_ node: Node, _ key: String, in range: ClosedRange<Int>) -> Int? {
        guard case .scalar(let scalar) = node, let value = Int(scalar.string), range.contains(value) else {
            self.add(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)", at: node)
            return nil
        }
        return value
    }

    /// `true` or `false`.
    mutating func flag(_ node: Node, _ key: String) -> Bool? {
        switch node.scalar?.string.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default:
            self.add(key, "must be true or false", at: node)
            return nil
        }
    }
}
