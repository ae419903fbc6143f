// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import FoundationEssentials

/// A folder for files that a C library wants by name; gone with the value that holds it.
final class TemporaryFolder {
    private let url = FileManager.default.temporaryDirectory.appendingPathComponent("switchboard-\(UUID())")

    /// The path of a file in the folder.
    func path(_ name: String) -> String { self.url.appendingPathComponent(name).path }

    /// Writes a file that only this user can read.
    func write(_ text: String, to name: String) throws(SpeechError) {
        do {
            try FileManager.default.createDirectory(
                at: self.url,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            try Data(text.utf8).write(to: self.url.appendingPathComponent(name))
        } catch {
            throw SpeechError(
                .unavailable,
                "The speech model cannot be written to \(self.url.path): is the disk full?",
                cause: "\(error)"
            )
        }
    }

    deinit {
        // A folder that cannot be removed is left to the system's own clean-up of temporary files.
        try? FileManager.default.removeItem(at: self.url)
    }
}
#endif
