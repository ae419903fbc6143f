// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore
import NIOPosix
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Sounds on disk, across restarts. Everything that touches the disk runs on the threads kept for that, never on an event
/// loop. A disk that fails costs a warning and a metric, nothing else.
final class SpeechFolder: Sendable {
    private static let suffix = ".speech"
    private static let temporarySuffix = ".part"

    private let path: String
    private let longestFile: Int
    private let mostWrites: Int
    private let index: Mutex<SpeechFolderIndex>
    private let writes = Atomic(0)
    private let serial = Atomic(0)
    private let hasComplained = Atomic(false)
    private let metrics: CacheMetrics
    private let logger: Logger

    /// Makes the folder if need be and reads its list. Blocks: made at start.
    init(path: String, limit: Int, longestFile: Int, mostWrites: Int, metrics: CacheMetrics, logger: Logger) {
        self.path = path
        self.longestFile = longestFile
        self.mostWrites = mostWrites
        self.index = Mutex(SpeechFolderIndex(limit: limit))
        self.metrics = metrics
        self.logger = logger
        do throws(FileFailure) {
            try self.make()
            try self.readList()
        } catch {
            self.complain(error)
        }
    }

    /// Whether a file of this name is there, as far as is known.
    func holds(_ key: SpeechKey) -> Bool { self.index.withLock { $0.holds(key) } }

    var bytes: Int { self.index.withLock { $0.bytes } }

    /// Reads a sound; `nil` when there is none that can be trusted.
    func read(_ key: SpeechKey, then done: @escaping @Sendable (KeptSpeech?) -> Void) {
        NIOThreadPool.singleton.submit { _ in done(self.read(key)) }
    }

    /// Writes a sound, sometime; not at all when too many are waiting to be written.
    func write(_ speech: KeptSpeech, for key: SpeechKey, then done: @escaping @Sendable () -> Void = {}) {
        guard self.writes.add(1, ordering: .relaxed).newValue <= self.mostWrites else {
            self.writes.subtract(1, ordering: .relaxed)
            self.metrics.diskFailures.increment()
            return done()
        }
        NIOThreadPool.singleton.submit { _ in
            self.write(speech, for: key)
            self.writes.subtract(1, ordering: .relaxed)
            done()
        }
    }
}

// MARK: - On the disk's threads

extension SpeechFolder {
    private func read(_ key: SpeechKey) -> KeptSpeech? {
        let path = self.path(of: key)
        do throws(FileFailure) {
            let file = try OpenFile.reading(path)
            if let contents = try file.contents(longest: self.longestFile),
                let speech = SpeechFile.decode(contents, key: key)
            {
                file.touch()
                self.index.withLock { $0.used(key) }
                return speech
            }
            // Damaged or not of our making: away with it, it is made anew.
            self.metrics.corrupt.increment()
            self.forget(key)
            _ = unlink(path)
        } catch {
            self.forget(key)
            // Somebody else deleted it, or put a link there; the rest is the disk's fault.
            if error.number == ELOOP {
                self.metrics.corrupt.increment()
            } else if error.number != ENOENT {
                self.complain(error)
            }
        }
        return nil
    }

    private func write(_ speech: KeptSpeech, for key: SpeechKey) {
        let bytes = SpeechFile.encode(speech, key: key)
        guard bytes.readableBytes <= self.longestFile else { return }
        let number = self.serial.add(1, ordering: .relaxed).newValue
        let temporary = "\(self.path)/\(key).\(getpid()).\(number)\(Self.temporarySuffix)"
        do throws(FileFailure) {
            let file = try OpenFile.creating(temporary)
            do throws(FileFailure) {
                try file.write(bytes)
                // Whoever reads finds all of the file or none: rename(2) is atomic.
                guard rename(temporary, self.path(of: key)) == 0 else { throw .last("rename") }
            } catch {
                _ = unlink(temporary)
                throw error
            }
        } catch {
            return self.complain(error)
        }
        self.hasComplained.store(false, ordering: .relaxed)
        let surplus = self.index.withLock { $0.add(key, bytes: bytes.readableBytes) }
        for key in surplus { _ = unlink(self.path(of: key)) }
        self.metrics.evicted(surplus.count, level: "disk")
        self.metrics.record(bytes: self.bytes, level: "disk")
    }

    private func forget(_ key: SpeechKey) {
        self.index.withLock { $0.remove(key) }
        self.metrics.record(bytes: self.bytes, level: "disk")
    }

    private func path(of key: SpeechKey) -> String { "\(self.path)/\(key)\(Self.suffix)" }

    /// Once for each time it goes wrong.
    private func complain(_ failure: FileFailure) {
        self.metrics.diskFailures.increment()
        guard !self.hasComplained.exchange(true, ordering: .relaxed) else { return }
        self.logger.warning(
            "rendered speech cannot be kept on disk; it is kept in memory only",
            metadata: ["speech.cache.folder": "\(self.path)", "error": "\(failure)"]
        )
    }
}

// MARK: - At the start

extension SpeechFolder {
    /// The folder and those above it, for the owner only.
    private func make() throws(FileFailure) {
        var made = self.path.hasPrefix("/") ? "" : "."
        for part in self.path.split(separator: "/") {
            made += "/" + part
            guard mkdir(made, 0o700) == 0 || errno == EEXIST || errno == EISDIR else { throw .last("mkdir") }
        }
        guard chmod(self.path, 0o700) == 0 else { throw .last("chmod") }
    }

    /// Finds our files, oldest first, and what an end in the middle of a write has left behind.
    private func readList() throws(FileFailure) {
        guard let folder = opendir(self.path) else { throw .last("opendir") }
        defer { closedir(folder) }
        var files: [(key: SpeechKey, bytes: Int, usedAt: Int)] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(Self.temporarySuffix), SpeechKey(name: name.prefix(64)) != nil {
                _ = unlink("\(self.path)/\(name)")
            } else if name.hasSuffix(Self.suffix), let key = SpeechKey(name: name.dropLast(Self.suffix.count)) {
                var facts = stat()
                guard lstat("\(self.path)/\(name)", &facts) == 0 else { continue }
                files.append((key, Int(facts.st_size), Self.time(facts)))
            }
        }
        files.sort { $0.usedAt < $1.usedAt }
        let surplus = self.index.withLock { index in files.flatMap { index.add($0.key, bytes: $0.bytes) } }
        for key in surplus { _ = unlink(self.path(of: key)) }
        self.metrics.evicted(surplus.count, level: "disk")
        self.metrics.record(bytes: self.bytes, level: "disk")
    }

    private static func time(_ facts: stat) -> Int {
        #if canImport(Darwin)
        facts.st_mtimespec.tv_sec * 1_000_000_000 + facts.st_mtimespec.tv_nsec
        #else
        facts.st_mtim.tv_sec * 1_000_000_000 + facts.st_mtim.tv_nsec
        #endif
    }
}
