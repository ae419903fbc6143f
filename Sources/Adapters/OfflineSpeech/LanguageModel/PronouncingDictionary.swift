// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import FoundationEssentials

/// How words are pronounced: lines of the CMU dictionary for those it knows.
struct PronouncingDictionary: Sendable {
    /// The lines of each word, as in the file: `word PHONES`, `word(2) PHONES` for a second way to say it.
    private(set) var lines: [String: [String]] = [:]

    /// Picks the lines of `words` from a file of 134,000; throws ``SpeechError`` when it cannot be read.
    init(_ path: String, words: Set<String>) throws(SpeechError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        } catch {
            throw SpeechError(.unavailable, "The dictionary \(path) cannot be read.", cause: "\(error)")
        }
        data.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
                let length = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.count
                self.note(UnsafeRawBufferPointer(rebasing: rest[..<length]), words)
                start += length + 1
            }
        }
    }

    private mutating func note(_ line: UnsafeRawBufferPointer, _ words: Set<String>) {
        let end = line.firstIndex { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "(") } ?? line.count
        let word = String(decoding: line[..<end], as: UTF8.self)
        guard words.contains(word) else { return }
        self.lines[word, default: []].append(String(decoding: line, as: UTF8.self))
    }

    /// Adds a word that the file does not have.
    mutating func add(_ word: String, phones: [String]) {
        self.lines[word, default: []].append("\(word) \(phones.joined(separator: " "))")
    }

    /// The file's text for PocketSphinx, sorted.
    func text() -> String {
        self.lines.sorted { $0.key < $1.key }.flatMap(\.value).map { $0 + "\n" }.joined()
    }
}
#endif
