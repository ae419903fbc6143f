// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How much memory the process has in use, and how much it may have.
public struct MemoryUse: Sendable, Hashable {
    /// Resident bytes of the process. Not what its control group counts: there the files it has read count too, which
    /// the kernel gives up before it kills anybody.
    public var resident: Int
    /// The limit of the control group in bytes; `nil` if there is none.
    public var limit: Int?

    /// The share of the limit in use; `nil` if there is no limit.
    public var share: Double? {
        self.limit.flatMap { $0 > 0 ? Double(self.resident) / Double($0) : nil }
    }

    /// Creates a measurement.
    public init(resident: Int, limit: Int?) {
        self.resident = resident
        self.limit = limit
    }

    /// Asks the kernel: a few small files of `/proc` and `/sys` (control groups of version 2 and 1); `nil` where there
    /// are none.
    public static func measure() -> MemoryUse? {
        Self.measure { Self.read($0) }
    }

    static func measure(_ file: (String) -> String?) -> MemoryUse? {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        guard let resident = file("/proc/self/statm").flatMap({ Self.pages($0) }) else { return nil }
        let limits = Self.places(file("/proc/self/cgroup") ?? "").compactMap { file($0).flatMap { Self.bytes($0) } }
        return MemoryUse(resident: resident.multipliedReportingOverflow(by: page).partialValue, limit: limits.min())
    }

    /// The second number of `/proc/self/statm`: resident pages (proc(5)).
    static func pages(_ text: String) -> Int? {
        let fields = text.split(separator: " ")
        return fields.count > 1 ? Int(fields[1]) : nil
    }

    /// A limit as the kernel writes it: a number of bytes, `max`, or a number beyond all memory.
    static func bytes(_ text: String) -> Int? {
        let digits = text.prefix { $0 != "\n" }
        return Int(digits).flatMap { $0 < 1 << 60 ? $0 : nil }
    }

    /// Where limits may stand for a process whose `/proc/self/cgroup` is this: its group and all above it.
    static func places(_ groups: String) -> [String] {
        groups.split(separator: "\n").flatMap { line -> [String] in
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return [] }
            if parts[0] == "0", parts[1].isEmpty {
                return Self.ancestors(parts[2]).map { "/sys/fs/cgroup\($0)/memory.max" }
            }
            guard parts[1].split(separator: ",").contains("memory") else { return [] }
            return Self.ancestors(parts[2]).map { "/sys/fs/cgroup/memory\($0)/memory.limit_in_bytes" }
        }
    }

    /// `/a/b` has `/a/b`, `/a` and the root.
    private static func ancestors(_ path: Substring) -> [String] {
        // What lies outside of the namespace begins with `..` and cannot be read; deeper than that is nobody's.
        let names = path.split(separator: "/").filter { $0 != ".." }.prefix(32)
        return (0...names.count).reversed().map { count in names.prefix(count).map { "/\($0)" }.joined() }
    }

    private static func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            #if canImport(Glibc)
            count = max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count))
            #elseif canImport(Musl)
            count = max(0, Musl.read(descriptor, buffer.baseAddress, buffer.count))
            #else
            count = max(0, Darwin.read(descriptor, buffer.baseAddress, buffer.count))
            #endif
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
