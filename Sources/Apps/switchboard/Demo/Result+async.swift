// SPDX-License-Identifier: Apache-2.0

extension Result where Failure == any Error {
    /// What an asynchronous piece of work came to.
    init(catching work: () async throws -> Success) async {
        do {
            self = .success(try await work())
        } catch {
            self = .failure(error)
        }
    }
}
