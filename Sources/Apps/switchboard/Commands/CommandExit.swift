// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The exit codes of the public surface; other people's scripts rely on them.
enum CommandExit {
    /// A check failed.
    static let failed = ExitCode(1)
    /// Something that is needed cannot be had.
    static let unavailable = ExitCode(69)
    /// The configuration is wrong.
    static let configuration = ExitCode(78)
}
