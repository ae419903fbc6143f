// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation

/// A folder with a file for each call.
struct ExportFolder {
    private let path: String

    init(_ path: String) throws {
        self.path = path
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw OutputFailure(path, error)
        }
    }

    func write(_ text: String, of call: CallID, _ fileExtension: String) throws {
        // The carrier's names are letters and digits; what somebody else put into a store must not name other folders.
        let isPlain = call.rawValue.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        guard isPlain, !call.rawValue.isEmpty else {
            throw OutputFailure("A call has a name that cannot be a file's.")
        }
        let file = try ExportFile("\(self.path)/\(call.rawValue).\(fileExtension)")
        do {
            try file.write(text)
            try file.finish()
        } catch {
            file.discard()
            throw error
        }
    }
}
