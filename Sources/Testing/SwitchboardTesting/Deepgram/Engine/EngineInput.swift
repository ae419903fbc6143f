// SPDX-License-Identifier: Apache-2.0

/// What a connection was sent and the engine has not come to yet: audio, and commands at their places in it.
struct EngineInput: Sendable {
    private struct Entry: Sendable {
        var place: Int
        var command: ListenOrder
    }

    private var audio: [UInt8] = []
    private var head = 0
    private var commands: [Entry] = []
    /// Bytes received.
    private(set) var received = 0
    /// Bytes that the engine has taken.
    var consumed: Int { self.received - self.waiting }
    /// Bytes that wait.
    var waiting: Int { self.audio.count - self.head }

    mutating func append(_ bytes: some Sequence<UInt8>) {
        if self.head == self.audio.count {
            self.audio.removeAll(keepingCapacity: true)
            self.head = 0
        } else if self.head > 65_536 {
            self.audio.removeFirst(self.head)
            self.head = 0
        }
        let count = self.audio.count
        self.audio.append(contentsOf: bytes)
        self.received += self.audio.count - count
    }

    mutating func append(_ command: ListenOrder) {
        self.commands.append(Entry(place: self.received, command: command))
    }

    /// The command that is next, when all audio before it has been taken.
    mutating func takeCommand(unit: Int) -> ListenOrder? {
        guard let first = self.commands.first else { return nil }
        let before = first.place - self.consumed
        guard before < unit else { return nil }
        // Half a sample before a command is lost.
        self.head += max(0, before)
        self.commands.removeFirst()
        return first.command
    }

    /// Bytes that may be taken before the next command, in whole units.
    func available(unit: Int) -> Int {
        let limit = self.commands.first.map { min($0.place - self.consumed, self.waiting) } ?? self.waiting
        return max(0, limit) / unit * unit
    }

    /// Whether a command could be executed now.
    func hasDueCommand(unit: Int) -> Bool {
        self.commands.first.map { $0.place - self.consumed < unit } ?? false
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        defer { self.head += count }
        return self.audio[self.head..<self.head + count]
    }
}
