// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The keys that open the operator routes; exchanged while the server runs.
///
/// ```swift
/// let ring = APIKeyRing(try APIKeyRing.entries(in: lines))
/// configuration.keyRing = ring
/// ring.replace(try APIKeyRing.entries(in: newLines))   // from the next request on
/// ```
public final class APIKeyRing: Sendable {
    /// Everything that is wrong with a list of keys.
    public struct Flaws: Error, Sendable, Hashable, CustomStringConvertible {
        /// One sentence each, with the number of the line or item; without secrets.
        public let flaws: [String]

        /// All of them.
        public var description: String { self.flaws.joined(separator: "; ") }
    }

    private let entries: Mutex<[APIKeyEntry]>

    /// A ring with these keys; without any it opens nothing.
    public init(_ entries: [APIKeyEntry] = []) {
        self.entries = Mutex(entries)
    }

    /// Takes these keys in place of all there were.
    public func replace(_ entries: [APIKeyEntry]) {
        self.entries.withLock { $0 = entries }
    }

    /// Whether it opens nothing.
    public var isEmpty: Bool { self.entries.withLock { $0.isEmpty } }

    /// How many keys there are.
    public var count: Int { self.entries.withLock { $0.count } }

    /// Reads lines of a file or items of a list; empty ones and those that begin with `#` are left out. Fails with
    /// everything that is wrong at once. Two keys must not share a name.
    public static func entries(in lines: [String]) throws(Flaws) -> [APIKeyEntry] {
        var entries: [APIKeyEntry] = []
        var flaws: [String] = []
        for (index, line) in lines.enumerated() {
            let text = line.trimmingBlanks
            guard !text.isEmpty, text.utf8.first != UInt8(ascii: "#") else { continue }
            do throws(APIKeyEntry.Flaw) {
                let entry = try APIKeyEntry(text, fallbackName: "key-\(index + 1)")
                if entries.contains(where: { $0.name == entry.name }) {
                    flaws.append("key \(index + 1): the name \(entry.name) is taken")
                }
                entries.append(entry)
            } catch {
                flaws.append("key \(index + 1): \(error.description)")
            }
        }
        guard flaws.isEmpty else { throw Flaws(flaws: flaws) }
        return entries
    }

    /// The entry of a key. Digests are equally long, and all of them are compared, each in constant time: how long it
    /// takes says nothing about how close a guess was.
    func entry(of key: some StringProtocol) -> APIKeyEntry? {
        let digest = APIKeyEntry.digest(of: key)
        return self.entries.withLock { entries in
            entries.reduce(nil) { found, entry in
                let difference = zip(entry.digest, digest).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
                return difference == 0 && found == nil ? entry : found
            }
        }
    }
}

extension String {
    /// Without blanks, tabs and carriage returns at both ends.
    fileprivate var trimmingBlanks: String {
        let isBlank: (UInt8) -> Bool = { [0x20, 0x09, 0x0D, 0x0A].contains($0) }
        let bytes = self.utf8.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        return String(decoding: Array(bytes), as: UTF8.self)
    }
}
