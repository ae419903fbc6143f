// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How many of the process's file descriptors are in use.
struct DescriptorUse: Sendable, Equatable {
    /// The number the next one would get: all below it are in use.
    let next: Int
    /// How many there may be.
    let limit: Int

    /// From nine tenths on, or when 32 are left (a quarter, of very few), the rest is for what keeps calls alive: journal, engines, the store.
    var isLow: Bool {
        let share = self.limit - self.limit / 10
        return self.next >= min(share, max(self.limit - 32, self.limit - self.limit / 4))
    }

    /// Asks the system, which gives the lowest free number to whoever opens something. Three quick calls of the system;
    /// nothing is read.
    static func measure() -> DescriptorUse {
        var limit = rlimit()
        #if canImport(Darwin)
        let isKnown = getrlimit(RLIMIT_NOFILE, &limit) == 0
        #else
        let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        #endif
        guard isKnown else { return DescriptorUse(next: 0, limit: .max) }
        let count = Int(clamping: limit.rlim_cur)
        let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            // None is left, or there is no such file: then nothing can be said.
            return DescriptorUse(next: errno == EMFILE || errno == ENFILE ? count : 0, limit: count)
        }
        close(descriptor)
        return DescriptorUse(next: Int(descriptor), limit: count)
    }
}
