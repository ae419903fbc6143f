// SPDX-License-Identifier: Apache-2.0

/// The field `tracestate` of W3C Trace Context: what other tracing systems have added, passed on unchanged.
///
/// See <https://www.w3.org/TR/trace-context/#tracestate-header>. A list that breaks the grammar, names a key twice or has
/// more than 32 members is dropped as a whole; of one that has more than 512 bytes the last members are, those above 128
/// bytes first.
public struct TraceState: Sendable, Hashable {
    /// The name of the field.
    public static let field = "tracestate"
    private static let maximumMembers = 32
    private static let maximumBytes = 512
    private static let longMember = 128
    /// What is looked at; a field beyond it is none of ours to mend.
    private static let maximumFieldBytes = 8_192

    /// The list as it is passed on; empty if there is none.
    public let text: String

    /// No state.
    public init() {
        self.text = ""
    }

    /// Reads a field; several of that name are joined by commas before.
    public init(_ field: some StringProtocol) {
        self.text = Self.members(field).map(Self.bounded) ?? ""
    }

    /// Whether there is any.
    public var isEmpty: Bool { self.text.isEmpty }

    private static func members(_ field: some StringProtocol) -> [String]? {
        guard field.utf8.count <= self.maximumFieldBytes else { return nil }
        var keys: Set<[UInt8]> = []
        var members: [String] = []
        for part in Array(field.utf8).split(separator: UInt8(ascii: ",")) {
            let member = self.trimmed(part)
            // Empty members are allowed and say nothing.
            guard !member.isEmpty else { continue }
            guard let key = self.key(of: member), keys.insert(key).inserted, keys.count <= self.maximumMembers else {
                return nil
            }
            members.append(String(decoding: member, as: UTF8.self))
        }
        return members
    }

    private static func bounded(_ members: [String]) -> String {
        var members = members
        func size() -> Int { members.reduce(members.count - 1) { $0 + $1.utf8.count } }
        while size() > self.maximumBytes, let index = members.lastIndex(where: { $0.utf8.count > self.longMember }) {
            members.remove(at: index)
        }
        while size() > self.maximumBytes { members.removeLast() }
        return members.joined(separator: ",")
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var bytes = bytes.drop(while: isBlank)
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return bytes
    }

    /// The key of a well-formed member.
    private static func key(of member: ArraySlice<UInt8>) -> [UInt8]? {
        guard let equals = member.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let key = member[..<equals]
        let value = member[(equals + 1)...]
        guard let first = key.first, key.count <= 256, self.isLetterOrDigit(first), key.allSatisfy(self.isKeyByte),
            key.count(where: { $0 == UInt8(ascii: "@") }) <= 1, !value.isEmpty, value.count <= 256,
            value.allSatisfy(self.isValueByte)
        else { return nil }
        return Array(key)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        self.isLetterOrDigit(byte) || "_-*/@".utf8.contains(byte)
    }

    /// Printable ASCII but the comma and the equals sign.
    private static func isValueByte(_ byte: UInt8) -> Bool {
        (0x20...0x7e).contains(byte) && byte != UInt8(ascii: ",") && byte != UInt8(ascii: "=")
    }
}
