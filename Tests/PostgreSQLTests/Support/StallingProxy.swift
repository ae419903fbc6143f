// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Foundation
import PostgreSQL
import Synchronization

/// Stands between client and server, and stops when told: what comes then is taken and not passed on.
final class StallingProxy: Sendable {
    private struct State {
        /// Connections with a smaller number are stalled.
        var stalledBelow = 0
        var connections = 0
        /// How many bytes of the server are passed on before the connection is cut.
        var cutAfter: Int?
        var sockets: [LoopbackSocket] = []
    }

    let port: Int
    private let listener: LoopbackSocket
    private let state: Mutex<State>

    init(to server: Int, cutAfter: Int? = nil) throws {
        let (listener, port) = try LoopbackSocket.listening()
        (self.listener, self.port) = (listener, port)
        self.state = Mutex(State(cutAfter: cutAfter))
        Thread.detachNewThread { [weak self] in
            while let client = listener.accepted() {
                guard let self, let upstream = try? LoopbackSocket.connected(port: server) else { return }
                let number = self.state.withLock { state in
                    state.sockets += [client, upstream]
                    state.connections += 1
                    return state.connections - 1
                }
                self.pass(number, from: client, to: upstream, isServer: false)
                self.pass(number, from: upstream, to: client, isServer: true)
            }
        }
    }

    deinit {
        self.listener.shut()
        self.cut()
    }

    /// From now on nothing is passed on of the connections that there are; new ones work.
    func stall() { self.state.withLock { $0.stalledBelow = $0.connections } }

    /// Ends all connections.
    func cut() {
        for socket in self.state.withLock({ $0.sockets }) { socket.shut() }
    }

    private func pass(_ number: Int, from source: LoopbackSocket, to target: LoopbackSocket, isServer: Bool) {
        Thread.detachNewThread { [weak self] in
            while true {
                let bytes = source.received()
                guard !bytes.isEmpty, let self else { break }
                let part = self.state.withLock { state -> [UInt8]? in
                    guard number >= state.stalledBelow else { return [] }
                    guard isServer, let left = state.cutAfter else { return bytes }
                    state.cutAfter = left - bytes.count
                    return left > bytes.count ? bytes : nil
                }
                guard let part else { break }
                target.sendAll(part)
            }
            source.shut()
            target.shut()
        }
    }
}
#endif
