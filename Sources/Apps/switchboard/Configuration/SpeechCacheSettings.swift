// SPDX-License-Identifier: Apache-2.0

/// How much rendered speech is kept, and where.
struct SpeechCacheSettings: Sendable {
    /// In bytes.
    var memory = 32 << 20
    /// In bytes.
    var disk = 256 << 20
    /// `nil` keeps nothing on disk.
    var folder: String?

    init() {}

    init(_ values: SettingValues) {
        self.memory = values.number(.speechCacheMemory).map { $0 << 20 } ?? self.memory
        self.disk = values.number(.speechCacheDisk).map { $0 << 20 } ?? self.disk
        self.folder = self.disk == 0 ? nil : values[.speechCacheFolder] ?? "\(values[.dataDirectory] ?? "data")/speech"
    }
}
