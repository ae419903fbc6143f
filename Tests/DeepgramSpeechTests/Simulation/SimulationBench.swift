// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where schedules are played: two at a time, on threads of their own that let others go first. The tests beside them wait
/// for sockets and clocks.
enum SimulationBench {
    private static let places = DispatchSemaphore(value: 2)

    static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                self.places.wait()
                #if os(Linux)
                // Of this thread only, which ends with its work.
                _ = nice(10)
                #endif
                let value = body()
                self.places.signal()
                continuation.resume(returning: value)
            }
            thread.start()
        }
    }
}
