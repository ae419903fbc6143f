// SPDX-License-Identifier: Apache-2.0

/// What goes wrong in tests.
struct Fault: Error, Equatable {
    var number = 0
}
